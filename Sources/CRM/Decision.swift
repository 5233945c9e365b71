package import Database

/// Why the bot did what it did in a turn; protocol section 3, DECISION.
package struct Decision: Sendable, Codable, Equatable {
  package struct Article: Sendable, Codable, Equatable {
    package var id: String
    package var title: String
    package var confidence: Double
    package var terms: [String]

    package init(id: String, title: String, confidence: Double, terms: [String]) {
      self.id = id
      self.title = title
      self.confidence = confidence
      self.terms = terms
    }
  }

  package struct Thresholds: Sendable, Codable, Equatable {
    package var answer: Double
    package var margin: Double

    package init(answer: Double, margin: Double) {
      self.answer = answer
      self.margin = margin
    }
  }

  package struct Answer: Sendable, Codable, Equatable {
    package var kind: String
    package var id: String
    package var title: String

    package init(kind: String, id: String, title: String) {
      self.kind = kind
      self.id = id
      self.title = title
    }
  }

  package struct State: Sendable, Codable, Equatable {
    package var phase: String
    package var misses: Int

    package init(phase: String, misses: Int) {
      self.phase = phase
      self.misses = misses
    }
  }

  package var conversation: String
  /// The `seq` of the customer's message.
  package var seq: Int
  package var at: Timestamp
  package var release: Int
  package var text: String
  package var language: String
  package var tokens: [String]
  package var intents: [HandoffPacket.Intent]
  package var articles: [Article]
  package var thresholds: Thresholds
  package var rule: String
  package var outcome: String
  package var answer: Answer?
  package var stateBefore: State
  package var stateAfter: State
  package var microseconds: Int

  package init(
    conversation: String, seq: Int, at: Timestamp, release: Int, text: String, language: String, tokens: [String],
    intents: [HandoffPacket.Intent], articles: [Article], thresholds: Thresholds, rule: String, outcome: String,
    answer: Answer?, stateBefore: State, stateAfter: State, microseconds: Int
  ) {
    self.conversation = conversation
    self.seq = seq
    self.at = at
    self.release = release
    self.text = text
    self.language = language
    self.tokens = tokens
    self.intents = intents
    self.articles = articles
    self.thresholds = thresholds
    self.rule = rule
    self.outcome = outcome
    self.answer = answer
    self.stateBefore = stateBefore
    self.stateAfter = stateAfter
    self.microseconds = microseconds
  }

  private enum CodingKeys: String, CodingKey {
    case conversation, seq, at, release, text, language, tokens, intents, articles, thresholds, rule, outcome, answer,
      microseconds
    case stateBefore = "state_before"
    case stateAfter = "state_after"
  }
}

/// Decisions in the store.
package struct DecisionStore {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  package func insert(_ decision: Decision) throws {
    try connection.run(
      "INSERT INTO decisions (event_id, at, release, outcome, body) VALUES (\(ConversationStore.eventNumber), ?, ?, ?, ?)",
      [
        .text(decision.conversation), SQLValue(decision.seq), .integer(decision.at.milliseconds),
        SQLValue(decision.release), .text(decision.outcome), .utf8(decision.jsonBytes),
      ])
  }

  /// Decisions `d` of conversations `c`.
  private static let bodies = """
    SELECT d.body FROM conversations c JOIN events e ON e.conversation_number = c.number
      JOIN decisions d ON d.event_id = e.id
    """

  package func find(conversation: String, seq: Int) throws -> Decision? {
    try connection.row(
      Self.bodies + " WHERE c.id = ? AND e.seq = ?", [.text(conversation), SQLValue(seq)]
    ).map { try JSON.value(Decision.self, from: try $0.text("body")) }
  }

  /// The conversation's last `limit` decisions in order.
  package func latest(_ limit: Int, of conversation: String) throws -> [Decision] {
    try connection.rows(
      Self.bodies + " WHERE c.id = ? ORDER BY e.seq DESC LIMIT ?",
      [.text(conversation), SQLValue(limit)]
    ).reversed().map { try JSON.value(Decision.self, from: try $0.text("body")) }
  }

  /// The conversation's decisions in order.
  package func list(conversation: String) throws -> [Decision] {
    try connection.rows(
      Self.bodies + " WHERE c.id = ? ORDER BY e.seq", [.text(conversation)]
    ).map { try JSON.value(Decision.self, from: try $0.text("body")) }
  }
}
