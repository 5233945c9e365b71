package import Database

/// One attempt to prove who a customer is, and what came of it.
package struct AuditEntry: Sendable, Equatable, Codable {
  package enum Action: String, Sendable, Codable, CaseIterable {
    /// A code was sent to the address on file.
    case codeSent = "code_sent"
    /// A code was asked for with an address that is not on file, or is that of several customers; nothing was sent.
    case codeNotSent = "code_not_sent"
    /// A code was asked for again too soon, or too often.
    case codeRefused = "code_refused"
    case codeWrong = "code_wrong"
    case codeExpired = "code_expired"
    /// Too many wrong codes: the code, the conversation or the address may not be tried any more.
    case codeLocked = "code_locked"
    /// The customer gave the right code.
    case identified
    /// The host page's server said who the customer is.
    case signedIn = "signed_in"
  }

  package var at: Timestamp
  package var action: Action
  package var conversation: String?
  package var customer: String?
  /// The address, masked.
  package var detail: String?

  package init(at: Timestamp, action: Action, conversation: String?, customer: String?, detail: String? = nil) {
    self.at = at
    self.action = action
    self.conversation = conversation
    self.customer = customer
    self.detail = detail
  }
}

/// The audit trail in the store: entries are added and never changed.
package struct AuditStore {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  package func add(_ entry: AuditEntry) throws {
    try connection.run(
      """
      INSERT INTO audit (id, at, action, conversation_id, customer_id, detail)
      VALUES ((SELECT coalesce(max(id), 0) + 1 FROM audit), ?, ?, ?, ?, ?)
      """,
      [
        .integer(entry.at.milliseconds), .text(entry.action.rawValue), SQLValue(entry.conversation),
        SQLValue(entry.customer), SQLValue(entry.detail),
      ])
  }

  /// The latest entries, newest first.
  package func latest(_ limit: Int) throws -> [AuditEntry] {
    try connection.rows("SELECT * FROM audit ORDER BY id DESC LIMIT ?", [SQLValue(limit)]).map { row in
      AuditEntry(
        at: try row.time("at"), action: try row.value("action"), conversation: row.optionalText("conversation_id"),
        customer: row.optionalText("customer_id"), detail: row.optionalText("detail"))
    }
  }
}
