/// What the customer may say while an errand is on its way: the value that was asked for, another value for what was named
/// before, another question, that they want to stop, or something else.
extension DialogueState {
  /// The intents that drop an errand and that begin everything anew.
  package static let cancelIntent = "cancel"
  package static let startOverIntent = "start_over"
  /// A slot is asked for again so often.
  private static let slotMissLimit = 2
  /// Messages of one errand; more means that it leads nowhere.
  private static let turnLimit = 20

  /// Whether a message that means this may fill a slot, so that `mentions` must be found.
  package func needsMentions(_ understanding: Understanding, in scene: Scene) -> Bool {
    guard !scene.flows.isEmpty, phase == .bot else { return false }
    return errands != nil || lastErrand != nil || offer != nil
      || understanding.topics.prefix(2).contains { topic in
        (scene.flow(for: topic.target) ?? scene.blockedFlow(for: topic.target)) != nil
      }
  }

  /// Nil when the message is not about an errand.
  mutating func errandMessage(_ understanding: Understanding, _ scene: Scene) -> Verdict? {
    guard let errand = errands?.last else {
      return acceptOffer(understanding, scene) ?? correctLast(understanding, scene)
    }
    guard let asked = asked(of: errand, scene) else {
      errands = nil
      return nil
    }
    countTurn()
    let candidates = understanding.candidates()
    let best = candidates.first.flatMap { $0.isConfident ? $0 : nil }
    if let verdict = callHuman(for: candidates.first, understanding, scene) { return verdict }
    if errand.turns >= Self.turnLimit { return stuck() }
    let value = asked.value(in: understanding, isAsked: true)
    // "I don't want it any more" may be the reason that was asked for; but any words are a value of a text.
    if let value, asked.kind != .text { return fill(asked, value, understanding, scene) }
    if let verdict = leave(for: best) { return verdict }
    if let value { return fill(asked, value, understanding, scene) }
    if let verdict = correct(errand, asked, understanding, scene) { return verdict }
    if let best, understanding.reviewed == nil || understanding.reviewed == best.target {
      return digress(to: best.target, from: errand, understanding, scene)
    }
    return askAgain(scene)
  }

  private mutating func countTurn() {
    guard var errand = errands?.popLast() else { return }
    errand.turns += 1
    errands?.append(errand)
  }

  /// The customer pressed a value.
  mutating func chosen(_ value: String, _ understanding: Understanding, _ scene: Scene) -> Verdict {
    guard let errand = errands?.last, let asked = asked(of: errand, scene), let value = asked.value(chosen: value)
    else {
      return pressOffer(value, scene) ?? message(understanding, scene)
    }
    return fill(asked, value, understanding, scene)
  }

  func asked(of errand: Errand, _ scene: Scene) -> Slot? {
    guard let flow = scene.flows[errand.flow], flow.steps.indices.contains(errand.step),
      case .collect(let name) = flow.steps[errand.step]
    else { return nil }
    return scene.flows.slots[name]
  }

  /// Asking for a human, and what is urgent, is heard at any time.
  mutating func callHuman(
    for best: Candidate?, _ understanding: Understanding, _ scene: Scene
  ) -> Verdict? {
    guard let best else { return nil }
    if best.target == .intent(Self.humanIntent), best.isConfident {
      return handOff(.asked, .normal, rule: "asked_for_human", intent: nil)
    }
    guard let queue = best.escalation, mayEscalate(best, queue, understanding) else { return nil }
    return escalate(best.target, queue, rule: "escalate_intent", understanding, scene)
  }

  /// Stopping and starting over.
  private mutating func leave(for best: Candidate?) -> Verdict? {
    switch best?.target {
    case .intent(Self.cancelIntent):
      errands = nil
      lastErrand = nil
      return Verdict(rule: "flow_cancelled", outcome: .answer, actions: [.say(.cancelled)])
    case .intent(Self.startOverIntent):
      let said = (timesAsked, fallbacks)
      self = DialogueState(unhelpful: unhelpful)
      (timesAsked, fallbacks) = said
      return Verdict(rule: "started_over", outcome: .answer, actions: [.say(.startedOver)])
    default: return nil
    }
  }

  /// Fills the slot that was asked for, and others that are empty and that the same message names: "tomorrow at 3 pm".
  private mutating func fill(
    _ asked: Slot, _ value: SlotValue, _ understanding: Understanding, _ scene: Scene
  ) -> Verdict {
    guard var errand = errands?.popLast() else { return run(scene, rule: "slot_filled") }
    let named = scene.flows[errand.flow].map { Self.slots(of: $0, in: understanding, scene) } ?? [:]
    for (name, value) in named where errand.slots[name] == nil && scene.flows.slots[name]?.kind != asked.kind {
      errand.slots[name] = value
    }
    errand.slots[asked.name] = value
    errand.misses = 0
    errands?.append(errand)
    return run(scene, rule: "slot_filled")
  }

  /// Another value for a slot that has one: the flow goes through its steps anew with it.
  private mutating func correct(
    _ errand: Errand, _ asked: Slot, _ understanding: Understanding, _ scene: Scene
  ) -> Verdict? {
    guard let flow = scene.flows[errand.flow],
      let named = correction(of: errand.slots, flow, understanding, scene)
    else { return nil }
    _ = errands?.popLast()
    let kept = Self.kept(errand.slots, flow, scene)
    errands?.append(
      Errand(flow: flow.name, slots: kept.merging(named) { _, new in new }, turns: errand.turns + 1))
    return run(scene, rule: "slot_corrected")
  }

  /// "No, I meant A1030": does the last errand again, unless the message is clearly about something else.
  private mutating func correctLast(_ understanding: Understanding, _ scene: Scene) -> Verdict? {
    guard let errand = lastErrand, let flow = scene.flows[errand.flow],
      let named = correction(of: errand.slots, flow, understanding, scene)
    else { return nil }
    if let best = understanding.candidates().first, best.isConfident, scene.flow(for: best.target) != flow {
      return nil
    }
    misses = 0
    hasAsked = false
    let kept = Self.kept(errand.slots, flow, scene)
    errands = [Errand(flow: flow.name, slots: kept.merging(named) { _, new in new })]
    return run(scene, rule: "slot_corrected")
  }

  /// What stays when a flow goes through its steps anew: what the customer has named, but no consent and no code, which
  /// were given to something else.
  private static func kept(_ slots: [String: SlotValue], _ flow: Flow, _ scene: Scene) -> [String: SlotValue] {
    slots.filter { name, _ in
      guard flow.collected.contains(name), let kind = scene.flows.slots[name]?.kind else { return false }
      return kind != .yesNo && kind != .code
    }
  }

  /// What the message names of the flow's slots, when one of them has another value.
  private func correction(
    of slots: [String: SlotValue], _ flow: Flow, _ understanding: Understanding, _ scene: Scene
  ) -> [String: SlotValue]? {
    let named = Self.slots(of: flow, in: understanding, scene)
    let isOther = named.contains { name, value in slots[name].map { $0 != value } ?? false }
    return isOther ? named : nil
  }

  /// Another question: it is answered, or its own flow runs first, and then the errand goes on.
  private mutating func digress(
    to target: Target, from errand: Errand, _ understanding: Understanding, _ scene: Scene
  ) -> Verdict {
    if let flow = scene.flow(for: target), flow.name != errand.flow { return begin(flow, understanding, scene) }
    if let flow = scene.flow(for: target), flow.name == errand.flow { return askAgain(scene) }
    var verdict = run(scene, rule: "digression")
    verdict.actions.insert(.say(.answer(target)), at: 0)
    return verdict
  }

  private mutating func askAgain(_ scene: Scene) -> Verdict {
    guard var errand = errands?.popLast() else { return run(scene, rule: "slot_asked_again") }
    errand.misses += 1
    errands?.append(errand)
    guard errand.misses <= Self.slotMissLimit else { return stuck() }
    return run(scene, rule: "slot_asked_again")
  }

  private mutating func stuck() -> Verdict { handOff(.errandStuck, .normal, rule: "flow_stuck", intent: nil) }
}
