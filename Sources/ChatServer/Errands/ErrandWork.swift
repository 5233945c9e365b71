import CRM
import Database
import Dialogue
import Foundation
import TextAnalysis
import Training

/// Does what flows ask for, with the data of the conversation's own customer and of nobody else. What leaves a ticket is
/// done once: the same errand again in a conversation finds the ticket that is there.
struct ErrandWork {
  struct Done {
    var slots: [String: SlotValue] = [:]
    var events: [EventBody] = []
    /// Who the customer turned out to be.
    var customer: Customer?
    var reminder: Reminder?
  }

  private static let shownOrders = 5

  let connection: Connection
  var record: ConversationRecord
  let language: Language
  let live: LiveRelease
  let at: Timestamp
  /// Nil where no codes are sent.
  let codes: Codes?
  let code: OneTimeCode?

  private var customers: CustomerStore { CustomerStore(connection) }
  private var words: ErrandWords { ErrandWords(language: language) }

  func perform(_ action: ErrandAction, _ slots: [String: SlotValue]) throws -> Done {
    switch action {
    case .sendCode: return try sendCode(slots["identify_email"])
    case .checkCode: return try checkCode()
    default: break
    }
    // Nobody's data for nobody: a flow without a guard finds nothing for a customer who is not identified.
    guard record.isIdentified else { return Done() }
    switch action {
    case .listOrders: return try listOrders()
    case .findOrder: return try findOrder(slots["order_number"])
    case .findMembership: return try findMembership()
    case .findCoupons: return try findCoupons()
    case .findTickets: return try findTickets()
    case .requestCallback: return try callBack(slots)
    default:
      return try file(
        ErrandTicket(action, slots, words: words, wording: Wording(live: live, language: language)))
    }
  }

  // MARK: Who it is

  private func sendCode(_ email: SlotValue?) throws -> Done {
    guard !record.isIdentified, let codes, let email else { return Done(slots: ["code_status": "too_many"]) }
    return Done(slots: try codes.send(to: email.description, record, language, in: connection, at: at))
  }

  /// With the right code everything of the stranger becomes the customer's.
  private func checkCode() throws -> Done {
    guard !record.isIdentified, let codes else { return Done(slots: ["code_status": "too_many"]) }
    let (customer, slots) = try codes.check(code, record, in: connection, at: at)
    guard let customer else { return Done(slots: slots) }
    // Another tab may have been signed in since this turn was computed.
    guard try ConversationStore(connection).find(record.id)?.customer == record.customer else {
      throw StaleConversation(conversation: record.id)
    }
    try ConversationStore(connection).reassign(from: record.customer, to: customer.id)
    let mention = CustomerMention(id: customer.id, name: customer.name)
    return Done(slots: slots, events: [.identified(mention, by: "code")], customer: customer)
  }

  // MARK: What there is

  private func listOrders() throws -> Done {
    let orders = try customers.orders(of: record.customer, limit: Self.shownOrders)
    return Done(slots: [
      "order_count": .number(Double(orders.count)), "order_list": .text(lines(orders.map(words.line))),
      Self.choices(of: "order_number"): .text(orders.map(\.number).joined(separator: " ")),
    ])
  }

  /// The slot with the values that are offered for another, separated by spaces.
  static func choices(of slot: String) -> String { "\(slot)_choices" }

  private func findOrder(_ number: SlotValue?) throws -> Done {
    let wanted = number?.description.lowercased()
    let orders = try customers.orders(of: record.customer, limit: .max)
    guard let order = orders.first(where: { $0.number.lowercased() == wanted }) else {
      return Done(slots: ["order_found": false])
    }
    return Done(slots: [
      "order_found": true, "order_number": .text(order.number), "order_title": .text(order.title),
      "order_status": .text(order.status), "order_status_text": .text(words.status(order.status)),
      "order_amount": .text(words.money(order.amount, order.currency)), "order_date": .text(words.day(order.placedAt)),
    ])
  }

  private func findMembership() throws -> Done {
    guard let membership = try customers.membership(of: record.customer) else { return Done() }
    var slots: [String: SlotValue] = [
      "level": .text(words.level(membership.level)), "points": .number(Double(membership.points)),
      "growth": .number(Double(membership.growth)),
    ]
    if let next = membership.level.next {
      slots["next_level"] = .text(words.level(next))
      slots["points_to_next"] = .number(Double(max(0, next.growth - membership.growth)))
    }
    return Done(slots: slots)
  }

  private func findCoupons() throws -> Done {
    let coupons = try CouponStore(connection).usable(of: record.customer, at: at)
    return Done(slots: [
      "coupon_count": .number(Double(coupons.count)), "coupon_list": .text(lines(coupons.map(words.line))),
    ])
  }

  private func findTickets() throws -> Done {
    let tickets = try TicketStore(connection).open(customer: record.customer)
    return Done(slots: [
      "ticket_count": .number(Double(tickets.count)), "ticket_list": .text(lines(tickets.map(words.line))),
    ])
  }

  private func lines(_ lines: [String]) -> String { lines.map { "- " + $0 }.joined(separator: "\n") }

  // MARK: What is left behind

  /// Leaves a ticket and, the first time, a reminder for its hour.
  private func callBack(_ slots: [String: SlotValue]) throws -> Done {
    let (day, time) = (slots["callback_date"]?.description ?? "", slots["callback_time"]?.description ?? "09:00")
    let due = Timestamp(day: day, time: time, in: live.release.content.policy.timeZone)
    if let due, due <= at { return Done(slots: ["due_passed": true]) }
    let errand = ErrandTicket(
      .requestCallback, slots, words: words, wording: Wording(live: live, language: language))
    var done = try file(errand)
    done.slots["due_passed"] = false
    guard let due, done.slots["is_new"] == true, let ticket = done.slots["ticket"] else { return done }
    done.reminder = try ReminderStore(connection).add(
      errand.draft.subject, phone: errand.contact?.phone, due: due, customer: record.customer, conversation: record.id,
      ticket: ticket.description, at: at)
    return done
  }

  /// Files a ticket, or finds the one that the same errand has left in this conversation.
  private func file(_ errand: ErrandTicket) throws -> Done {
    let store = TicketStore(connection)
    let requestID = "\(record.id)/\(errand.key)"
    if let ticket = try store.find(requestID: requestID) {
      return Done(slots: ["ticket": .text(ticket.number), "is_new": false])
    }
    let ticket = try store.create(
      errand.draft, customer: record.customer, conversation: record.id, assignee: nil, requestID: requestID, at: at)
    if let contact = errand.contact { try store.setContact(contact, of: ticket.number) }
    if let product = errand.product {
      try LeadStore(connection).insert(
        customer: record.customer, conversation: record.id, product: product, ticket: ticket.number, at: at)
    }
    return Done(slots: ["ticket": .text(ticket.number), "is_new": true], events: [.ticket(TicketMention(ticket))])
  }
}
