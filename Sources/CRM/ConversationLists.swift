import Database

/// Many conversations at once: for staff, for the clock, for counting and for exports.
extension ConversationStore {
  /// Conversations in which the bot owes an answer.
  package func owedByBot() throws -> [String] {
    try connection.rows(
      """
      SELECT c.id FROM conversations c WHERE c.answer_due_at IS NOT NULL AND c.status = 'bot' AND \(Self.isReal)
      ORDER BY c.answer_due_at
      """
    ).map { try $0.text("id") }
  }

  /// A conversation whose customer has waited for too long.
  package struct Overdue: Sendable, Equatable {
    package let id: String
    package let due: Timestamp
  }

  /// Conversations whose customer should have been answered by `at`, longest overdue first, going on after `last`.
  package func overdue(at: Timestamp, after last: Overdue? = nil, limit: Int) throws -> [Overdue] {
    let from = last?.due ?? Timestamp(milliseconds: 0)
    return try connection.rows(
      """
      SELECT c.id, c.answer_due_at FROM conversations c
      WHERE c.answer_due_at <= ? AND c.answer_due_at >= ? AND (c.answer_due_at > ? OR c.id > ?) AND \(Self.isReal)
      ORDER BY c.answer_due_at, c.id LIMIT ?
      """,
      [
        .integer(at.milliseconds), .integer(from.milliseconds), .integer(from.milliseconds), .text(last?.id ?? ""),
        SQLValue(limit),
      ]
    ).map { Overdue(id: try $0.text("id"), due: try $0.time("answer_due_at")) }
  }

  /// The conversation as staff see it; they see none of the watchdog's.
  package func summary(_ id: String) throws -> ConversationSummary? {
    try connection.row(Self.columns + " WHERE c.id = ? AND k.synthetic = 0", [.text(id)]).map(Self.summary)
  }

  /// Conversations of the given statuses in which a customer has said something, newest first.
  package func summaries(statuses: [ConversationRecord.Status], limit: Int) throws -> [ConversationSummary] {
    let marks = statuses.map { _ in "?" }.joined(separator: ", ")
    return try connection.rows(
      Self.columns + """
         WHERE c.status IN (\(marks)) AND (c.last_text IS NOT NULL OR c.status IN ('queued', 'agent')) AND \(Self.isReal)
        ORDER BY c.updated_period DESC, c.updated_at DESC LIMIT ?
        """,
      statuses.map { .text($0.rawValue) } + [SQLValue(limit)]
    ).map(Self.summary)
  }

  /// The customer's conversations but `other`, newest first.
  package func summaries(customer: String, except other: String, limit: Int = 20) throws -> [ConversationSummary] {
    try connection.rows(
      Self.columns + " WHERE c.customer_id = ? AND c.id <> ? ORDER BY c.created_at DESC LIMIT ?",
      [.text(customer), .text(other), SQLValue(limit)]
    ).map(Self.summary)
  }

  /// The ids of all conversations, oldest first.
  package func ids() throws -> [String] {
    try connection.rows("SELECT c.id FROM conversations c WHERE \(Self.isReal) ORDER BY c.created_at, c.id").map {
      try $0.text("id")
    }
  }

  /// How many conversations began at `since` or later.
  package func count(since: Timestamp) throws -> Int {
    try connection.row(
      "SELECT count(*) AS n FROM conversations c WHERE c.created_at >= ? AND \(Self.isReal)",
      [.integer(since.milliseconds)])?.int("n") ?? 0
  }

  /// How many conversations are in each of the statuses.
  package func counts(_ statuses: [ConversationRecord.Status]) throws -> [ConversationRecord.Status: Int] {
    let marks = statuses.map { _ in "?" }.joined(separator: ", ")
    let values = statuses.map { SQLValue.text($0.rawValue) }
    // Counted in the index alone, then the few of the watchdog taken away.
    let all = try connection.rows(
      "SELECT status, count(*) AS n FROM conversations WHERE status IN (\(marks)) GROUP BY status", values)
    let synthetic = try connection.rows(
      """
      SELECT c.status, count(*) AS n FROM customers k JOIN conversations c ON c.customer_id = k.id
      WHERE k.synthetic = 1 AND c.status IN (\(marks)) GROUP BY c.status
      """, values)
    var counts: [ConversationRecord.Status: Int] = [:]
    for row in all { counts[try row.value("status"), default: 0] += try row.int("n") }
    for row in synthetic { counts[try row.value("status"), default: 0] -= try row.int("n") }
    return counts
  }

  /// Since when the conversation that waits longest for an agent has waited.
  package func oldestQueued() throws -> Timestamp? {
    try connection.row(
      "SELECT min(c.queued_at) AS oldest FROM conversations c WHERE c.status = 'queued' AND \(Self.isReal)")?
      .optionalTime("oldest")
  }

  /// Up to `limit` conversations that began at `since` or later, oldest first, going on after `last`: for reading
  /// them all without holding them all.
  package func page(since: Timestamp, after last: ConversationRecord?, limit: Int) throws -> [ConversationRecord] {
    let from = last?.createdAt ?? since
    return try connection.rows(
      Self.columns + """
         WHERE c.created_at >= ? AND (c.created_at > ? OR c.id > ?) AND \(Self.isReal)
        ORDER BY c.created_at, c.id LIMIT ?
        """,
      [.integer(from.milliseconds), .integer(from.milliseconds), .text(last?.id ?? ""), SQLValue(limit)]
    ).map(Self.record)
  }
}
