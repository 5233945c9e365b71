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
      self.confidence = Share.rounded(confidence)
      self.terms = terms
    }
  }

  /// Something that the message may have been about: how sure it was, and what classifier and search gave it, each
  /// 0 ... 1.
  package struct Topic: Sendable, Codable, Equatable {
    package var kind: String
    package var id: String
    package var title: String
    package var confidence: Double
    package var classifier: Double
    package var search: Double

    package init(kind: String, id: String, title: String, confidence: Double, classifier: Double, search: Double) {
      self.kind = kind
      self.id = id
      self.title = title
      self.confidence = Share.rounded(confidence)
      self.classifier = Share.rounded(classifier)
      self.search = Share.rounded(search)
    }
  }

  package struct Thresholds: Sendable, Codable, Equatable {
    package var answer: Double
    /// Nil in decisions from before it was recorded.
    package var offer: Double?

    package init(answer: Double, offer: Double? = nil) {
      self.answer = Share.rounded(answer)
      self.offer = offer.map(Share.rounded)
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
    /// The whole state, JSON, when there is more to it.
    package var dialogue: String?
    /// Whether it was known who the customer is.
    package var identified: Bool?
    /// The customer's membership level.
    package var tier: String?
    /// Whether a customer who was not known could be sent a code.
    package var codes: Bool?

    package init(
      phase: String, misses: Int, dialogue: String? = nil, identified: Bool? = nil, tier: String? = nil,
      codes: Bool? = nil
    ) {
      self.phase = phase
      self.misses = misses
      self.dialogue = dialogue
      self.identified = identified
      self.tier = tier
      self.codes = codes
    }
  }

  /// How the customer sounds.
  package struct Sentiment: Sendable, Codable, Equatable {
    /// Of the message, −1 furious ... 0 matter-of-fact ... 1 delighted.
    package var value: Double
    /// Of the conversation after it: `angry`, `unhappy`, `neutral` or `happy`.
    package var mood: String

    package init(value: Double, mood: String) {
      self.value = Share.rounded(value)
      self.mood = mood
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
  /// What both say together, best first; nil in decisions from before it was recorded.
  package var topics: [Topic]?
  package var thresholds: Thresholds
  package var rule: String
  package var outcome: String
  package var answer: Answer?
  package var stateBefore: State
  package var stateAfter: State
  package var microseconds: Int
  /// The row of the escalation policy that fired.
  package var policy: String?
  package var sentiment: Sentiment?

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
    case conversation, seq, at, release, text, language, tokens, intents, articles, topics, thresholds, rule, outcome,
      answer, microseconds, policy, sentiment
    case stateBefore = "state_before"
    case stateAfter = "state_after"
  }
}
