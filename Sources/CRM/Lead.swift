package import Database

/// A customer's interest in a product. `score` is 0 ... 100: how likely it is worth a call.
package struct Lead: Sendable, Equatable, Codable {
  package var product: String
  package var score: Int
  package var ticket: String?
  package var at: Timestamp
}

/// Leads in the store.
package struct LeadStore {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// Notes the interest with its score.
  package func insert(
    customer: String, conversation: String, product: String, ticket: String?, at: Timestamp
  ) throws {
    try connection.run(
      """
      INSERT INTO leads (id, customer_id, conversation_id, product, score, ticket_number, at) VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(Secrets.identifier("l")), .text(customer), .text(conversation), .text(product),
        SQLValue(try score(of: customer)), SQLValue(ticket), .integer(at.milliseconds),
      ])
  }

  /// 30 for asking, up to 40 more for the level of membership, 5 for each order in the store, at most 30 of these.
  private func score(of customer: String) throws -> Int {
    let customers = CustomerStore(connection)
    let level = try customers.membership(of: customer).flatMap { Membership.Level.allCases.firstIndex(of: $0.level) }
    let share = 40 * (level ?? 0) / max(1, Membership.Level.allCases.count - 1)
    return 30 + share + min(30, 5 * (try customers.orders(of: customer, limit: 6).count))
  }

  /// The customer's leads, newest first.
  package func list(of customer: String, limit: Int = 20) throws -> [Lead] {
    try connection.rows(
      "SELECT * FROM leads WHERE customer_id = ? ORDER BY at DESC, id LIMIT ?", [.text(customer), SQLValue(limit)]
    ).map { row in
      Lead(
        product: try row.text("product"), score: try row.int("score"), ticket: row.optionalText("ticket_number"),
        at: try row.time("at"))
    }
  }
}
