package import Database

/// A piece of work that outlives the conversation.
package struct Ticket: Sendable, Equatable, Codable {
  package enum Priority: String, Sendable, Codable, CaseIterable {
    case low, normal, high, urgent

    /// The service level: how long until the ticket is due.
    package var hours: Int64 {
      switch self {
      case .low: 120
      case .normal: 48
      case .high: 8
      case .urgent: 2
      }
    }
  }
  package enum Status: String, Sendable, Codable, CaseIterable { case open, pending, resolved, closed }

  package var number: String
  package var subject: String
  package var category: String
  package var priority: Priority
  package var status: Status
  package var description: String
  package var conversation: String?
  package var assignee: AgentName?
  package var createdAt: Timestamp
  package var dueAt: Timestamp
  /// Where the customer wants to be reached about it, if they said so.
  package var contact: Contact?

  private enum CodingKeys: String, CodingKey {
    case number, subject, category, priority, status, description, conversation, assignee, contact
    case createdAt = "created_at"
    case dueAt = "due_at"
  }
}

/// What an agent fills in to make a ticket.
package struct TicketDraft: Sendable, Equatable, Codable {
  package var subject: String
  package var priority: Ticket.Priority
  package var category: String
  package var description: String

  package init(subject: String, priority: Ticket.Priority, category: String, description: String) {
    self.subject = subject
    self.priority = priority
    self.category = category
    self.description = description
  }
}

/// Tickets in the store.
package struct TicketStore {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  private static let columns = """
    SELECT t.number, t.subject, t.category, t.priority, t.status, t.description, t.conversation_id, t.assignee_id,
      u.display_name AS assignee_name, t.created_at, t.due_at, t.contact_email, t.contact_phone
    FROM tickets t LEFT JOIN users u ON u.id = t.assignee_id
    """

  /// Makes a ticket with the next number. `requestID` is unique: see `find(requestID:)`.
  package func create(
    _ draft: TicketDraft, customer: String, conversation: String?, assignee: String?, requestID: String,
    at: Timestamp
  ) throws -> Ticket {
    let number = try nextNumber()
    try insert(
      draft, number: number, status: .open, customer: customer, conversation: conversation, assignee: assignee,
      requestID: requestID, at: at)
    guard let ticket = try find(number) else { throw DatabaseError.schema("a new ticket is missing") }
    return ticket
  }

  /// The ticket that a request has already made.
  package func find(requestID: String) throws -> Ticket? {
    try connection.row(Self.columns + " WHERE t.request_id = ?", [.text(requestID)]).map(Self.ticket)
  }

  /// A number that no ticket has or gets again.
  func nextNumber() throws -> String {
    "T\(try CounterStore(connection).next("ticket", startingAt: 100_001))"
  }

  package func insert(
    _ draft: TicketDraft, number: String, status: Ticket.Status, customer: String, conversation: String?,
    assignee: String?, requestID: String?, at: Timestamp
  ) throws {
    try connection.run(
      """
      INSERT INTO tickets (number, customer_id, conversation_id, request_id, subject, category, priority, status,
        description, assignee_id, created_at, due_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(number), .text(customer), SQLValue(conversation), SQLValue(requestID), .text(draft.subject),
        .text(draft.category), .text(draft.priority.rawValue), .text(status.rawValue), .text(draft.description),
        SQLValue(assignee), .integer(at.milliseconds),
        .integer(at.adding(seconds: draft.priority.hours * 3600).milliseconds),
      ])
  }

  /// Notes where the customer wants to be reached about the ticket; what they do not name now stays as it was.
  package func setContact(_ contact: Contact, of number: String) throws {
    try connection.run(
      """
      UPDATE tickets SET contact_email = coalesce(?, contact_email), contact_phone = coalesce(?, contact_phone)
      WHERE number = ?
      """,
      [SQLValue(contact.email), SQLValue(contact.phone), .text(number)])
  }

  package func find(_ number: String) throws -> Ticket? {
    try connection.row(Self.columns + " WHERE t.number = ?", [.text(number)]).map(Self.ticket)
  }

  /// The customer's tickets that are not finished, newest first.
  package func open(customer: String) throws -> [Ticket] {
    try connection.rows(
      Self.columns + """
         WHERE t.customer_id = ? AND t.status IN ('open', 'pending') ORDER BY t.created_at DESC, t.number DESC
        """, [.text(customer)]
    ).map(Self.ticket)
  }

  /// Tickets of a status, the one due first on top.
  package func list(status: Ticket.Status, limit: Int) throws -> [Ticket] {
    try connection.rows(
      Self.columns + " WHERE t.status = ? ORDER BY t.due_at, t.number LIMIT ?",
      [.text(status.rawValue), SQLValue(limit)]
    ).map(Self.ticket)
  }

  private static func ticket(_ row: Row) throws -> Ticket {
    let assignee: AgentName? =
      if let id = row.optionalText("assignee_id"), let name = row.optionalText("assignee_name") {
        AgentName(id: id, displayName: name)
      } else { nil }
    return Ticket(
      number: try row.text("number"), subject: try row.text("subject"), category: try row.text("category"),
      priority: try row.value("priority"), status: try row.value("status"),
      description: try row.text("description"), conversation: row.optionalText("conversation_id"),
      assignee: assignee, createdAt: try row.time("created_at"), dueAt: try row.time("due_at"),
      contact: Contact(email: row.optionalText("contact_email"), phone: row.optionalText("contact_phone")))
  }
}
