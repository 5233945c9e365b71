package import Database

/// A mail to be sent.
package struct Mail: Sendable, Equatable, Codable {
  package var id: String
  package var recipient: String
  package var subject: String
  package var body: String
  package var createdAt: Timestamp
  /// From then on it is of no use, and is deleted.
  package var expiresAt: Timestamp
  package var sentAt: Timestamp?

  private enum CodingKeys: String, CodingKey {
    case id, recipient, subject, body
    case createdAt = "created_at"
    case expiresAt = "expires_at"
    case sentAt = "sent_at"
  }
}

/// Mails that wait to be sent, in the store: written in the transaction that makes them, sent after it.
package struct OutboxStore {
  /// A mail that could not be sent so often is left alone.
  private static let attemptLimit = 5

  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  package func add(recipient: String, subject: String, body: String, at: Timestamp, seconds: Int64) throws {
    try deleteExpired(at: at)
    try connection.run(
      "INSERT INTO outbox (id, recipient, subject, body, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
      [
        .text(Secrets.identifier("m")), .text(recipient), .text(subject), .text(body), .integer(at.milliseconds),
        .integer(at.adding(seconds: seconds).milliseconds),
      ])
  }

  /// Deletes what is of no use any more: a code does not outlive its time.
  package func deleteExpired(at: Timestamp) throws {
    try connection.run("DELETE FROM outbox WHERE expires_at <= ?", [.integer(at.milliseconds)])
  }

  /// Whether there is something of no use any more.
  package func hasExpired(at: Timestamp) throws -> Bool {
    try connection.row("SELECT 1 AS n FROM outbox WHERE expires_at <= ? LIMIT 1", [.integer(at.milliseconds)]) != nil
  }

  /// Mails that are still to be sent, oldest first.
  package func waiting(at: Timestamp, limit: Int) throws -> [Mail] {
    try connection.rows(
      """
      SELECT * FROM outbox WHERE sent_at IS NULL AND attempts < ? AND expires_at > ? ORDER BY created_at, id LIMIT ?
      """, [SQLValue(Self.attemptLimit), .integer(at.milliseconds), SQLValue(limit)]
    ).map(Self.mail)
  }

  /// Mails that are of use, newest first.
  package func list(at: Timestamp, limit: Int) throws -> [Mail] {
    try connection.rows(
      "SELECT * FROM outbox WHERE expires_at > ? ORDER BY created_at DESC, id LIMIT ?",
      [.integer(at.milliseconds), SQLValue(limit)]
    ).map(Self.mail)
  }

  /// Notes that a mail has gone out, and forgets what it says.
  package func noteSent(_ id: String, at: Timestamp) throws {
    try connection.run("UPDATE outbox SET sent_at = ?, body = '' WHERE id = ?", [.integer(at.milliseconds), .text(id)])
  }

  package func noteFailed(_ id: String) throws {
    try connection.run("UPDATE outbox SET attempts = attempts + 1 WHERE id = ?", [.text(id)])
  }

  private static func mail(_ row: Row) throws -> Mail {
    Mail(
      id: try row.text("id"), recipient: try row.text("recipient"), subject: try row.text("subject"),
      body: try row.text("body"), createdAt: try row.time("created_at"), expiresAt: try row.time("expires_at"),
      sentAt: row.optionalTime("sent_at"))
  }
}
