import CRM
import Dialogue

/// The ticket that an errand leaves behind.
struct ErrandTicket {
  /// The same for the same errand in one conversation.
  let key: String
  let draft: TicketDraft
  /// Where the customer wants to be reached.
  let contact: Contact?
  /// What the customer is interested in.
  let product: String?

  /// `wording` has the titles of choices.
  init(_ action: ErrandAction, _ slots: [String: SlotValue], words: ErrandWords, wording: Wording) {
    let value = { (name: String) in slots[name].map { wording.title(of: $0, in: name) } ?? "" }
    let moment = ["callback_date", "callback_time"].compactMap { slots[$0]?.description }.joined(separator: " ")
    var (subject, priority, category) = ("", Ticket.Priority.normal, "service")
    var details: [String] = []
    switch action {
    case .requestRefund:
      (subject, category) = (words.refund(of: value("order_number")), "refunds")
      details = [value("order_number"), value("refund_reason")]
    case .reportCardLoss:
      (subject, priority, category) = (words.cardLoss(value("card_last4")), .urgent, "cards")
      details = [value("card_last4")]
    case .changeContact:
      let new = [value("new_phone"), value("new_email")].first { !$0.isEmpty } ?? ""
      (subject, priority, category) = (words.contactChange(to: new), .low, "accounts")
      details = [new]
    case .fileComplaint:
      (subject, priority) = (words.complaint, .high)
      details = [value("complaint")]
    case .requestCallback:
      (subject, priority) = (words.callback(to: value("callback_phone"), on: moment), .high)
      details = [value("callback_phone"), moment]
    case .recordInterest:
      (subject, category) = (words.interest(in: value("product")), "sales")
      details = [value("product")]
    case .listOrders, .findOrder, .findMembership, .findCoupons, .findTickets, .sendCode, .checkCode: break
    }
    // Another reason makes no other refund.
    let named = action == .requestRefund ? Array(details.prefix(1)) : details
    key = ([action.rawValue] + named).joined(separator: "/")
    draft = TicketDraft(
      subject: subject, priority: priority, category: category,
      description: ([value("said")] + details).filter { !$0.isEmpty }.joined(separator: "\n"))
    contact = action == .requestCallback ? Contact(email: nil, phone: value("callback_phone")) : nil
    product = action == .recordInterest ? value("product") : nil
  }
}
