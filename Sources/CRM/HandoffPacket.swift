/// What the agent gets with a handoff; committed with it and never changed.
package struct HandoffPacket: Sendable, Codable, Equatable {
  package struct Intent: Sendable, Codable, Equatable {
    package var name: String
    package var title: String
    package var confidence: Double

    package init(name: String, title: String, confidence: Double) {
      self.name = name
      self.title = title
      self.confidence = Share.rounded(confidence)
    }
  }

  /// One thing that the bot did before it gave up, and why: the rule that fired and how sure it was of its best intent.
  package struct Attempt: Sendable, Codable, Equatable {
    package var question: String
    package var outcome: String
    package var answerTitle: String?
    package var at: Timestamp?
    package var seq: Int?
    package var rule: String?
    package var confidence: Double?

    package init(question: String, outcome: String, answerTitle: String?) {
      self.question = question
      self.outcome = outcome
      self.answerTitle = answerTitle
    }

    private enum CodingKeys: String, CodingKey {
      case question, outcome, at, seq, rule, confidence
      case answerTitle = "answer_title"
    }
  }

  /// Something that the customer named, with the `seq` and time of the message.
  package struct Slot: Sendable, Codable, Equatable {
    package var name: String
    package var value: String
    package var seq: Int
    package var at: Timestamp

    package init(name: String, value: String, seq: Int, at: Timestamp) {
      self.name = name
      self.value = value
      self.seq = seq
      self.at = at
    }
  }

  /// How the customer feels, if their words or thumbs say so: `angry`, `unhappy`, `happy`, `negative` or `positive`.
  package struct Sentiment: Sendable, Codable, Equatable {
    package var value: String
    package var because: String
    package var at: Timestamp

    package init(value: String, because: String, at: Timestamp) {
      self.value = value
      self.because = because
      self.at = at
    }
  }

  /// When each part of the context was read from its source.
  package struct Ages: Sendable, Codable, Equatable {
    package var customer: Timestamp
    package var membership: Timestamp
    package var orders: Timestamp
    package var tickets: Timestamp

    /// All read at the same moment, as from the embedded store.
    package init(all at: Timestamp) {
      customer = at
      membership = at
      orders = at
      tickets = at
    }
  }

  package var at: Timestamp
  package var seq: Int
  package var reason: String
  package var queue: Queue
  package var language: String
  package var lastQuestion: String?
  package var intents: [Intent]
  package var tried: [Attempt]
  package var context: CustomerContext
  /// What a colleague wrote for the next one.
  package var note: String?
  /// The agent who held it until then.
  package var from: AgentName?
  package var slots: [Slot] = []
  package var sentiment: Sentiment?
  package var asOf: Ages

  package init(
    at: Timestamp, seq: Int, reason: String, queue: Queue, language: String, lastQuestion: String?,
    intents: [Intent], tried: [Attempt], context: CustomerContext
  ) {
    self.at = at
    self.seq = seq
    self.reason = reason
    self.queue = queue
    self.language = language
    self.lastQuestion = lastQuestion
    self.intents = intents
    self.tried = tried
    self.context = context
    asOf = Ages(all: at)
  }

  private enum CodingKeys: String, CodingKey {
    case at, seq, reason, queue, language, intents, tried, note, from, slots, sentiment
    case lastQuestion = "last_question"
    case asOf = "as_of"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    at = try container.decode(Timestamp.self, forKey: .at)
    seq = try container.decode(Int.self, forKey: .seq)
    reason = try container.decode(String.self, forKey: .reason)
    queue = try container.decode(Queue.self, forKey: .queue)
    language = try container.decode(String.self, forKey: .language)
    lastQuestion = try container.decodeIfPresent(String.self, forKey: .lastQuestion)
    intents = try container.decode([Intent].self, forKey: .intents)
    tried = try container.decode([Attempt].self, forKey: .tried)
    context = try CustomerContext(from: decoder)
    note = try container.decodeIfPresent(String.self, forKey: .note)
    from = try container.decodeIfPresent(AgentName.self, forKey: .from)
    slots = try container.decodeIfPresent([Slot].self, forKey: .slots) ?? []
    sentiment = try container.decodeIfPresent(Sentiment.self, forKey: .sentiment)
    asOf = try container.decodeIfPresent(Ages.self, forKey: .asOf) ?? Ages(all: at)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(at, forKey: .at)
    try container.encode(seq, forKey: .seq)
    try container.encode(reason, forKey: .reason)
    try container.encode(queue, forKey: .queue)
    try container.encode(language, forKey: .language)
    try container.encodeIfPresent(lastQuestion, forKey: .lastQuestion)
    try container.encode(intents, forKey: .intents)
    try container.encode(tried, forKey: .tried)
    try context.encode(to: encoder)
    try container.encode(note, forKey: .note)
    try container.encode(from, forKey: .from)
    try container.encode(slots, forKey: .slots)
    try container.encode(sentiment, forKey: .sentiment)
    try container.encode(asOf, forKey: .asOf)
  }
}
