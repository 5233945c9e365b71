/// A short scripted task, such as looking up an order: what it asks for, in which order, and what is done with it.
package struct Flow: Sendable, Equatable {
  /// A step is followed by the next in the list unless it says otherwise.
  package enum Step: Sendable, Equatable {
    /// Asks for a slot until it is filled.
    case collect(String)
    /// Says the response of that name.
    case say(String)
    /// Has others do something, which fills slots.
    case perform(ErrandAction)
    /// Fills slots, or empties them.
    case set([String: SlotValue?])
    /// Goes on at the first branch whose condition holds, and with the next step when none does.
    case branch([Branch])
    /// Goes on with another flow, which gets the slots.
    case link(String)
    case handOff(HandoffQueue)
    case end
  }

  package struct Branch: Sendable, Equatable {
    /// Nil always holds.
    package let condition: Condition?
    /// The place in the steps.
    package let step: Int

    package init(condition: Condition?, step: Int) {
      self.condition = condition
      self.step = step
    }
  }

  package let name: String
  /// The intents that begin it.
  package let intents: [String]
  /// What must hold for it to begin; otherwise the intent is answered as if there were no flow.
  package let guardCondition: Condition?
  package let steps: [Step]

  package init(name: String, intents: [String], guardCondition: Condition? = nil, steps: [Step]) {
    self.name = name
    self.intents = intents
    self.guardCondition = guardCondition
    self.steps = steps
  }

  /// The slots it asks for, in order.
  var collected: [String] {
    steps.compactMap { step in
      if case .collect(let slot) = step { slot } else { nil }
    }
  }
}

/// What a flow can have done with the customer's own data. The raw values are the names in the file.
package enum ErrandAction: String, Sendable, Codable, CaseIterable {
  case listOrders = "action_list_orders"
  case findOrder = "action_find_order"
  case findMembership = "action_find_membership"
  case findCoupons = "action_find_coupons"
  case findTickets = "action_find_tickets"
  case requestRefund = "action_request_refund"
  case reportCardLoss = "action_report_card_loss"
  case changeContact = "action_change_contact"
  case fileComplaint = "action_file_complaint"
  case requestCallback = "action_request_callback"
  case recordInterest = "action_record_interest"
  /// Sends a code to the address that was named.
  case sendCode = "action_send_code"
  /// Finds out by the code who the customer is.
  case checkCode = "action_check_code"

  /// The slots that actions fill, which no file needs to name.
  package static let results: Set<String> = [
    "order_found", "order_count", "order_title", "order_status", "order_status_text", "order_amount", "order_date",
    "order_list", "level", "points", "growth", "next_level", "points_to_next", "coupon_count", "coupon_list",
    "ticket_count", "ticket_list", "ticket", "is_new", "said", "code_status",
    "due_passed",
  ]
}

/// All flows and slots of a release. A class because it is handed on with every message.
package final class Flows: Sendable {
  package static let none = Flows(flows: [], slots: [])

  package let slots: [String: Slot]
  private let flows: [String: Flow]
  private let byIntent: [String: Flow]

  /// Of two flows with one name, or for one intent, the first counts.
  package init(flows: [Flow], slots: [Slot]) {
    self.slots = Dictionary(slots.map { ($0.name, $0) }) { first, _ in first }
    self.flows = Dictionary(flows.map { ($0.name, $0) }) { first, _ in first }
    byIntent = Dictionary(flows.flatMap { flow in flow.intents.map { ($0, flow) } }) { first, _ in first }
  }

  package var isEmpty: Bool { flows.isEmpty }

  subscript(name: String) -> Flow? { flows[name] }

  /// The flow that an intent begins.
  package func flow(for intent: String) -> Flow? { byIntent[intent] }
}

/// What a decision is made in, besides the dialogue's own state.
package struct Scene: Sendable {
  package let flows: Flows
  /// Whether it is known who the customer is.
  package var isIdentified: Bool
  /// Whether a customer who is not known can be sent a code.
  package var canSendCodes: Bool
  package let policy: EscalationPolicy
  package let situation: Situation
  /// As the policy's row says.
  var missLimit = DialogueState.missLimit

  package init(
    flows: Flows = .none, isIdentified: Bool = false, canSendCodes: Bool = false,
    policy: EscalationPolicy = EscalationPolicy(), situation: Situation = Situation()
  ) {
    self.flows = flows
    self.isIdentified = isIdentified
    self.canSendCodes = canSendCodes
    self.policy = policy
    self.situation = situation
  }

  /// Whether the customer is not known and can change that here.
  var canIdentify: Bool { canSendCodes && !isIdentified }

  /// The flow that answers a target, if one does and may begin.
  func flow(for target: Target) -> Flow? {
    guard case .intent(let name) = target, let flow = flows.flow(for: name) else { return nil }
    return allows(flow) ? flow : nil
  }

  /// What a condition's names stand for.
  func values(of slots: [String: SlotValue]) -> (String) -> SlotValue? {
    { name in
      if name == "context.identified" { return .flag(isIdentified) }
      return name.hasPrefix("slots.") ? slots[String(name.dropFirst("slots.".count))] : nil
    }
  }
}
