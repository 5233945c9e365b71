package import Database

/// Everything known of a customer at one moment.
package struct CustomerContext: Sendable, Codable, Equatable {
  package var customer: Customer
  package var membership: Membership?
  package var orders: [Order]
  package var tickets: [Ticket]
  package var coupons: [Coupon] = []
  package var leads: [Lead] = []
  package var reminders: [Reminder] = []

  private enum CodingKeys: String, CodingKey { case customer, membership, orders, tickets, coupons, leads, reminders }

  package init(customer: Customer, membership: Membership?, orders: [Order], tickets: [Ticket]) {
    self.customer = customer
    self.membership = membership
    self.orders = orders
    self.tickets = tickets
  }

  /// Packets of earlier versions have no coupons, leads and reminders.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    customer = try container.decode(Customer.self, forKey: .customer)
    membership = try container.decodeIfPresent(Membership.self, forKey: .membership)
    orders = try container.decode([Order].self, forKey: .orders)
    tickets = try container.decode([Ticket].self, forKey: .tickets)
    coupons = try container.decodeIfPresent([Coupon].self, forKey: .coupons) ?? []
    leads = try container.decodeIfPresent([Lead].self, forKey: .leads) ?? []
    reminders = try container.decodeIfPresent([Reminder].self, forKey: .reminders) ?? []
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(customer, forKey: .customer)
    try container.encode(membership, forKey: .membership)
    try container.encode(orders, forKey: .orders)
    try container.encode(tickets, forKey: .tickets)
    try container.encode(coupons, forKey: .coupons)
    try container.encode(leads, forKey: .leads)
    try container.encode(reminders, forKey: .reminders)
  }
}

/// Handoff packets, and the customer's context they are made of, in the store.
package struct HandoffStore {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// The customer as they are now, with membership, orders, open tickets, coupons that are valid then, leads and open
  /// reminders.
  package func context(of customer: String, at: Timestamp) throws -> CustomerContext {
    let customers = CustomerStore(connection)
    guard let record = try customers.find(customer) else {
      throw DatabaseError.schema("a conversation without its customer")
    }
    var context = CustomerContext(
      customer: record, membership: try customers.membership(of: customer), orders: try customers.orders(of: customer),
      tickets: try TicketStore(connection).open(customer: customer))
    guard record.number != nil else { return context }
    context.coupons = try CouponStore(connection).usable(of: customer, at: at)
    context.leads = try LeadStore(connection).list(of: customer)
    context.reminders = try ReminderStore(connection).open(customer: customer)
    return context
  }

  package func insert(_ packet: HandoffPacket, conversation: String) throws {
    try connection.run(
      "INSERT INTO handoffs (event_id, at, packet) VALUES (\(ConversationStore.eventNumber), ?, ?)",
      [
        .text(conversation), SQLValue(packet.seq), .integer(packet.at.milliseconds), .text(try JSON.text(packet)),
      ])
  }

  /// The conversation's packets, newest first.
  package func packets(of conversation: String) throws -> [HandoffPacket] {
    try connection.rows(
      """
      SELECT h.packet FROM conversations c JOIN events e ON e.conversation_number = c.number
        JOIN handoffs h ON h.event_id = e.id
      WHERE c.id = ? ORDER BY e.seq DESC
      """, [.text(conversation)]
    ).map { try JSON.value(HandoffPacket.self, from: try $0.text("packet")) }
  }
}
