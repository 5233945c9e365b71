import CRM
import Database
import Dialogue
import TextAnalysis

extension Conversation {
  /// A customer's message: for the bot, or stored for the human who has the conversation or will have it.
  func receive(_ frame: ClientFrame.CustomerMessage, from asker: Asker, _ arrival: ContinuousClock.Instant) async {
    memory.messagesTaken += 1
    memory.lastArrival = arrival
    do {
      let record = try await loaded()
      var message = CRM.Message(from: .customer, text: try await withoutSecrets(frame.text, in: record))
      message.clientMessageID = frame.clientMessageID
      message.payload = frame.payload
      switch record.status {
      case .closed:
        guard let seq = try await storedSeq(of: frame.clientMessageID) else {
          throw WireError(.conversationClosed, "this conversation has ended; start a new one")
        }
        acknowledge(frame.clientMessageID, seq: seq, asker)
      case .bot where frame.payload == Wording.botPayload, .queued where frame.payload == Wording.botPayload:
        try await goOn(message, record, asker)
      case .bot:
        do {
          try await consider(message, record, asker, arrival)
        } catch {
          tellTyping(false)
          throw error
        }
      case .queued, .agent: try await keep(message, record, asker)
      }
    } catch let error as AlreadyStored {
      acknowledge(frame.clientMessageID, seq: error.seq, asker)
    } catch {
      refuse(error, asker, clientMessageID: frame.clientMessageID)
    }
  }

  /// The customer goes on with the bot while nobody is there; their ticket stays.
  private func goOn(_ message: CRM.Message, _ record: ConversationRecord, _ asker: Asker) async throws {
    var state = record.dialogue
    let verdict = state.handle(.resumed)
    guard state.phase == .bot else { return try await keep(message, record, asker) }
    let change = try Change(
      record: try record.backToBot(state), bodies: verdict.bodies(resuming: message, in: record, wording(record)))
    try await commit(from: record, at: .now(), ack: message.clientMessageID.map { ($0, asker) }) { _ in change }
  }

  /// Stores a message alone. Whoever has the conversation owes an answer to the first that waits for one.
  func keep(_ message: CRM.Message, _ record: ConversationRecord, _ asker: Asker) async throws {
    let at = Timestamp.now()
    var after = record
    after.answerDueAt = record.answerDueAt ?? services.policy.due(record.status, record.queue, since: at)
    if record.status != .bot, let sentiment = services.release.value.sentiment(of: message.text) {
      // What the bot does not answer is heard all the same: agents see how the customer feels.
      var state = record.dialogue
      state.feel(sentiment)
      after.state = try JSON.text(state)
    }
    let change = try Change(record: after, bodies: [.message(message)])
    let events = try await commit(from: record, at: at, ack: message.clientMessageID.map { ($0, asker) }) { _ in change
    }
    if record.status == .bot { memory.unanswered = (memory.unanswered + events).suffix(Self.burstLimit) }
  }

  /// Thumbs on a bot message.
  func feedback(seq target: Int, helpful: Bool) async throws {
    let record = try await loaded()
    let id = id
    let events = try await services.database.read {
      try ConversationStore($0).events(of: id, after: target - 1, limit: 1)
    }
    guard let message = events.first?.body.message, message.from == .bot, events.first?.seq == target else {
      throw WireError(.badField, "seq: is not a message of the bot")
    }
    try checkOpen(record)
    let at = Timestamp.now()
    var state = record.dialogue
    let (live, policy) = (services.release.value, services.policy)
    let verdict = state.handle(.feedback(target: target, helpful: helpful), in: live.scene(for: record, at: at))
    let judged = state
    let wording = wording(record)
    let question = message.replyTo
    try await commit(from: record, at: at) { connection in
      var state = judged
      let ticket = try record.openTicket(for: verdict, &state, live, in: connection, at: at)
      var after = try record.after(verdict, state: state, policy: policy, at: at)
      if verdict.handoff == nil { after.answerDueAt = record.answerDueAt }
      return try Change(
        record: after,
        bodies: [.feedback(target: target, helpful: helpful)]
          + verdict.bodies(wording: wording, replyTo: nil, ticket: ticket))
    } with: { connection, _ in
      guard let question else { return }
      for reason in verdict.flags {
        try ReviewStore(connection).flag(conversation: record.id, seq: question, reason: reason, at: at)
      }
    }
  }

  /// The customer says where to reach them, after a wait that was too long. The bot thanks them unless an agent has come.
  func leave(_ contact: Contact) async throws {
    let record = try await loaded()
    try checkOpen(record)
    var state = record.dialogue
    guard let ticket = state.ticket else {
      throw WireError(.badField, "type: nobody has asked for contact details here")
    }
    let verdict = state.handle(.contact)
    let thanks = record.status == .agent ? [] : verdict.bodies(wording: wording(record), replyTo: nil)
    let bodies = [.contact(contact.masked, ticket: ticket)] + thanks
    try await commit(from: record, at: .now()) { connection in
      try TicketStore(connection).setContact(contact, of: ticket)
      return try Change(record: record, bodies: bodies)
    }
  }

  /// The customer leaves for a new conversation.
  func end() async throws {
    let record = try await loaded()
    guard record.status != .closed else { return }
    try await close(record, by: "customer")
  }

  func checkOpen(_ record: ConversationRecord) throws(WireError) {
    guard record.status != .closed else {
      throw WireError(.conversationClosed, "this conversation has ended; start a new one")
    }
  }

  func wording(_ record: ConversationRecord) -> Wording {
    Wording(live: services.release.value, language: record.spokenLanguage)
  }
}
