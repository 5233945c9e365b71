package import Database

/// Why a turn may be wrong.
package enum FlagReason: String, Sendable, Codable, CaseIterable {
  case lowConfidence = "low_confidence"
  case noAnswer = "no_answer"
  case thumbsDown = "thumbs_down"
  case handedOff = "handed_off"
}

package enum ReviewStatus: String, Sendable, Codable, CaseIterable { case open, corrected, dismissed }

/// A turn that waits for, or has had, a trainer's look; protocol section 3, FLAGGED.
package struct FlaggedTurn: Sendable, Codable, Equatable {
  package var conversation: String
  package var seq: Int
  package var at: Timestamp
  package var text: String
  package var language: String
  package var reasons: [FlagReason]
  package var status: ReviewStatus
  package var outcome: String
  package var answerText: String?
  package var answerTitle: String?
  package var customerName: String?
  /// Why the customer's thumb went down, if they said: `wrong_answer`, `not_clear`, `not_my_question` or `want_human`.
  package var thumbsDownReason: String?

  private enum CodingKeys: String, CodingKey {
    case conversation, seq, at, text, language, reasons, status, outcome
    case answerText = "answer_text"
    case answerTitle = "answer_title"
    case customerName = "customer_name"
    case thumbsDownReason = "thumbs_down_reason"
  }
}

/// Flags and reviews in the store. A turn is named by its conversation and the `seq` of the customer's message.
package struct ReviewStore {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// Holds for reviews `r` of conversations with a customer who is not the watchdog's.
  private static let isReal = """
    r.event_id NOT IN (
      SELECT e.id FROM customers k JOIN conversations c ON c.customer_id = k.id
        JOIN events e ON e.conversation_number = c.number
      WHERE k.synthetic = 1)
    """

  private static let columns = """
    SELECT c.id AS conversation_id, e.seq, r.status, r.at FROM reviews r JOIN events e ON e.id = r.event_id
      JOIN conversations c ON c.number = e.conversation_number
    """

  /// Flags a turn; the same reason twice is one flag. A turn that was dismissed opens again with a new reason.
  package func flag(conversation: String, seq: Int, reason: FlagReason, at: Timestamp) throws {
    let isNew = try connection.run(
      "INSERT INTO flags (event_id, reason, at) VALUES (\(ConversationStore.eventNumber), ?, ?) ON CONFLICT DO NOTHING",
      [.text(conversation), SQLValue(seq), .text(reason.rawValue), .integer(at.milliseconds)])
    guard isNew == 1 else { return }
    try connection.run(
      """
      INSERT INTO reviews (event_id, status, at) VALUES (\(ConversationStore.eventNumber), 'open', ?)
      ON CONFLICT (event_id) DO UPDATE SET status = 'open', at = excluded.at
      WHERE reviews.status = 'dismissed'
      """, [.text(conversation), SQLValue(seq), .integer(at.milliseconds)])
  }

  /// Keeps why the customer's thumb went down for the bot message `target`; nothing for one whose turn has no such flag.
  package func explainThumbsDown(conversation: String, target: Int, reason: String) throws {
    let events = try ConversationStore(connection).events(of: conversation, after: target - 1, limit: 1)
    guard let seq = events.first?.body.message?.replyTo else { return }
    try connection.run(
      "UPDATE flags SET detail = ? WHERE event_id = \(ConversationStore.eventNumber) AND reason = ?",
      [.text(reason), .text(conversation), SQLValue(seq), .text(FlagReason.thumbsDown.rawValue)])
  }

  /// Sets where the review of a flagged turn stands.
  package func set(_ status: ReviewStatus, conversation: String, seq: Int, reviewer: String, at: Timestamp) throws
    -> Bool
  {
    try connection.run(
      "UPDATE reviews SET status = ?, reviewer_id = ?, at = ? WHERE event_id = \(ConversationStore.eventNumber)",
      [
        .text(status.rawValue), .text(reviewer), .integer(at.milliseconds), .text(conversation), SQLValue(seq),
      ]) == 1
  }

  /// Turns of a status, newest first, all reasons or one.
  package func turns(status: ReviewStatus, reason: FlagReason?, limit: Int) throws -> [FlaggedTurn] {
    let filter =
      reason == nil
      ? ""
      : "AND EXISTS (SELECT 1 FROM flags f WHERE f.event_id = r.event_id AND f.reason = ?)"
    let rows = try connection.rows(
      Self.columns + """
         WHERE r.status = ? AND \(Self.isReal) \(filter) ORDER BY r.at DESC, c.id, e.seq DESC LIMIT ?
        """,
      [.text(status.rawValue)] + (reason.map { [.text($0.rawValue)] } ?? []) + [SQLValue(limit)])
    return try rows.compactMap(turn)
  }

  package func turn(conversation: String, seq: Int) throws -> FlaggedTurn? {
    try connection.row(
      Self.columns + " WHERE c.id = ? AND e.seq = ? AND \(Self.isReal)",
      [.text(conversation), SQLValue(seq)]
    ).flatMap(turn)
  }

  /// How many turns of a status each reason has.
  package func counts(status: ReviewStatus) throws -> [FlagReason: Int] {
    let rows = try connection.rows(
      """
      SELECT f.reason, count(*) AS n FROM flags f
      JOIN reviews r ON r.event_id = f.event_id
      WHERE r.status = ? AND \(Self.isReal) GROUP BY f.reason
      """, [.text(status.rawValue)])
    return try Dictionary(
      rows.map { (try $0.value("reason"), try $0.int("n")) }, uniquingKeysWith: { first, _ in first })
  }

  private func turn(_ row: Row) throws -> FlaggedTurn? {
    let conversation = try row.text("conversation_id")
    let seq = try row.int("seq")
    guard let decision = try DecisionStore(connection).find(conversation: conversation, seq: seq) else { return nil }
    let reasons = try connection.rows(
      "SELECT reason, detail FROM flags WHERE event_id = \(ConversationStore.eventNumber) ORDER BY reason",
      [.text(conversation), SQLValue(seq)])
    let customer = try connection.row(
      "SELECT k.name FROM conversations c JOIN customers k ON k.id = c.customer_id WHERE c.id = ?",
      [.text(conversation)])
    return FlaggedTurn(
      conversation: conversation, seq: seq, at: decision.at, text: decision.text, language: decision.language,
      reasons: try reasons.map { try $0.value("reason") }, status: try row.value("status"),
      outcome: decision.outcome, answerText: try reply(to: seq, in: conversation)?.text,
      answerTitle: decision.answer?.title, customerName: customer?.optionalText("name"),
      thumbsDownReason: reasons.lazy.compactMap { $0.optionalText("detail") }.first)
  }

  /// The first bot message that answers the customer's message `seq`; it was stored with it, so it is close by.
  private func reply(to seq: Int, in conversation: String) throws -> Message? {
    try ConversationStore(connection).events(of: conversation, after: seq, limit: 10).lazy.compactMap(\.body.message)
      .first { $0.from == .bot && $0.replyTo == seq }
  }
}
