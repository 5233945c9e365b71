/// How a customer whom nobody knows is offered to say who they are, when an errand needs that.
///
/// The offer is made beside the answer to the question. It is taken up by an address, by a yes or by its button; then the
/// flow `identify` runs, and the errand behind it goes on when the customer is known. Whoever says something else is
/// not asked again.
extension DialogueState {
  /// The flow that finds out who the customer is.
  package static let identifyFlow = "identify"
  /// What the offer says.
  package static let identifyOffer = "utter_identify_offer"
  /// The slot whose words take up the offer, beside a plain yes; and the value of its button.
  package static let acceptSlot = "identify_accept"
  package static let acceptValue = "identify"
  /// Messages of the customer after which the offer is forgotten.
  private static let offerTurns = 10

  /// Adds the offer to an answer whose errand only wants a known customer.
  mutating func offering(
    _ answer: Verdict, for target: Target, _ understanding: Understanding, _ scene: Scene
  ) -> Verdict {
    guard let flow = scene.blockedFlow(for: target) else { return answer }
    var slots = Self.slots(of: flow, in: understanding, scene)
    slots[Self.said] = .text(understanding.text)
    offer = Errand(flow: flow.name, slots: slots)
    var answer = answer
    answer.actions.append(.say(.utter(Self.identifyOffer, [:])))
    return answer
  }

  /// Begins to identify the customer when the message takes up the offer.
  mutating func acceptOffer(_ understanding: Understanding, _ scene: Scene) -> Verdict? {
    guard let offer, scene.canIdentify, let identify = scene.flows[Self.identifyFlow] else { return nil }
    self.offer?.turns += 1
    if offer.turns >= Self.offerTurns { self.offer = nil }
    let best = understanding.candidates().first
    if let verdict = callHuman(for: best, understanding, scene) { return verdict }
    let isOther = best?.isConfident == true
    let named = Self.slots(of: identify, in: understanding, scene)
    let isFirst = offer.turns == 0
    let isYes = isFirst && (understanding.affirmation == true || (!isOther && accepts(understanding, scene)))
    guard isYes || (!named.isEmpty && (isFirst || !isOther)) else { return nil }
    return beginIdentifying(named, identify, scene)
  }

  /// The customer pressed the offer's button.
  mutating func pressOffer(_ value: String, _ scene: Scene) -> Verdict? {
    guard value == Self.acceptValue, errands == nil, offer != nil, scene.canIdentify,
      let identify = scene.flows[Self.identifyFlow]
    else { return nil }
    return beginIdentifying([:], identify, scene)
  }

  private func accepts(_ understanding: Understanding, _ scene: Scene) -> Bool {
    scene.flows.slots[Self.acceptSlot]?.value(in: understanding, isAsked: true) != nil
  }

  private mutating func beginIdentifying(_ slots: [String: SlotValue], _ identify: Flow, _ scene: Scene) -> Verdict {
    misses = 0
    hasAsked = false
    lastErrand = nil
    var behind = offer
    behind?.turns = 0
    offer = nil
    errands = [behind, Errand(flow: identify.name, slots: slots)].compactMap(\.self)
    return run(scene, rule: "identification_started")
  }

  /// Whether the bot has asked for a code that was sent to the customer.
  package func asksForCode(in flows: Flows) -> Bool {
    guard phase == .bot, let errand = errands?.last else { return false }
    return asked(of: errand, Scene(flows: flows))?.kind == .code
  }

  /// Forgets the errands that want a known customer when the customer is not known after all.
  mutating func dropBlocked(_ scene: Scene) {
    errands?.removeAll { scene.flows[$0.flow].map { !scene.allows($0) } ?? false }
  }
}

extension Scene {
  /// Whether a flow may go on.
  func allows(_ flow: Flow) -> Bool { flow.guardCondition?.holds(values(of: [:])) ?? true }

  /// The flow that would answer a target if the customer were known, where they can say who they are.
  func blockedFlow(for target: Target) -> Flow? {
    guard canIdentify, case .intent(let name) = target, let flow = flows.flow(for: name), !allows(flow),
      Scene(flows: flows, isIdentified: true).allows(flow), flows[DialogueState.identifyFlow] != nil
    else { return nil }
    return flow
  }
}
