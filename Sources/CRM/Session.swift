package import Database

/// Who a session token stands for.
package enum SessionHolder: Sendable, Equatable {
  case user(User)
  case customer(String)
}

/// Sessions in the store; tokens are kept only as their SHA-256.
package struct SessionStore {
  /// How long a session lives: staff 12 hours, customers 180 days.
  package static let userSeconds: Int64 = 12 * 3600
  package static let customerSeconds: Int64 = 180 * 86_400

  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// A new token for a user.
  package func create(user: String, at: Timestamp) throws -> String {
    try create(user: user, customer: nil, at: at, seconds: Self.userSeconds)
  }

  /// A new token for a customer.
  package func create(customer: String, at: Timestamp) throws -> String {
    try create(user: nil, customer: customer, at: at, seconds: Self.customerSeconds)
  }

  private func create(user: String?, customer: String?, at: Timestamp, seconds: Int64) throws -> String {
    let token = Secrets.token()
    try connection.run("DELETE FROM sessions WHERE expires_at <= ?", [.integer(at.milliseconds)])
    try connection.run(
      "INSERT INTO sessions (token_hash, user_id, customer_id, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
      [
        .text(Secrets.digest(token)), SQLValue(user), SQLValue(customer), .integer(at.milliseconds),
        .integer(at.adding(seconds: seconds).milliseconds),
      ])
    return token
  }

  /// Who the token stands for, or nil when it is unknown, ended or expired.
  package func holder(token: String, at: Timestamp) throws -> SessionHolder? {
    let row = try connection.row(
      "SELECT user_id, customer_id FROM sessions WHERE token_hash = ? AND expires_at > ?",
      [.text(Secrets.digest(token)), .integer(at.milliseconds)])
    if let user = row?.optionalText("user_id") {
      return try UserStore(connection).find(id: user).map(SessionHolder.user)
    }
    return row?.optionalText("customer_id").map(SessionHolder.customer)
  }

  /// The users of all staff sessions that hold, by the digest of their token.
  package func users(at: Timestamp) throws -> [String: User] {
    let rows = try connection.rows(
      "SELECT token_hash, user_id FROM sessions WHERE user_id IS NOT NULL AND expires_at > ?",
      [.integer(at.milliseconds)])
    var users: [String: User] = [:]
    for row in rows { users[try row.text("token_hash")] = try UserStore(connection).find(id: try row.text("user_id")) }
    return users
  }

  package func end(token: String) throws {
    try connection.run("DELETE FROM sessions WHERE token_hash = ?", [.text(Secrets.digest(token))])
  }
}
