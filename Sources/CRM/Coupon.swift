package import Database

/// Money off that a customer may use once. `amount` is in the currency's minor unit.
package struct Coupon: Sendable, Equatable, Codable {
  package var code: String
  package var title: String
  package var amount: Int64
  package var currency: String
  package var expiresAt: Timestamp

  package init(code: String, title: String, amount: Int64, currency: String, expiresAt: Timestamp) {
    self.code = code
    self.title = title
    self.amount = amount
    self.currency = currency
    self.expiresAt = expiresAt
  }

  private enum CodingKeys: String, CodingKey {
    case code, title, amount, currency
    case expiresAt = "expires_at"
  }
}

/// Coupons in the store.
package struct CouponStore {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  package func insert(_ coupon: Coupon, customer: String) throws {
    try connection.run(
      "INSERT INTO coupons (code, customer_id, title, amount, currency, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
      [
        .text(coupon.code), .text(customer), .text(coupon.title), .integer(coupon.amount), .text(coupon.currency),
        .integer(coupon.expiresAt.milliseconds),
      ])
  }

  /// The customer's coupons that have been used by nobody and are valid at that time, those that end first on top.
  package func usable(of customer: String, at: Timestamp, limit: Int = 20) throws -> [Coupon] {
    try connection.rows(
      """
      SELECT * FROM coupons WHERE customer_id = ? AND used_at IS NULL AND expires_at > ?
      ORDER BY expires_at, code LIMIT ?
      """, [.text(customer), .integer(at.milliseconds), SQLValue(limit)]
    ).map { row in
      Coupon(
        code: try row.text("code"), title: try row.text("title"), amount: try row.integer("amount"),
        currency: try row.text("currency"), expiresAt: try row.time("expires_at"))
    }
  }
}
