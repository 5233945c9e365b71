import CRM
import Database
import Dialogue
import TextAnalysis
import Training

/// One customer message and everything the bot decided because of it, computed and not yet stored.
struct Turn: Sendable {
  var message: CRM.Message
  var state: DialogueState
  var verdict: Verdict
  var reading: Reading
  var answered: Dialogue.Target?
  var live: LiveRelease
  var before: DialogueState
  var microseconds: Int

  /// The events of the turn in order; the customer's message will be `seq`.
  func bodies(seq: Int) -> [EventBody] {
    let wording = Wording(live: live, language: reading.language)
    return [.message(message)] + verdict.bodies(wording: wording, replyTo: seq)
  }

  func decision(conversation: String, seq: Int, at: Timestamp) -> Decision {
    let language = reading.language
    let limits = reading.understanding.intentThresholds
    return Decision(
      conversation: conversation, seq: seq, at: at, release: live.number, text: message.text,
      language: language.rawValue, tokens: reading.tokens, intents: reading.intents, articles: reading.articles,
      thresholds: Decision.Thresholds(answer: limits.answer, margin: limits.margin), rule: verdict.rule,
      outcome: verdict.outcome.rawValue, answer: answered.map { answer($0, language) },
      stateBefore: Decision.State(phase: before.phase.rawValue, misses: before.misses),
      stateAfter: Decision.State(phase: state.phase.rawValue, misses: state.misses), microseconds: microseconds)
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
  /// The reply messages and the handoff as events.
  func bodies(wording: Wording, replyTo: Int?) -> [EventBody] {
    actions.flatMap { action -> [EventBody] in
      switch action {
      case .say(let reply):
        wording.messages(for: reply).map { message in
          var message = message
          message.replyTo = replyTo
          return .message(message)
        }
      case .handOff(let reason, let queue): [.handoff(reason: reason.rawValue, queue: CRM.Queue(queue))]
      case .flag: []
      }
    }
  }

  var handoff: (reason: HandoffReason, queue: HandoffQueue)? {
    for case .handOff(let reason, let queue) in actions { return (reason, queue) }
    return nil
  }

  var flags: [FlagReason] {
    actions.compactMap { action in
      if case .flag(let flag) = action { FlagReason(rawValue: flag.rawValue) } else { nil }
    }
  }

  /// What the bot answered with, if it answered.
  var answered: Dialogue.Target? {
    for action in actions {
      switch action {
      case .say(.answer(let target)): return target
      case .say(.handoff(_, let intent?)): return .intent(intent)
      default: continue
      }
    }
    return nil
  }
}

extension CRM.Queue {
  init(_ queue: HandoffQueue) {
    switch queue {
    case .normal: self = .normal
    case .urgent: self = .urgent
    }
  }
}

extension ConversationRecord {
  /// The dialogue's state as stored; a damaged one starts over with the phase of the status.
  var dialogue: DialogueState {
    let stored = try? JSON.value(DialogueState.self, from: state)
    return stored ?? DialogueState(phase: DialogueState.Phase(rawValue: status.rawValue) ?? .bot)
  }

  /// The record after a verdict: state, status and, after a handoff, queue and epoch.
  func after(_ verdict: Verdict, state: DialogueState, language: String, at: Timestamp) throws -> ConversationRecord {
    var record = self
    record.state = try JSON.text(state)
    record.language = language
    if let handoff = verdict.handoff {
      record.status = .queued
      record.epoch += 1
      record.queue = CRM.Queue(handoff.queue)
      record.reason = handoff.reason.rawValue
      record.queuedAt = at
    }
    return record
  }
}
