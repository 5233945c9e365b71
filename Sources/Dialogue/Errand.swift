/// A flow on its way.
package struct Errand: Sendable, Equatable, Codable {
  package var flow: String
  /// The place of the step that is next.
  package var step: Int
  package var slots: [String: SlotValue]
  /// How often the customer's answer did not fill the slot that is asked for.
  package var misses: Int
  /// Messages of the customer since it began.
  package var turns: Int

  package init(flow: String, step: Int = 0, slots: [String: SlotValue] = [:], misses: Int = 0, turns: Int = 0) {
    self.flow = flow
    self.step = step
    self.slots = slots
    self.misses = misses
    self.turns = turns
  }
}

/// How flows are run: from step to step until something must be asked or done.
extension DialogueState {
  /// Steps in one go. More means that a flow goes round in circles.
  private static let stepLimit = 200
  /// The slot with what the customer said to begin the errand.
  static let said = "said"

  /// Begins a flow, with what the sentence that started it says already.
  mutating func begin(_ flow: Flow, _ understanding: Understanding, _ scene: Scene) -> Verdict {
    misses = 0
    hasAsked = false
    lastErrand = nil
    let isInterrupting = errands?.isEmpty == false
    var slots = Self.slots(of: flow, in: understanding, scene)
    slots[Self.said] = .text(understanding.text)
    errands = (errands ?? []) + [Errand(flow: flow.name, slots: slots)]
    return run(scene, rule: isInterrupting ? "flow_interrupted" : "flow_started")
  }

  /// What the customer has named of what the flow collects. What is named once fills one slot.
  static func slots(of flow: Flow, in understanding: Understanding, _ scene: Scene) -> [String: SlotValue] {
    var slots: [String: SlotValue] = [:]
    var filledKinds: Set<Slot.Kind> = []
    for name in flow.collected {
      guard let slot = scene.flows.slots[name], slot.kind == .choice || !filledKinds.contains(slot.kind),
        let value = slot.value(in: understanding, isAsked: false)
      else { continue }
      slots[name] = value
      filledKinds.insert(slot.kind)
    }
    return slots
  }

  /// What was to be done has been done.
  mutating func performed(_ slots: [String: SlotValue], _ scene: Scene) -> Verdict {
    guard phase == .bot, var errand = errands?.popLast() else {
      return Verdict(rule: "human_holds", outcome: .silent, actions: [])
    }
    errand.slots.merge(slots) { _, new in new }
    errands?.append(errand)
    return run(scene, rule: "performed")
  }

  /// Runs the errand at hand, and those below it, until something is asked or to be done, or nothing is left.
  mutating func run(_ scene: Scene, rule: String) -> Verdict {
    var actions: [Action] = []
    for _ in 0..<Self.stepLimit {
      guard var errand = errands?.popLast() else {
        errands = nil
        return Verdict(rule: rule, outcome: .answer, actions: actions)
      }
      // A release without this flow may have come meanwhile.
      let flow = scene.flows[errand.flow]
      let step = flow.flatMap { $0.steps.indices.contains(errand.step) ? $0.steps[errand.step] : nil } ?? .end
      errand.step += 1
      switch step {
      case .collect(let slot):
        guard errand.slots[slot] == nil else { break }
        errand.step -= 1
        actions.append(.say(.ask(slot: slot, again: errand.misses > 0, errand.slots)))
        errands?.append(errand)
        return Verdict(rule: rule, outcome: .answer, actions: actions)
      case .say(let name): actions.append(.say(.utter(name, errand.slots)))
      case .perform(let action):
        actions.append(.perform(action, errand.slots))
        errands?.append(errand)
        return Verdict(rule: rule, outcome: .answer, actions: actions)
      case .set(let values):
        for (slot, value) in values { errand.slots[slot] = value }
      case .branch(let branches):
        let values = scene.values(of: errand.slots)
        errand.step = branches.first { $0.condition?.holds(values) ?? true }?.step ?? errand.step
      case .link(let name): errand = Errand(flow: name, slots: errand.slots, turns: errand.turns)
      case .handOff(let queue):
        var verdict = handOff(.escalateIntent, queue, rule: rule, intent: nil)
        verdict.actions.insert(contentsOf: actions, at: 0)
        return verdict
      case .end:
        lastErrand = errand.flow == Self.identifyFlow ? nil : errand
        dropBlocked(scene)
        if let below = errands?.last { actions.append(.say(.resuming(flow: below.flow))) }
        continue
      }
      errands?.append(errand)
    }
    return handOff(.errandStuck, .normal, rule: "flow_stuck", intent: nil)
  }
}
