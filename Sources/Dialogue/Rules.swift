extension DialogueState {
  /// The intent that asks for a human by name.
  package static let humanIntent = "request_human"
  /// The bot hands over after this many answers that the customer said did not help.
  package static let unhelpfulLimit = 2
  /// An urgent intent is believed from this share of the confidence that an answer needs.
  package static let urgentShare = 0.7

  /// Decides what to do about `event` and moves to the next state. Pure.
  package mutating func handle(_ event: DialogueEvent, in scene: Scene = Scene()) -> Verdict {
    let earlier = ticket
    return afterHours(verdict(on: event, scene), earlier: earlier, scene.situation)
  }

  private mutating func verdict(on event: DialogueEvent, _ scene: Scene) -> Verdict {
    switch event {
    case .message(let understanding), .choice(_, let understanding): governed(event, understanding, scene)
    case .performed(let slots): performed(slots, scene)
    case .feedback(let target, let helpful): feedback(target: target, helpful: helpful)
    case .overdue(let queue): overdue(queue, scene.situation)
    case .returned(let reason, let queue): returned(reason, queue)
    case .contact: contact()
    case .claimed: move(to: .agent, rule: "claimed")
    case .released: released()
    case .resumed: resumed()
    case .closed: move(to: .closed, rule: "closed")
    }
  }

  private mutating func move(to phase: Phase, rule: String) -> Verdict {
    self.phase = phase
    return Verdict(rule: rule, outcome: .silent, actions: [])
  }

  private mutating func released() -> Verdict {
    self = DialogueState(ticket: ticket)
    wasReleased = true
    return Verdict(rule: "released", outcome: .answer, actions: [.say(.welcomeBack)])
  }

  mutating func message(_ understanding: Understanding, _ scene: Scene) -> Verdict {
    guard phase == .bot else { return Verdict(rule: "human_holds", outcome: .silent, actions: []) }
    forgetOldAnswers()
    if let verdict = errandMessage(understanding, scene) { return verdict }
    if let reviewed = understanding.reviewed { return self.reviewed(reviewed, understanding, scene) }
    guard !understanding.isEmpty else { return miss(rule: "nothing_to_understand", scene) }
    let candidates = understanding.candidates()
    guard let best = candidates.first else { return miss(rule: "no_candidate", scene) }
    if best.target == .intent(Self.humanIntent), best.isConfident {
      return handOff(.asked, .normal, rule: "asked_for_human", intent: nil)
    }
    if let queue = best.escalation, mayEscalate(best, queue, understanding) {
      return escalate(best.target, queue, rule: "escalate_intent", understanding, scene)
    }
    return judge(candidates, best: best, understanding, scene)
  }

  private mutating func reviewed(_ target: Target, _ understanding: Understanding, _ scene: Scene) -> Verdict {
    let topic = understanding.topics.first { $0.target == target }
    if topic?.escalation == nil, let verdict = repeated(target, understanding, scene) { return verdict }
    return pursue(target, escalation: topic?.escalation, rule: "reviewed", understanding, scene)
  }

  func mayEscalate(_ candidate: Candidate, _ queue: HandoffQueue, _ understanding: Understanding) -> Bool {
    candidate.isConfident
      || (queue == .urgent && !understanding.isSingleWord
        && candidate.confidence >= understanding.thresholds.answer * Self.urgentShare)
  }

  mutating func choice(_ choice: Choice, _ understanding: Understanding, _ scene: Scene) -> Verdict {
    guard phase == .bot else { return Verdict(rule: "human_holds", outcome: .silent, actions: []) }
    switch choice {
    case .human: return handOff(.asked, .normal, rule: "human_button", intent: nil)
    case .noneOfThese: return miss(rule: "none_of_these", scene)
    case .target(let target, let escalation):
      return pursue(target, escalation: escalation, rule: "choice", understanding, scene)
    case .slot(let value): return chosen(value, understanding, scene)
    case .why(let reason): return told(why: reason, scene)
    }
  }

  /// Answers, or hands over, for a target that is certain.
  private mutating func pursue(
    _ target: Target, escalation: HandoffQueue?, rule: String, _ understanding: Understanding, _ scene: Scene
  ) -> Verdict {
    if target == .intent(Self.humanIntent) { return handOff(.asked, .normal, rule: rule, intent: nil) }
    if let escalation { return escalate(target, escalation, rule: rule, understanding, scene) }
    return answer(target, rule: rule, understanding, scene)
  }

  mutating func answer(
    _ target: Target, rule: String, _ understanding: Understanding, _ scene: Scene
  ) -> Verdict {
    misses = 0
    hasAsked = false
    if let flow = scene.flow(for: target) { return begin(flow, understanding, scene) }
    remember(target, understanding)
    let verdict = Verdict(rule: rule, outcome: .answer, actions: [.say(.answer(target))])
    return offering(verdict, for: target, understanding, scene)
  }

  /// Hands over, at once or at the end of the flow that the intent begins.
  mutating func escalate(
    _ target: Target, _ queue: HandoffQueue, rule: String, _ understanding: Understanding, _ scene: Scene
  ) -> Verdict {
    if let flow = scene.flow(for: target) { return begin(flow, understanding, scene) }
    let intent: String? = if case .intent(let name) = target { name } else { nil }
    return handOff(.escalateIntent, queue, rule: rule, intent: intent)
  }

  mutating func handOff(
    _ reason: HandoffReason, _ queue: HandoffQueue, rule: String, intent: String?
  ) -> Verdict {
    phase = .queued
    hasAsked = false
    ticket = nil
    errands = nil
    return Verdict(
      rule: rule, outcome: .handoff,
      actions: [.say(.handoff(queue, intent: intent)), .handOff(reason, queue), .flag(.handedOff)])
  }
}
