import CRM
import Database
import Dialogue
import TextAnalysis
import Training

/// What a customer has said and nobody has answered: one message, or several in a row that get one reply.
struct Question: Sendable {
  /// In order; at least one.
  var texts: [String]
  /// What the last message chose, if it was a quick reply.
  var choice: Choice?
  var fallback: Language
  var before: DialogueState
  var live: LiveRelease
  var isIdentified = false
  var situation = Situation()
  /// Whether a customer who is not known can be sent a code.
  var canSendCodes = false
  /// The code that the customer typed; in `texts` it is masked.
  var code: OneTimeCode?
  /// What days are counted from; nil for the day it is.
  var today: CivilDate?

  /// The bot's turn. Several messages are read as one; where that leaves doubt, the last that is clear alone decides.
  /// One that calls for a human urgently is heard in any case. Pure.
  func turn() -> Turn {
    let begin = ContinuousClock.now
    var turn = considered()
    turn.microseconds = Int(begin.duration(to: .now) / .microseconds(1))
    return turn
  }

  private func considered() -> Turn {
    guard texts.count > 1, choice == nil else { return turn(texts.last ?? "") }
    let singles = texts.map(turn)
    if let urgent = singles.first(where: { $0.verdict.handoff?.queue == .urgent }) { return urgent }
    let joined = turn(texts.joined(separator: "\n"))
    return joined.isCertain ? joined : singles.last(where: \.isCertain) ?? joined
  }

  private func turn(_ text: String) -> Turn {
    var reading = live.reading(of: text, fallback: fallback)
    let scene = live.scene(isIdentified: isIdentified, situation, canSendCodes: canSendCodes)
    // What is on a button is not in the customer's words.
    if choice != nil { (reading.understanding.sentiment, reading.understanding.words) = (nil, []) }
    if before.needsMentions(reading.understanding, in: scene),
      let today = today ?? live.localTime(at: .now())?.date
    {
      live.addMentions(of: text, today: today, to: &reading.understanding)
      reading.understanding.addCode(of: text, whenAsked: before.asksForCode(in: scene.flows))
    }
    var state = before
    let verdict = state.handle(
      choice.map { .choice($0, reading.understanding) } ?? .message(reading.understanding), in: scene)
    return Turn(
      text: text, state: state, verdict: verdict, reading: reading, live: live, before: before, scene: scene,
      code: code)
  }
}

/// What the bot decided about a question, computed and not yet stored.
struct Turn: Sendable {
  var text: String
  var state: DialogueState
  var verdict: Verdict
  var reading: Reading
  var live: LiveRelease
  var before: DialogueState
  var scene: Scene
  /// When it is decided.
  var moment = Timestamp.now()
  /// The code that the customer typed.
  var code: OneTimeCode?
  /// Who the customer turned out to be in this turn.
  var identified: Customer?
  /// What staff is to be reminded of because of it.
  var reminders: [Reminder] = []
  var microseconds = 0

  private var isSmallTalk: Bool { verdict.answered == .intent(Wording.greetingIntent) }

  /// Whether it answers, or hands over for a reason that the customer gave.
  fileprivate var isCertain: Bool {
    switch verdict.outcome {
    case .answer: !isSmallTalk
    case .handoff: verdict.handoff?.reason != .unsureTwice
    case .clarify, .unsure, .silent: false
    }
  }

  /// Whether it is better to wait for more words: a fragment that leaves doubt, or a bare greeting.
  var isTentative: Bool { reading.isShort && !isCertain && !isErrand }

  /// Whether it is about an errand.
  private var isErrand: Bool { before.errands != nil || state.errands != nil }

  var wording: Wording { Wording(live: live, language: reading.language, at: moment) }

  /// The decision on the message that is event `seq`.
  func decision(conversation: String, seq: Int, at: Timestamp) -> Decision {
    let language = reading.language
    let limits = reading.understanding.thresholds
    var decision = Decision(
      conversation: conversation, seq: seq, at: at, release: live.number, text: text,
      language: language.rawValue, tokens: reading.tokens, intents: reading.intents, articles: reading.articles,
      thresholds: Decision.Thresholds(answer: limits.answer, offer: limits.offer), rule: verdict.rule,
      outcome: verdict.outcome.rawValue, answer: verdict.answered.map { answer($0, language) },
      stateBefore: Decision.State(before, scene, isIdentified: scene.isIdentified && identified == nil),
      stateAfter: Decision.State(phase: state.phase.rawValue, misses: state.misses), microseconds: microseconds)
    decision.policy = verdict.policy
    decision.sentiment = reading.understanding.sentiment.map { .init(value: $0, mood: state.mood.rawValue) }
    decision.topics = reading.topics
    return decision
  }

  private func answer(_ target: Dialogue.Target, _ language: Language) -> Decision.Answer {
    switch target {
    case .intent(let name):
      Decision.Answer(kind: "intent", id: name, title: live.title(of: target, language))
    case .article(let id):
      Decision.Answer(kind: "article", id: id, title: live.title(of: target, language))
    }
  }
}

extension Verdict {
  /// What the verdict says and does, as events. `holder` is the agent who had the conversation, `ticket` one that was
  /// made because of it.
  func bodies(wording: Wording, replyTo: Int?, holder: AgentName? = nil, ticket: Ticket? = nil) -> [EventBody] {
    actions.flatMap { action -> [EventBody] in
      switch action {
      case .say(let reply):
        wording.messages(for: reply, ticket: ticket?.number).map { message in
          var message = message
          message.replyTo = replyTo
          return .message(message)
        }
      case .handOff(let reason, let queue):
        [.handoff(reason: reason.rawValue, queue: CRM.Queue(queue), from: holder)]
      case .openTicket: ticket.map { [.ticket(TicketMention($0))] } ?? []
      case .flag, .perform, .recordReason: []
      }
    }
  }

  /// The events of a customer who goes on with the bot.
  func bodies(resuming message: CRM.Message, in record: ConversationRecord, _ wording: Wording) -> [EventBody] {
    let released: [EventBody] = record.status == .queued ? [.released(nil)] : []
    return [.message(message)] + released + bodies(wording: wording, replyTo: record.lastSeq + 1)
  }

  var handoff: (reason: HandoffReason, queue: HandoffQueue)? {
    for case .handOff(let reason, let queue) in actions { return (reason, queue) }
    return nil
  }

  /// Whether the customer is told that nobody is there.
  var isAfterHours: Bool {
    actions.contains { if case .say(.closed) = $0 { true } else { false } }
  }

  var flags: [FlagReason] {
    actions.compactMap { action in
      if case .flag(let flag) = action { FlagReason(rawValue: flag.rawValue) } else { nil }
    }
  }

  /// Why answers of the bot did not help, as the customer has just said.
  var reasons: [(target: Int, reason: UnhelpfulReason)] {
    actions.compactMap { action in
      if case .recordReason(let target, let reason) = action { (target, reason) } else { nil }
    }
  }

  /// What the bot answered with, if it answered.
  var answered: Dialogue.Target? {
    for action in actions {
      switch action {
      case .say(.answer(let target)): return target
      case .say(.handoff(_, let intent?)), .say(.closed(_, let intent?, _)): return .intent(intent)
      default: continue
      }
    }
    return nil
  }
}

extension Decision.State {
  /// With all that a replay needs to begin where the turn began.
  fileprivate init(_ state: DialogueState, _ scene: Scene, isIdentified: Bool) {
    let isWhole = state == DialogueState(phase: state.phase, misses: state.misses)
    self.init(
      phase: state.phase.rawValue, misses: state.misses, dialogue: isWhole ? nil : try? JSON.text(state),
      identified: isIdentified ? true : nil, tier: scene.situation.tier,
      codes: scene.canSendCodes && !isIdentified ? true : nil)
  }

  /// The dialogue's state as it was.
  var dialogueState: DialogueState {
    let whole = dialogue.flatMap { try? JSON.value(DialogueState.self, from: $0) }
    return whole ?? DialogueState(phase: DialogueState.Phase(rawValue: phase) ?? .bot, misses: misses)
  }
}

extension TicketMention {
  init(_ ticket: Ticket) { self.init(number: ticket.number, subject: ticket.subject, priority: ticket.priority) }
}

extension CRM.Queue {
  init(_ queue: HandoffQueue) {
    switch queue {
    case .normal: self = .normal
    case .urgent: self = .urgent
    }
  }
}

extension HandoffQueue {
  init(_ queue: CRM.Queue?) {
    switch queue {
    case .urgent: self = .urgent
    case .normal, nil: self = .normal
    }
  }
}

extension ConversationRecord {
  /// The state in which nothing has gone wrong, and its JSON: most turns begin and end with it.
  private static let untroubled = DialogueState()
  private static let untroubledJSON = try? JSON.text(untroubled)

  private static func json(of state: DialogueState) throws -> String {
    if state == untroubled, let json = untroubledJSON { return json }
    return try JSON.text(state)
  }

  /// The dialogue's state as stored; a damaged one starts over with the phase of the status.
  var dialogue: DialogueState {
    if state == Self.untroubledJSON { return Self.untroubled }
    let stored = try? JSON.value(DialogueState.self, from: state)
    return stored ?? DialogueState(phase: DialogueState.Phase(rawValue: status.rawValue) ?? .bot)
  }

  var spokenLanguage: Language { Language(rawValue: language) ?? .english }

  /// The record after a verdict: the state and, after a handoff, where it waits and until when.
  func after(_ verdict: Verdict, state: DialogueState, policy: AnswerPolicy, at: Timestamp) throws -> ConversationRecord
  {
    var record = self
    record.state = try Self.json(of: state)
    record.answerDueAt = nil
    guard let handoff = verdict.handoff else { return record }
    record.returned = status == .agent
    record.queuedAt = (status == .agent ? queuedAt : nil) ?? at
    record.status = .queued
    record.holder = nil
    record.epoch += 1
    record.queue = CRM.Queue(handoff.queue)
    record.reason = handoff.reason.rawValue
    // Who has been told that nobody is there need not be told again.
    record.answerDueAt = verdict.isAfterHours ? nil : policy.due(.queued, record.queue, since: at)
    return record
  }
}
