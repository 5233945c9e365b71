import CRM
import Database
import Dialogue
import TextAnalysis

extension Conversation {
  /// A customer's message: understand, decide, record with the replies in one transaction, show.
  func receive(_ message: ClientFrame.CustomerMessage, from asker: Asker) async {
    do {
      let record = try await loaded()
      if hasAcknowledged(message.clientMessageID, asker) { return }
      guard record.status != .closed else {
        throw WireError(.conversationClosed, "this conversation has ended; start a new one")
      }
      if record.status == .bot { tellTyping() }
      let live = services.release.value
      let choice = try message.payload.map { payload throws(WireError) in
        try Wording.choice(payload: payload, in: live)
      }
      let turn = self.turn(message, choice: choice, record: record, live: live)
      try await store(turn, record: record, asker: asker)
    } catch {
      refuse(error, asker, clientMessageID: message.clientMessageID)
    }
  }

  private func tellTyping() {
    let customers = watchers.values.filter { !$0.isStaff }.map(\.connection)
    outlet.send([.typing(Typing(conversation: id, from: .bot, typing: true))], to: customers)
  }

  private func turn(
    _ frame: ClientFrame.CustomerMessage, choice: Choice?, record: ConversationRecord, live: LiveRelease
  ) -> Turn {
    let begin = ContinuousClock.now
    let before = record.dialogue
    let reading = live.reading(of: frame.text, fallback: Language(rawValue: record.language) ?? .english)
    var state = before
    let verdict = state.handle(
      choice.map { .choice($0, reading.understanding) } ?? .message(reading.understanding))
    var message = CRM.Message(from: .customer, text: frame.text)
    message.clientMessageID = frame.clientMessageID
    message.payload = frame.payload
    let elapsed = begin.duration(to: .now).components
    return Turn(
      message: message, state: state, verdict: verdict, reading: reading, answered: verdict.answered, live: live,
      before: before, microseconds: Int(elapsed.seconds) * 1_000_000 + Int(elapsed.attoseconds / 1_000_000_000_000))
  }

  private func store(_ turn: Turn, record: ConversationRecord, asker: Asker) async throws {
    let at = Timestamp.now()
    let seq = record.lastSeq + 1
    let after = try record.after(
      turn.verdict, state: turn.state, language: turn.reading.language.rawValue, at: at)
    let isBotTurn = turn.before.phase == .bot
    let ack = turn.message.clientMessageID.map { ($0, asker) }
    let bodies = turn.bodies(seq: seq)
    let recordTurn: @Sendable (Connection, [Event]) throws -> Void = { connection, events in
      guard isBotTurn else { return }
      try DecisionStore(connection).insert(turn.decision(conversation: record.id, seq: seq, at: at))
      for reason in turn.verdict.flags {
        try ReviewStore(connection).flag(conversation: record.id, seq: seq, reason: reason, at: at)
      }
      try HandoffRecording(
        conversation: record.id, events: events, at: at, language: turn.reading.language.rawValue
      ).insert(in: connection)
    }
    try await commit(from: record, to: after, at: at, ack: ack, bodies: { _ in bodies }, with: recordTurn)
  }

  /// Thumbs on a bot message.
  func feedback(seq target: Int, helpful: Bool, _ asker: Asker) async {
    do {
      let record = try await loaded()
      let id = id
      let events = try await services.database.read {
        try ConversationStore($0).events(of: id, after: target - 1, limit: 1)
      }
      guard let message = events.first?.body.message, message.from == .bot, events.first?.seq == target else {
        throw WireError(.badField, "seq: is not a message of the bot")
      }
      guard record.status != .closed else {
        throw WireError(.conversationClosed, "this conversation has ended; start a new one")
      }
      try await store(helpful: helpful, target: target, question: message.replyTo, record: record)
      outlet.send(.done(Done(request: asker.request)), to: asker.connection)
    } catch {
      refuse(error, asker)
    }
  }

  private func store(helpful: Bool, target: Int, question: Int?, record: ConversationRecord) async throws {
    let at = Timestamp.now()
    var state = record.dialogue
    let verdict = state.handle(.feedback(target: target, helpful: helpful))
    let wording = Wording(live: services.release.value, language: Language(rawValue: record.language) ?? .english)
    let bodies = [.feedback(target: target, helpful: helpful)] + verdict.bodies(wording: wording, replyTo: nil)
    let after = try record.after(verdict, state: state, language: record.language, at: at)
    let recordFlags: @Sendable (Connection, [Event]) throws -> Void = { connection, events in
      for reason in verdict.flags {
        guard let question else { break }
        try ReviewStore(connection).flag(conversation: record.id, seq: question, reason: reason, at: at)
      }
      try HandoffRecording(conversation: record.id, events: events, at: at, language: record.language)
        .insert(in: connection)
    }
    try await commit(from: record, to: after, at: at, bodies: { _ in bodies }, with: recordFlags)
  }

  /// The customer leaves for a new conversation.
  func end() async {
    do {
      let record = try await loaded()
      guard record.status != .closed else { return }
      try await close(record, by: "customer")
    } catch {
      _ = wireError(error)
    }
  }
}
