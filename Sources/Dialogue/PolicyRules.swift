/// What the escalation policy makes of a message, and of a handoff when nobody is there.
extension DialogueState {
  /// Decides on a message, or on a quick reply, within the policy.
  mutating func governed(_ event: DialogueEvent, _ understanding: Understanding, _ scene: Scene) -> Verdict {
    guard phase == .bot else { return ordinary(event, scene) }
    feel(understanding.sentiment)
    let now = PolicyCase(
      situation: scene.situation, words: understanding.words, mood: mood, wasReleased: wasReleased == true)
    guard let row = scene.policy.row(for: now) else { return ordinary(event, scene) }
    var scene = scene
    scene.missLimit = row.misses
    var verdict = verdict(row, event, understanding, scene)
    verdict.policy = row.name
    return verdict
  }

  private mutating func verdict(
    _ row: EscalationPolicy.Row, _ event: DialogueEvent, _ understanding: Understanding, _ scene: Scene
  ) -> Verdict {
    guard case .human(let queue, let whenClosed) = row.answer, !leadsToHuman(event, understanding) else {
      return ordinary(event, scene)
    }
    if !scene.situation.isOpen(queue), whenClosed == .bot {
      let isTold = hasToldHours == true
      hasToldHours = true
      var verdict = ordinary(event, scene)
      if !isTold, verdict.outcome != .handoff { verdict.actions.insert(.say(.closedNotice), at: 0) }
      return verdict
    }
    return handOff(row.reason, queue, rule: "policy_\(row.reason.rawValue)", intent: nil)
  }

  /// Whether the message by itself calls for a human, or tells why an answer did not help: then that is heard.
  private func leadsToHuman(_ event: DialogueEvent, _ understanding: Understanding) -> Bool {
    switch event {
    case .choice(.human, _), .choice(.why, _), .choice(.target(_, .some), _): return true
    case .choice: return false
    default: break
    }
    guard let best = understanding.candidates().first else { return false }
    if let queue = best.escalation { return mayEscalate(best, queue, understanding) }
    return best.target == .intent(Self.humanIntent) && best.isConfident
  }

  /// Back to the bot while nobody is there; the ticket stays, and what called a human before calls none again.
  mutating func resumed() -> Verdict {
    guard phase == .bot || (phase == .queued && ticket != nil) else {
      return Verdict(rule: "human_holds", outcome: .silent, actions: [])
    }
    self = DialogueState(unhelpful: unhelpful, ticket: ticket)
    wasReleased = true
    hasToldHours = true
    return Verdict(rule: "resumed", outcome: .answer, actions: [.say(.welcomeBack)])
  }

  private mutating func ordinary(_ event: DialogueEvent, _ scene: Scene) -> Verdict {
    switch event {
    case .message(let understanding): message(understanding, scene)
    case .choice(let choice, let understanding): self.choice(choice, understanding, scene)
    default: Verdict(rule: "nothing", outcome: .silent, actions: [])
    }
  }

  /// A handoff while nobody is there: the customer is told when somebody is, gets a ticket unless they have one, and is
  /// asked for contact details at once.
  mutating func afterHours(_ verdict: Verdict, earlier: String?, _ situation: Situation) -> Verdict {
    guard let place = verdict.actions.firstIndex(where: \.isHandoffNotice),
      case .say(.handoff(let queue, let intent)) = verdict.actions[place], !situation.isOpen(queue)
    else { return verdict }
    ticket = earlier
    var verdict = verdict
    let said = Action.say(.closed(queue, intent: intent, ticket: earlier))
    verdict.actions.replaceSubrange(place...place, with: earlier == nil ? [.openTicket, said] : [said])
    return verdict
  }
}

extension Action {
  fileprivate var isHandoffNotice: Bool {
    if case .say(.handoff) = self { true } else { false }
  }
}
