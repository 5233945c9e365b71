package import Database

/// Everything known of a customer at one moment.
package struct CustomerContext: Sendable, Codable, Equatable {
  package var customer: Customer
  package var membership: Membership?
  package var orders: [Order]
  package var tickets: [Ticket]

  private enum CodingKeys: String, CodingKey { case customer, membership, orders, tickets }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(customer, forKey: .customer)
    try container.encode(membership, forKey: .membership)
    try container.encode(orders, forKey: .orders)
    try container.encode(tickets, forKey: .tickets)
  }
}

/// What the agent gets with a handoff; committed with it and never changed.
package struct HandoffPacket: Sendable, Codable, Equatable {
  package struct Intent: Sendable, Codable, Equatable {
    package var name: String
    package var title: String
    package var confidence: Double

    package init(name: String, title: String, confidence: Double) {
      self.name = name
      self.title = title
      self.confidence = confidence
    }
  }

  /// One thing that the bot did before it gave up.
  package struct Attempt: Sendable, Codable, Equatable {
    package var question: String
    package var outcome: String
    package var answerTitle: String?

    package init(question: String, outcome: String, answerTitle: String?) {
      self.question = question
      self.outcome = outcome
      self.answerTitle = answerTitle
    }

    private enum CodingKeys: String, CodingKey {
      case question, outcome
      case answerTitle = "answer_title"
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
  }

  private enum CodingKeys: String, CodingKey {
    case at, seq, reason, queue, language, intents, tried
    case lastQuestion = "last_question"
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
  }
}

/// Handoff packets, and the customer's context they are made of, in the store.
package struct HandoffStore {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// The customer with membership, orders and open tickets as they are now.
  package func context(of customer: String) throws -> CustomerContext {
    let customers = CustomerStore(connection)
    guard let record = try customers.find(customer) else {
      throw DatabaseError.schema("a conversation without its customer")
    }
    return CustomerContext(
      customer: record, membership: try customers.membership(of: customer), orders: try customers.orders(of: customer),
      tickets: try TicketStore(connection).open(customer: customer))
  }

  package func insert(_ packet: HandoffPacket, conversation: String) throws {
    try connection.run(
      "INSERT INTO handoffs (conversation_id, seq, at, packet) VALUES (?, ?, ?, ?)",
      [
        .text(conversation), SQLValue(packet.seq), .integer(packet.at.milliseconds), .text(try JSON.text(packet)),
      ])
  }

  /// The conversation's packets, newest first.
  package func packets(of conversation: String) throws -> [HandoffPacket] {
    try connection.rows(
      "SELECT packet FROM handoffs WHERE conversation_id = ? ORDER BY seq DESC", [.text(conversation)]
    ).map { try JSON.value(HandoffPacket.self, from: try $0.text("packet")) }
  }
}
