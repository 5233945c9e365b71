/// One immutable fact in a conversation; in JSON the flat object of the protocol's section 1.2 without `type`.
package struct Event: Sendable {
  package let conversation: String
  /// Gapless from 1.
  package let seq: Int
  package let at: Timestamp
  package let body: EventBody
  /// The body's JSON, if it has been made: the store and all who watch get the same bytes.
  private let readyJSON: [UInt8]?

  package init(conversation: String, seq: Int, at: Timestamp, body: EventBody, bodyJSON: [UInt8]? = nil) {
    self.conversation = conversation
    self.seq = seq
    self.at = at
    self.body = body
    readyJSON = bodyJSON
  }

  /// The body as it is stored.
  package func bodyJSON() throws -> [UInt8] { try readyJSON ?? body.json() }
}

extension Event: Equatable {
  package static func == (left: Event, right: Event) -> Bool {
    left.conversation == right.conversation && left.seq == right.seq && left.at == right.at && left.body == right.body
  }
}

extension Event: Codable {
  private enum CodingKeys: String, CodingKey { case conversation, seq, at }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    conversation = try container.decode(String.self, forKey: .conversation)
    seq = try container.decode(Int.self, forKey: .seq)
    at = try container.decode(Timestamp.self, forKey: .at)
    body = try EventBody(from: decoder)
    readyJSON = nil
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(conversation, forKey: .conversation)
    try container.encode(seq, forKey: .seq)
    try container.encode(at, forKey: .at)
    try body.encode(to: encoder)
  }
}

/// An event that is to be appended, made ready before the transaction.
package struct EventDraft: Sendable {
  let body: EventBody
  let json: [UInt8]

  package init(_ body: EventBody) throws {
    self.body = body
    json = try body.json()
  }
}

/// What happened.
package enum EventBody: Sendable, Equatable {
  case started(language: String)
  case message(Message)
  /// `from` is who held it until then, if somebody did.
  case handoff(reason: String, queue: Queue, from: AgentName?)
  /// `from` is the agent it was taken from, if it was.
  case claimed(AgentName, from: AgentName?)
  case transferred(AgentName, to: AgentName)
  /// The bot has it again: from the agent, or from the queue, where the customer did not want to wait.
  case released(AgentName?)
  case closed(by: String)
  case ticket(TicketMention)
  case feedback(target: Int, helpful: Bool)
  /// The customer left contact details for a ticket; here they are masked.
  case contact(Contact, ticket: String)
  /// It is known now who the customer is: `by` a code.
  case identified(CustomerMention, by: String)

  package var message: Message? {
    if case .message(let message) = self { message } else { nil }
  }

  /// Whether the customer's messages before it are not the bot's to answer any more: they have been, or a human came.
  var endsWaiting: Bool {
    switch self {
    case .message(let message): message.from == .agent || message.replyTo != nil || message.style == .greeting
    case .started, .handoff, .claimed, .transferred, .released, .closed: true
    case .ticket, .feedback, .contact, .identified: false
    }
  }
}

extension EventBody: Codable {
  private enum Kind: String, Codable {
    case started, message, handoff, claimed, transferred, released, closed, ticket, feedback, contact,
      identified
  }
  private enum CodingKeys: String, CodingKey {
    case kind, language, reason, queue, agent, from, to, by, ticket, target, helpful, customer
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Kind.self, forKey: .kind) {
    case .started: self = .started(language: try container.decode(String.self, forKey: .language))
    case .message: self = .message(try Message(from: decoder))
    case .handoff:
      self = .handoff(
        reason: try container.decode(String.self, forKey: .reason),
        queue: try container.decode(Queue.self, forKey: .queue),
        from: try container.decodeIfPresent(AgentName.self, forKey: .agent))
    case .claimed:
      self = .claimed(
        try container.decode(AgentName.self, forKey: .agent),
        from: try container.decodeIfPresent(AgentName.self, forKey: .from))
    case .transferred:
      self = .transferred(
        try container.decode(AgentName.self, forKey: .agent), to: try container.decode(AgentName.self, forKey: .to))
    case .released: self = .released(try container.decodeIfPresent(AgentName.self, forKey: .agent))
    case .closed: self = .closed(by: try container.decode(String.self, forKey: .by))
    case .ticket: self = .ticket(try container.decode(TicketMention.self, forKey: .ticket))
    case .feedback:
      self = .feedback(
        target: try container.decode(Int.self, forKey: .target),
        helpful: try container.decode(Bool.self, forKey: .helpful))
    case .contact:
      self = .contact(try Contact(from: decoder), ticket: try container.decode(String.self, forKey: .ticket))
    case .identified:
      self = .identified(
        try container.decode(CustomerMention.self, forKey: .customer),
        by: try container.decode(String.self, forKey: .by))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .started(let language):
      try container.encode(Kind.started, forKey: .kind)
      try container.encode(language, forKey: .language)
    case .message(let message):
      try container.encode(Kind.message, forKey: .kind)
      try message.encode(to: encoder)
    case .handoff(let reason, let queue, let agent):
      try container.encode(Kind.handoff, forKey: .kind)
      try container.encode(reason, forKey: .reason)
      try container.encode(queue, forKey: .queue)
      try container.encodeIfPresent(agent, forKey: .agent)
    case .claimed(let agent, let from):
      try container.encode(Kind.claimed, forKey: .kind)
      try container.encode(agent, forKey: .agent)
      try container.encodeIfPresent(from, forKey: .from)
    case .transferred(let agent, let to):
      try container.encode(Kind.transferred, forKey: .kind)
      try container.encode(agent, forKey: .agent)
      try container.encode(to, forKey: .to)
    case .released(let agent):
      try container.encode(Kind.released, forKey: .kind)
      try container.encodeIfPresent(agent, forKey: .agent)
    case .closed(let by):
      try container.encode(Kind.closed, forKey: .kind)
      try container.encode(by, forKey: .by)
    case .ticket(let ticket):
      try container.encode(Kind.ticket, forKey: .kind)
      try container.encode(ticket, forKey: .ticket)
    case .feedback(let target, let helpful):
      try container.encode(Kind.feedback, forKey: .kind)
      try container.encode(target, forKey: .target)
      try container.encode(helpful, forKey: .helpful)
    case .contact(let contact, let ticket):
      try container.encode(Kind.contact, forKey: .kind)
      try contact.encode(to: encoder)
      try container.encode(ticket, forKey: .ticket)
    case .identified(let customer, let by):
      try container.encode(Kind.identified, forKey: .kind)
      try container.encode(customer, forKey: .customer)
      try container.encode(by, forKey: .by)
    }
  }
}
