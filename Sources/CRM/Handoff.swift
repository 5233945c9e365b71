package import Database

/// Everything known of a customer at one moment.
package struct CustomerContext: Sendable, Codable, Equatable {
  package var customer: Customer
  package var membership: Membership?
  package var orders: [Order]
  package var tickets: [Ticket]

  private enum CodingKeys: String, CodingKey { case customer, membership, orders, tickets }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(customer, forKey: .customer)
    try container.encode(membership, forKey: .membership)
    try container.encode(orders, forKey: .orders)
    try container.encode(tickets, forKey: .tickets)
  }
}

/// Handoff packets, and the customer's context they are made of, in the store.
package struct HandoffStore {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// The customer with membership, orders and open tickets as they are now.
  package func context(of customer: String) throws -> CustomerContext {
    let customers = CustomerStore(connection)
    guard let record = try customers.find(customer) else {
      throw DatabaseError.schema("a conversation without its customer")
    }
    return CustomerContext(
      customer: record, membership: try customers.membership(of: customer), orders: try customers.orders(of: customer),
      tickets: try TicketStore(connection).open(customer: customer))
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
