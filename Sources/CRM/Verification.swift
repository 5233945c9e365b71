package import Database

/// One-time codes that prove who a customer is, in the store. Of a code only its keyed digest is kept.
///
/// Whoever asks for a code learns nothing about the address: all limits, and all that is answered, are the same for one
/// that is on file and one that is not. For the latter a code is made that nobody gets and that never identifies anybody.
package struct VerificationStore {
  /// How long a code is valid.
  package static let validSeconds: Int64 = 600
  /// How long one must wait before asking for another with the same address.
  package static let pauseSeconds: Int64 = 60
  /// Wrong codes after which a code is void.
  package static let attemptsPerCode = 5
  /// In an hour, of one conversation and of one address: codes that are made, and wrong codes.
  package static let codesPerHour = 5
  package static let attemptsPerHour = 12
  private static let hour: Int64 = 3_600
  /// Verifications are deleted after so long; the audit trail stays.
  private static let keptSeconds: Int64 = 86_400

  /// What came of asking for a code. The code is there when it is to be sent to that customer.
  package enum Request: Sendable, Equatable {
    case made(code: String, customer: Customer?)
    case tooSoon
    case tooMany
  }

  /// What came of a code.
  package enum Check: Sendable, Equatable {
    case identified(Customer)
    case wrong
    /// There is no code that could be right: it is too old or void.
    case expired
    case tooMany
  }

  let connection: Connection
  /// The key of the digests.
  let secret: String
  let conversation: String
  let at: Timestamp

  package init(_ connection: Connection, secret: String, conversation: String, at: Timestamp) {
    self.connection = connection
    self.secret = secret
    self.conversation = conversation
    self.at = at
  }

  /// Whether a code of the conversation could still be right.
  package static func hasOpen(in conversation: String, at: Timestamp, _ connection: Connection) throws -> Bool {
    try connection.row(
      "SELECT 1 AS n FROM verifications WHERE conversation_id = ? AND is_open = 1 AND expires_at > ? LIMIT 1",
      [.text(conversation), .integer(at.milliseconds)]) != nil
  }

  // MARK: Asking

  /// Makes a code for the customer with that address; earlier codes of the conversation are void.
  package func request(email: String) throws -> Request {
    let address = email.lowercased()
    let digest = Secrets.signature(of: "verification-email\n\(address)", secret: secret)
    if let refusal = try refusal(digest) {
      try audit(.codeRefused, nil, address)
      return refusal
    }
    let customer = try owner(of: address)
    let (id, code) = (Secrets.identifier("v"), Secrets.oneTimeCode())
    try void()
    try connection.run("DELETE FROM verifications WHERE created_at < ?", [since(Self.keptSeconds)])
    try connection.run(
      """
      INSERT INTO verifications (id, conversation_id, email_digest, customer_id, code_digest, created_at, expires_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(id), .text(conversation), .text(digest), SQLValue(customer?.id), .text(self.digest(of: code, id)),
        .integer(at.milliseconds), .integer(at.adding(seconds: Self.validSeconds).milliseconds),
      ])
    try audit(customer == nil ? .codeNotSent : .codeSent, customer?.id, address)
    return .made(code: code, customer: customer)
  }

  private func refusal(_ email: String) throws -> Request? {
    for (column, value) in [("conversation_id", conversation), ("email_digest", email)] {
      let (codes, attempts) = try used(column, value)
      if codes >= Self.codesPerHour || attempts >= Self.attemptsPerHour { return .tooMany }
    }
    // Who has mistyped the address need not wait.
    let recent = try connection.row(
      "SELECT 1 AS n FROM verifications WHERE email_digest = ? AND created_at > ? LIMIT 1",
      [.text(email), since(Self.pauseSeconds)])
    return recent == nil ? nil : .tooSoon
  }

  /// The one customer with that address; nil when there is none, or more than one.
  private func owner(of address: String) throws -> Customer? {
    let rows = try connection.rows(
      "SELECT id FROM customers WHERE lower(email) = ? AND number IS NOT NULL LIMIT 2", [.text(address)])
    guard rows.count == 1, let row = rows.first else { return nil }
    return try CustomerStore(connection).find(try row.text("id"))
  }

  // MARK: Checking

  /// Tries a code; one that is right is used up.
  package func check(code: String) throws -> Check {
    let open = try connection.row(
      "SELECT * FROM verifications WHERE conversation_id = ? AND is_open = 1 ORDER BY created_at DESC LIMIT 1",
      [.text(conversation)])
    guard let open else { return try ended(.expired, .codeExpired) }
    let limits = [("conversation_id", conversation), ("email_digest", try open.text("email_digest"))]
    if try limits.contains(where: { try used($0.0, $0.1).attempts >= Self.attemptsPerHour }) {
      try void()
      return try ended(.tooMany, .codeLocked)
    }
    guard try open.time("expires_at") > at else {
      try void()
      return try ended(.expired, .codeExpired)
    }
    let id = try open.text("id")
    let isEqual = Secrets.equal(try open.text("code_digest"), digest(of: code, id))
    guard isEqual, let owner = open.optionalText("customer_id"),
      let customer = try CustomerStore(connection).find(owner)
    else {
      return try wrong(id, attempts: try open.int("attempts") + 1)
    }
    try void()
    try audit(.identified, customer.id, nil)
    return .identified(customer)
  }

  private func wrong(_ id: String, attempts: Int) throws -> Check {
    try connection.run("UPDATE verifications SET attempts = attempts + 1 WHERE id = ?", [.text(id)])
    guard attempts < Self.attemptsPerCode else {
      try void()
      return try ended(.expired, .codeLocked)
    }
    return try ended(.wrong, .codeWrong)
  }

  private func ended(_ check: Check, _ action: AuditEntry.Action) throws -> Check {
    try audit(action, nil, nil)
    return check
  }

  // MARK: Parts

  /// No code of the conversation is right any more.
  private func void() throws {
    try connection.run(
      "UPDATE verifications SET is_open = 0 WHERE conversation_id = ? AND is_open = 1", [.text(conversation)])
  }

  /// The codes made and the wrong codes of the last hour.
  private func used(_ column: String, _ value: String) throws -> (codes: Int, attempts: Int) {
    let row = try connection.row(
      """
      SELECT count(*) AS codes, coalesce(sum(attempts), 0) AS attempts FROM verifications
      WHERE \(column) = ? AND created_at > ?
      """, [.text(value), since(Self.hour)])
    return (try row?.int("codes") ?? 0, try row?.int("attempts") ?? 0)
  }

  private func since(_ seconds: Int64) -> SQLValue { .integer(at.adding(seconds: -seconds).milliseconds) }

  private func digest(of code: String, _ id: String) -> String {
    Secrets.signature(of: "verification-code\n\(id)\n\(code)", secret: secret)
  }

  private func audit(_ action: AuditEntry.Action, _ customer: String?, _ address: String?) throws {
    try AuditStore(connection).add(
      AuditEntry(
        at: at, action: action, conversation: conversation, customer: customer,
        detail: address.flatMap { Contact(email: $0, phone: nil)?.masked.email }))
  }
}
