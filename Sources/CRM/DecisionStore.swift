package import Database

/// Decisions in the store.
package struct DecisionStore {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// Files the decision under its event, which is one of the conversation with that number.
  package func insert(_ row: DecisionRow, into number: Int64) throws {
    try connection.run(
      """
      INSERT INTO decisions (event_id, at, release, outcome, body)
      VALUES (coalesce((SELECT id FROM events WHERE conversation_number = ? AND seq = ?), 0), ?, ?, ?, ?)
      """,
      [
        .integer(number), SQLValue(row.seq), .integer(row.at.milliseconds), SQLValue(row.release),
        .text(row.outcome), .utf8(row.body),
      ])
  }

  /// Decisions `d` of conversations `c`.
  private static let columns = """
    SELECT e.seq, d.at, d.release, d.outcome, d.body FROM conversations c
      JOIN events e ON e.conversation_number = c.number JOIN decisions d ON d.event_id = e.id
    """

  package func find(conversation: String, seq: Int) throws -> Decision? {
    try connection.row(
      Self.columns + " WHERE c.id = ? AND e.seq = ?", [.text(conversation), SQLValue(seq)]
    ).map { try Self.decision($0, of: conversation) }
  }

  /// The conversation's last `limit` decisions in order.
  package func latest(_ limit: Int, of conversation: String) throws -> [Decision] {
    try connection.rows(
      Self.columns + " WHERE c.id = ? ORDER BY e.seq DESC LIMIT ?",
      [.text(conversation), SQLValue(limit)]
    ).reversed().map { try Self.decision($0, of: conversation) }
  }

  /// The conversation's decisions in order.
  package func list(conversation: String) throws -> [Decision] {
    try connection.rows(
      Self.columns + " WHERE c.id = ? ORDER BY e.seq", [.text(conversation)]
    ).map { try Self.decision($0, of: conversation) }
  }

  private static func decision(_ row: Row, of conversation: String) throws -> Decision {
    try JSON.value(DecisionBody.self, from: try row.text("body")).decision(
      conversation: conversation, seq: try row.int("seq"), at: try row.time("at"), release: try row.int("release"),
      outcome: try row.text("outcome"))
  }
}
