package import Database

/// Something that somebody must do for a customer at a time, such as calling back.
package struct Reminder: Sendable, Equatable, Codable {
  package enum Status: String, Sendable, CaseIterable { case open, done }

  package var id: String
  package var subject: String
  package var phone: String?
  package var dueAt: Timestamp
  package var createdAt: Timestamp
  package var ticket: String?
  package var conversation: String?
  package var customer: CustomerMention
  package var assignee: AgentName?
  package var doneAt: Timestamp?
  package var doneBy: AgentName?

  private enum CodingKeys: String, CodingKey {
    case id, subject, phone, ticket, conversation, customer, assignee
    case dueAt = "due_at"
    case createdAt = "created_at"
    case doneAt = "done_at"
    case doneBy = "done_by"
  }
}

/// Reminders in the store.
package struct ReminderStore {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  private static let columns = """
    SELECT r.*, k.name AS customer_name, a.display_name AS assignee_name, d.display_name AS done_name
    FROM reminders r JOIN customers k ON k.id = r.customer_id
      LEFT JOIN users a ON a.id = r.assignee_id LEFT JOIN users d ON d.id = r.done_by
    """

  /// Adds one for nobody in particular; a ticket has one at most.
  package func add(
    _ subject: String, phone: String?, due: Timestamp, customer: String, conversation: String, ticket: String,
    at: Timestamp
  ) throws -> Reminder {
    let id = Secrets.identifier("r")
    try connection.run(
      """
      INSERT INTO reminders (id, customer_id, conversation_id, ticket_number, subject, phone, due_at, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(id), .text(customer), .text(conversation), .text(ticket), .text(subject), SQLValue(phone),
        .integer(due.milliseconds), .integer(at.milliseconds),
      ])
    guard let reminder = try find(id) else { throw DatabaseError.schema("a new reminder is missing") }
    return reminder
  }

  package func find(_ id: String) throws -> Reminder? {
    try connection.row(Self.columns + " WHERE r.id = ?", [.text(id)]).map(Self.reminder)
  }

  /// Those that are open, the one due first on top; or those that are done, the latest on top.
  package func list(_ status: Reminder.Status, limit: Int) throws -> [Reminder] {
    let order =
      switch status {
      case .open: " WHERE r.done_at IS NULL ORDER BY r.due_at, r.id LIMIT ?"
      case .done: " WHERE r.done_at IS NOT NULL ORDER BY r.done_at DESC, r.id LIMIT ?"
      }
    return try connection.rows(Self.columns + order, [SQLValue(limit)]).map(Self.reminder)
  }

  /// The customer's that are open, the one due first on top.
  package func open(customer: String, limit: Int = 20) throws -> [Reminder] {
    try connection.rows(
      Self.columns + " WHERE r.customer_id = ? AND r.done_at IS NULL ORDER BY r.due_at, r.id LIMIT ?",
      [.text(customer), SQLValue(limit)]
    ).map(Self.reminder)
  }

  /// Notes that it is done, and by whom. The first who says so counts; nil when there is none with that name.
  package func finish(_ id: String, user: String, at: Timestamp) throws -> Reminder? {
    try connection.run(
      "UPDATE reminders SET done_at = ?, done_by = ? WHERE id = ? AND done_at IS NULL",
      [.integer(at.milliseconds), .text(user), .text(id)])
    return try find(id)
  }

  /// Gives it to a user, unless it is done; nil when there is none with that name.
  package func assign(_ id: String, to user: String) throws -> Reminder? {
    try connection.run(
      "UPDATE reminders SET assignee_id = ? WHERE id = ? AND done_at IS NULL", [.text(user), .text(id)])
    return try find(id)
  }

  private static func reminder(_ row: Row) throws -> Reminder {
    Reminder(
      id: try row.text("id"), subject: try row.text("subject"), phone: row.optionalText("phone"),
      dueAt: try row.time("due_at"), createdAt: try row.time("created_at"), ticket: row.optionalText("ticket_number"),
      conversation: row.optionalText("conversation_id"),
      customer: CustomerMention(id: try row.text("customer_id"), name: row.optionalText("customer_name")),
      assignee: agent(row, "assignee_id", "assignee_name"), doneAt: row.optionalTime("done_at"),
      doneBy: agent(row, "done_by", "done_name"))
  }

  private static func agent(_ row: Row, _ id: String, _ name: String) -> AgentName? {
    guard let id = row.optionalText(id), let name = row.optionalText(name) else { return nil }
    return AgentName(id: id, displayName: name)
  }
}
