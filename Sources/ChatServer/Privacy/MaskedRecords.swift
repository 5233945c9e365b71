package import CRM
import TextAnalysis

// What trainers and exports see of conversations: personal numbers are shortened and secrets hidden, also those of
// messages that were stored before secrets were kept out. Agents see the records as they are.

extension Event {
  package var masked: Event {
    let body: EventBody =
      switch body {
      case .message(let message): .message(message.masked)
      case .ticket(let ticket): .ticket(ticket.masked)
      case .contact(let contact, let ticket): .contact(contact.masked, ticket: ticket)
      case .started, .handoff, .claimed, .transferred, .released, .closed, .feedback, .identified:
        body
      }
    // What has not changed keeps the bytes that are ready.
    return body == self.body ? self : Event(conversation: conversation, seq: seq, at: at, body: body)
  }
}

extension Message {
  package var masked: Message {
    var message = self
    message.text = Masking.hidingPersonalData(in: text)
    message.payload = payload.map { Masking.hidingPersonalData(in: $0) }
    message.quickReplies = quickReplies?.map { reply in
      QuickReply(
        title: Masking.hidingPersonalData(in: reply.title), payload: Masking.hidingPersonalData(in: reply.payload))
    }
    return message
  }
}

extension TicketMention {
  fileprivate var masked: TicketMention {
    TicketMention(number: number, subject: Masking.hidingPersonalData(in: subject), priority: priority)
  }
}

extension Decision {
  package var masked: Decision {
    var decision = self
    decision.text = Masking.hidingPersonalData(in: text)
    decision.stateBefore.dialogue = stateBefore.dialogue.map { Masking.hidingPersonalData(in: $0) }
    decision.tokens = Masking.hidingPersonalData(in: tokens, of: text)
    decision.articles = articles.map { article in
      var article = article
      article.terms = Masking.hidingPersonalData(in: article.terms, of: text)
      return article
    }
    return decision
  }
}

extension FlaggedTurn {
  var masked: FlaggedTurn {
    var turn = self
    turn.text = Masking.hidingPersonalData(in: text)
    turn.answerText = answerText.map { Masking.hidingPersonalData(in: $0) }
    return turn
  }
}

extension ConversationSummary {
  var masked: ConversationSummary {
    var summary = self
    summary.lastText = lastText.map { Masking.hidingPersonalData(in: $0) }
    return summary
  }
}

extension HandoffPacket {
  var masked: HandoffPacket {
    var packet = self
    packet.lastQuestion = lastQuestion.map { Masking.hidingPersonalData(in: $0) }
    packet.note = note.map { Masking.hidingPersonalData(in: $0) }
    packet.tried = tried.map { attempt in
      var attempt = attempt
      attempt.question = Masking.hidingPersonalData(in: attempt.question)
      return attempt
    }
    packet.slots = slots.map { slot in
      var slot = slot
      slot.value = Masking.hidingPersonalData(in: slot.value)
      return slot
    }
    packet.context = context.masked
    return packet
  }
}

extension CustomerContext {
  fileprivate var masked: CustomerContext {
    var context = self
    let contact = Contact(email: customer.email, phone: customer.phone)?.masked
    context.customer.email = contact?.email
    context.customer.phone = contact?.phone
    context.tickets = tickets.map { ticket in
      var ticket = ticket
      ticket.subject = Masking.hidingPersonalData(in: ticket.subject)
      ticket.description = Masking.hidingPersonalData(in: ticket.description)
      ticket.contact = ticket.contact?.masked
      return ticket
    }
    context.reminders = reminders.map { reminder in
      var reminder = reminder
      reminder.subject = Masking.hidingPersonalData(in: reminder.subject)
      reminder.phone = Contact(email: nil, phone: reminder.phone)?.masked.phone
      return reminder
    }
    return context
  }
}

extension CorrectionRecord {
  /// The customer's sentence; what a trainer wrote in an answer stays.
  var maskedText: String { Masking.hidingPersonalData(in: text) }
}

extension ReleaseReport {
  var masked: ReleaseReport {
    var report = self
    report.checks.failed = checks.failed.map { failure in
      var failure = failure
      failure.text = Masking.hidingPersonalData(in: failure.text)
      return failure
    }
    return report
  }
}
