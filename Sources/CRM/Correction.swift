package import Database

/// What a trainer said of one turn; `detail` is the CORRECTION of the protocol's section 3 as JSON.
package struct CorrectionRecord: Sendable, Equatable {
  package var id: String
  package var conversation: String?
  package var seq: Int?
  package var text: String
  package var language: String
  package var detail: String
  package var by: String?
  package var at: Timestamp
  /// The first release that holds it; nil while pending.
  package var release: Int?
}

/// A published release as it is remembered.
package struct ReleaseRecord: Sendable, Equatable {
  package var number: Int
  package var at: Timestamp
  package var by: String?
  package var digest: String
  /// The RELEASE of the protocol's section 3 as JSON.
  package var body: String

  package init(number: Int, at: Timestamp, by: String?, digest: String, body: String) {
    self.number = number
    self.at = at
    self.by = by
    self.digest = digest
    self.body = body
  }
}

/// Corrections and releases in the store.
package struct CorrectionStore {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  private static let columns = """
    SELECT c.id, c.conversation_id, c.seq, c.text, c.language, c.detail, c.at, c.release, u.name AS user_name
    FROM corrections c LEFT JOIN users u ON u.id = c.user_id
    """

  package func insert(
    conversation: String, seq: Int, text: String, language: String, detail: String, user: String, at: Timestamp
  ) throws -> String {
    let id = Secrets.identifier("k")
    let ordinal = try CounterStore(connection).next("correction")
    try connection.run(
      """
      INSERT INTO corrections (id, conversation_id, seq, ordinal, text, language, detail, user_id, at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(id), .text(conversation), SQLValue(seq), .integer(ordinal), .text(text), .text(language),
        .text(detail), .text(user), .integer(at.milliseconds),
      ])
    return id
  }

  package func pending() throws -> [CorrectionRecord] {
    try connection.rows(Self.columns + " WHERE c.release IS NULL ORDER BY c.ordinal").map(Self.record)
  }

  package func published() throws -> [CorrectionRecord] {
    try connection.rows(Self.columns + " WHERE c.release IS NOT NULL ORDER BY c.ordinal").map(Self.record)
  }

  /// Withdraws a pending correction and gives it back; a published one stays and gives nil.
  package func withdraw(_ id: String) throws -> CorrectionRecord? {
    guard
      let record = try connection.row(
        Self.columns + " WHERE c.id = ? AND c.release IS NULL", [.text(id)]
      ).map(Self.record)
    else { return nil }
    try connection.run("DELETE FROM corrections WHERE id = ?", [.text(id)])
    return record
  }

  /// Stores a release and marks the corrections that it is the first to hold.
  package func publish(_ release: ReleaseRecord, corrections: [String]) throws {
    try connection.run(
      "INSERT INTO releases (number, at, user_id, digest, body) VALUES (?, ?, ?, ?, ?)",
      [
        SQLValue(release.number), .integer(release.at.milliseconds), SQLValue(release.by), .text(release.digest),
        .text(release.body),
      ])
    for id in corrections {
      try connection.run(
        "UPDATE corrections SET release = ? WHERE id = ? AND release IS NULL", [SQLValue(release.number), .text(id)])
    }
  }

  /// Replaces the remembered description of a release.
  package func update(body: String, of release: Int) throws {
    try connection.run("UPDATE releases SET body = ? WHERE number = ?", [.text(body), SQLValue(release)])
  }

  /// Releases, newest first.
  package func releases(limit: Int) throws -> [ReleaseRecord] {
    try connection.rows("SELECT * FROM releases ORDER BY number DESC LIMIT ?", [SQLValue(limit)]).map { row in
      ReleaseRecord(
        number: try row.int("number"), at: try row.time("at"), by: row.optionalText("user_id"),
        digest: try row.text("digest"), body: try row.text("body"))
    }
  }

  private static func record(_ row: Row) throws -> CorrectionRecord {
    CorrectionRecord(
      id: try row.text("id"), conversation: row.optionalText("conversation_id"),
      seq: row.optionalInteger("seq").map(Int.init), text: try row.text("text"), language: try row.text("language"),
      detail: try row.text("detail"), by: row.optionalText("user_name"), at: try row.time("at"),
      release: row.optionalInteger("release").map(Int.init))
  }
}
