package import Database

/// A customer; without a number they are anonymous.
package struct Customer: Sendable, Equatable, Codable {
  package var id: String
  package var number: String?
  package var name: String?
  package var email: String?
  package var phone: String?
  package var language: String?
  package var since: Timestamp

  package init(
    id: String, number: String?, name: String?, email: String?, phone: String?, language: String?, since: Timestamp
  ) {
    self.id = id
    self.number = number
    self.name = name
    self.email = email
    self.phone = phone
    self.language = language
    self.since = since
  }
}

/// Who a customer turned out to be.
package struct CustomerMention: Sendable, Equatable, Codable {
  package let id: String
  package let name: String?

  package init(id: String, name: String?) {
    self.id = id
    self.name = name
  }
}

/// A customer's membership: level, reward points, growth points of the last 12 months.
package struct Membership: Sendable, Equatable, Codable {
  package enum Level: String, Sendable, Codable, CaseIterable {
    case blue, silver, gold, platinum

    /// The growth points from which the level holds.
    package var growth: Int {
      switch self {
      case .blue: 0
      case .silver: 2_000
      case .gold: 10_000
      case .platinum: 50_000
      }
    }

    /// The level above, or nil for the highest.
    package var next: Level? {
      Level.allCases.first { $0.growth > growth }
    }
  }

  package var level: Level
  package var points: Int
  package var growth: Int

  package init(level: Level, points: Int, growth: Int) {
    self.level = level
    self.points = points
    self.growth = growth
  }

  private enum CodingKeys: String, CodingKey {
    case level, points, growth
    case nextLevel = "next_level"
    case pointsToNext = "points_to_next"
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(level, forKey: .level)
    try container.encode(points, forKey: .points)
    try container.encode(growth, forKey: .growth)
    try container.encode(level.next, forKey: .nextLevel)
    try container.encode(level.next.map { max(0, $0.growth - growth) }, forKey: .pointsToNext)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    level = try container.decode(Level.self, forKey: .level)
    points = try container.decode(Int.self, forKey: .points)
    growth = try container.decode(Int.self, forKey: .growth)
  }
}

/// An order of the mall. `amount` is in the currency's minor unit (fen, cents).
package struct Order: Sendable, Equatable, Codable {
  package var number: String
  package var title: String
  package var status: String
  package var amount: Int64
  package var currency: String
  package var placedAt: Timestamp

  package init(
    number: String, title: String, status: String, amount: Int64, currency: String, placedAt: Timestamp
  ) {
    self.number = number
    self.title = title
    self.status = status
    self.amount = amount
    self.currency = currency
    self.placedAt = placedAt
  }

  private enum CodingKeys: String, CodingKey {
    case number, title, status, amount, currency
    case placedAt = "placed_at"
  }
}

/// Customers with their memberships and orders in the store.
package struct CustomerStore {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  package func find(_ id: String) throws -> Customer? {
    try connection.row("SELECT * FROM customers WHERE id = ?", [.text(id)]).map(Self.customer)
  }

  package func find(number: String) throws -> Customer? {
    try connection.row("SELECT * FROM customers WHERE number = ?", [.text(number)]).map(Self.customer)
  }

  package func count() throws -> Int {
    try connection.row("SELECT count(*) AS n FROM customers WHERE synthetic = 0")?.int("n") ?? 0
  }

  /// A new customer of whom nothing is known but the page's language.
  package func createAnonymous(language: String, at: Timestamp) throws -> Customer {
    let customer = Customer(
      id: Secrets.identifier("u"), number: nil, name: nil, email: nil, phone: nil, language: language, since: at)
    try insert(customer)
    return customer
  }

  /// A new customer whom the watchdog plays. Earlier ones are deleted with all they have, so that the store does not grow.
  package func createSynthetic(language: String, at: Timestamp) throws -> Customer {
    try connection.run("DELETE FROM customers WHERE synthetic = 1")
    let customer = try createAnonymous(language: language, at: at)
    try connection.run("UPDATE customers SET synthetic = 1 WHERE id = ?", [.text(customer.id)])
    return customer
  }

  package func insert(_ customer: Customer) throws {
    try connection.run(
      "INSERT INTO customers (id, number, name, email, phone, language, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      [
        .text(customer.id), SQLValue(customer.number), SQLValue(customer.name), SQLValue(customer.email),
        SQLValue(customer.phone), SQLValue(customer.language), .integer(customer.since.milliseconds),
      ])
  }

  package func insert(_ membership: Membership, customer: String) throws {
    try connection.run(
      "INSERT INTO memberships (customer_id, level, points, growth) VALUES (?, ?, ?, ?)",
      [
        .text(customer), .text(membership.level.rawValue), SQLValue(membership.points), SQLValue(membership.growth),
      ])
  }

  package func insert(_ order: Order, customer: String) throws {
    try connection.run(
      """
      INSERT INTO orders (number, customer_id, title, status, amount, currency, placed_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(order.number), .text(customer), .text(order.title), .text(order.status), .integer(order.amount),
        .text(order.currency), .integer(order.placedAt.milliseconds),
      ])
  }

  package func membership(of customer: String) throws -> Membership? {
    guard let row = try connection.row("SELECT * FROM memberships WHERE customer_id = ?", [.text(customer)])
    else { return nil }
    return Membership(level: try row.value("level"), points: try row.int("points"), growth: try row.int("growth"))
  }

  /// The customer's orders, newest first.
  package func orders(of customer: String, limit: Int = 20) throws -> [Order] {
    try connection.rows(
      "SELECT * FROM orders WHERE customer_id = ? ORDER BY placed_at DESC, number LIMIT ?",
      [.text(customer), SQLValue(limit)]
    ).map { row in
      Order(
        number: try row.text("number"), title: try row.text("title"), status: try row.text("status"),
        amount: try row.integer("amount"), currency: try row.text("currency"), placedAt: try row.time("placed_at"))
    }
  }

  /// Identified customers with their membership, in order of their numbers.
  package func members(limit: Int) throws -> [(customer: Customer, level: Membership.Level)] {
    try connection.rows(
      """
      SELECT c.*, m.level FROM customers c JOIN memberships m ON m.customer_id = c.id
      WHERE c.number IS NOT NULL ORDER BY c.number LIMIT ?
      """, [SQLValue(limit)]
    ).map { (try Self.customer($0), try $0.value("level")) }
  }

  private static func customer(_ row: Row) throws -> Customer {
    Customer(
      id: try row.text("id"), number: row.optionalText("number"), name: row.optionalText("name"),
      email: row.optionalText("email"), phone: row.optionalText("phone"), language: row.optionalText("language"),
      since: try row.time("created_at"))
  }
}
