import CRM
import Database
import Dialogue
import TextAnalysis

/// The bot's side: it answers at once when it is sure, lets a burst of short messages come to its end, and is never late
/// without a human being called.
extension Conversation {
  /// The most messages that get one reply, and how many characters the earlier ones may have together: the one before
  /// the last is always heard.
  static let burstLimit = 10
  private static let burstCharacters = ClientFrame.textLimit
  /// What must be left of the answer deadline when the bot stops waiting for more words.
  private static let reserve = Duration.milliseconds(300)
  /// After a store that refuses is asked again.
  private static let retryPause = Duration.seconds(1)

  /// Understands a message with those before it that have no answer yet, and answers, unless the customer goes on.
  func consider(
    _ message: CRM.Message, _ record: ConversationRecord, _ asker: Asker, _ arrival: ContinuousClock.Instant
  ) async throws {
    let live = services.release.value
    let choice = try message.payload.map { payload throws(WireError) in
      try Wording.choice(payload: payload, in: live)
    }
    guard !hasLaterMessage else { return try await keep(message, record, asker) }
    let question = Question(
      texts: burst(endingIn: message.text), choice: choice,
      fallback: record.spokenLanguage, before: record.dialogue, live: live, isIdentified: record.isIdentified,
      situation: live.situation(tier: record.tier, at: .now()), canSendCodes: canSendCodes(to: record),
      code: memory.code)
    let turn = question.turn()
    if hasLaterMessage { return try await keep(message, record, asker) }
    guard arrival.duration(to: .now) < services.policy.bot else {
      return try await callHuman(record, asking: message, asker)
    }
    services.telemetry.decided(in: record)
    let wait = min(services.policy.burst, timeLeft(until: record.answerDueAt))
    if choice == nil, turn.isTentative, wait > .zero {
      tellTyping(true)
      try await keep(message, record, asker)
      return settle(after: wait)
    }
    try await reply(turn, to: message, record, asker)
  }

  private func canSendCodes(to record: ConversationRecord) -> Bool { services.codes != nil && !record.isSynthetic }

  /// Whether the customer has said more meanwhile: then a reply to less would be out of date.
  private var hasLaterMessage: Bool { mailbox.customerMessages > memory.messagesTaken }

  /// Tells the customer whether the bot is about to answer. One that answers at once is not seen typing.
  func tellTyping(_ isTyping: Bool) {
    let customers = memory.watchers.values.filter { !$0.isStaff }.map(\.connection)
    outlet.send([.typing(Typing(conversation: id, from: .bot, typing: isTyping))], to: customers)
  }

  /// Stores a turn: the message, if it is not stored yet, the replies and the decision.
  private func reply(
    _ turn: Turn, to message: CRM.Message?, _ record: ConversationRecord, _ asker: Asker?
  ) async throws {
    let turn = record.isSynthetic ? turn.withoutStaff : turn
    let at = Timestamp.now()
    let seq = message == nil ? memory.unanswered.last?.seq ?? record.lastSeq : record.lastSeq + 1
    let filing = TurnFiling(message: message, record: record, policy: services.policy, seq: seq, at: at)
    var ack: (String, Asker)?
    if let id = message?.clientMessageID, let asker { ack = (id, asker) }
    // What must be looked up or done for an errand is done in the transaction; all else is made ready before it.
    let codes = services.codes
    let change = turn.isWaiting ? nil : try filing.change(turn, replies: turn.replies(to: seq))
    stopSettling()
    try await commit(from: record, at: at, ack: ack) { connection in
      if let change { return change }
      let (done, replies) = try turn.performed(in: connection, for: record, codes: codes, seq: seq, at: at)
      return try filing.change(done, replies: replies)
    }
  }

  // MARK: Bursts

  /// What waits for an answer, in order, with `text` last; of a flood the last few.
  private func burst(endingIn text: String?) -> [String] {
    let texts = memory.unanswered.compactMap(\.body.message?.text) + [text].compactMap { $0 }
    var length = 0
    let earlier = texts.dropLast().reversed().prefix { earlier in
      length += earlier.unicodeScalars.count
      return length <= Self.burstCharacters
    }
    return earlier.reversed() + texts.suffix(1)
  }

  /// Answers what has been held back.
  func settle() async throws {
    stopSettling()
    let record = try await loaded()
    guard record.status == .bot, let due = record.answerDueAt, !memory.unanswered.isEmpty, !hasLaterMessage else {
      return
    }
    guard due > .now() else { return try await overdue() }
    let live = services.release.value
    let question = Question(
      texts: burst(endingIn: nil), choice: nil, fallback: record.spokenLanguage,
      before: record.dialogue, live: live, isIdentified: record.isIdentified,
      situation: live.situation(tier: record.tier, at: .now()), canSendCodes: canSendCodes(to: record),
      code: memory.code)
    let turn = question.turn()
    guard !hasLaterMessage else { return }
    guard due > .now() else { return try await overdue() }
    services.telemetry.decided(in: record)
    try await reply(turn, to: nil, record, nil)
  }

  /// While the customer types, the bot waits for the rest, but not past its deadline.
  func customerTypes(_ isTyping: Bool) {
    guard memory.settling != nil else { return }
    let left = max(timeLeft(until: memory.record?.answerDueAt), .zero)
    settle(after: isTyping ? left : min(left, services.policy.burst))
  }

  /// How long the bot may still wait when it must have answered by `due`; a clock that was set back does not prolong it.
  private func timeLeft(until due: Timestamp?) -> Duration {
    guard let due else { return services.policy.bot - Self.reserve }
    return min(.milliseconds(due.milliseconds - Timestamp.now().milliseconds), services.policy.bot) - Self.reserve
  }

  private func settle(after wait: Duration) {
    memory.settling?.cancel()
    memory.settling = Task { [hub, id] in
      try? await Task.sleep(for: wait)
      if !Task.isCancelled { hub.post(.settle, to: id) }
    }
  }

  private func stopSettling() {
    memory.settling?.cancel()
    memory.settling = nil
  }

  /// Has the bot answer what waits though no message is to come, as when the last one was sent twice.
  func settleIfForgotten() {
    guard !memory.unanswered.isEmpty, memory.settling == nil, !hasLaterMessage else { return }
    settle(after: .zero)
  }

  /// Has the bot try again what the store has just refused.
  func settleLater() {
    guard !memory.unanswered.isEmpty else { return }
    settle(after: Self.retryPause)
  }

  // MARK: Deadlines

  /// Does what is due when a customer has waited for too long, whoever has the conversation.
  func overdue() async throws {
    let record = try await loaded()
    guard let due = record.answerDueAt, due <= .now() else { return }
    if record.status == .bot { return try await callHuman(record, asking: nil, nil) }
    let at = Timestamp.now()
    let (live, policy) = (services.release.value, services.policy)
    try await commit(from: record, at: at) { connection in
      var state = record.dialogue
      let verdict = state.handle(.overdue(HandoffQueue(record.queue)), in: live.scene(for: record, at: at))
      let ticket = try record.openTicket(for: verdict, &state, live, in: connection, at: at)
      let wording = Wording(live: live, language: record.spokenLanguage, at: at)
      let bodies = verdict.bodies(wording: wording, replyTo: nil, holder: record.holder, ticket: ticket)
      return try Change(record: record.after(verdict, state: state, policy: policy, at: at), bodies: bodies)
    }
  }

  /// The bot has no answer in time: the conversation goes to the human queue, with the message that is not stored yet.
  private func callHuman(_ record: ConversationRecord, asking message: CRM.Message?, _ asker: Asker?) async throws {
    if record.isSynthetic {
      memory.unanswered = []
      return stopSettling()
    }
    let at = Timestamp.now()
    let live = services.release.value
    var state = record.dialogue
    let verdict = state.handle(.overdue(.normal), in: live.scene(for: record, at: at))
    let late = state
    let seq = message == nil ? memory.unanswered.last?.seq ?? record.lastSeq : record.lastSeq + 1
    let text = message?.text ?? memory.unanswered.last?.body.message?.text ?? ""
    let wording = Wording(live: live, language: record.spokenLanguage, at: at)
    let policy = services.policy
    let decision = Decision(
      conversation: id, seq: seq, at: at, release: live.number, text: text, language: record.language, tokens: [],
      intents: [], articles: [], thresholds: .init(answer: 1), rule: verdict.rule,
      outcome: verdict.outcome.rawValue, answer: nil,
      stateBefore: .init(phase: record.dialogue.phase.rawValue, misses: record.dialogue.misses),
      stateAfter: .init(phase: state.phase.rawValue, misses: state.misses), microseconds: 0)
    var ack: (String, Asker)?
    if let id = message?.clientMessageID, let asker { ack = (id, asker) }
    stopSettling()
    try await commit(from: record, at: at, ack: ack) { connection in
      var state = late
      let ticket = try record.openTicket(for: verdict, &state, live, in: connection, at: at, asking: decision)
      let said = verdict.bodies(wording: wording, replyTo: seq, ticket: ticket)
      return try Change(
        record: record.after(verdict, state: state, policy: policy, at: at),
        bodies: (message.map { [.message($0)] } ?? []) + said, turn: FiledTurn(verdict, decision))
    }
  }
}
