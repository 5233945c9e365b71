/// A conversation as it stands: who holds it and how far its log has come.
package struct ConversationRecord: Sendable, Equatable {
  package enum Status: String, Sendable, Codable, CaseIterable { case bot, queued, agent, closed }

  /// What the store files its log under.
  package let number: Int64
  package var id: String
  package var customer: String
  package var status: Status
  /// Grows with every change of holder; a write computed under another epoch is refused.
  package var epoch: Int
  package var holder: AgentName?
  package var lastSeq: Int
  /// `zh` or `en`: the language of the customer's last message, at first the page's.
  package var language: String
  /// The dialogue's state, JSON.
  package var state: String
  package var queue: Queue?
  package var reason: String?
  package var queuedAt: Timestamp?
  /// Whether an agent had it before it came back into the queue, where it stands at the front.
  package var returned = false
  /// When the customer must have been answered; nil when nothing is owed.
  package var answerDueAt: Timestamp?
  package var lastText: String?
  package var lastFrom: Message.Author?
  package var createdAt: Timestamp
  package var updatedAt: Timestamp
  /// Whether the watchdog plays the customer: nobody but the bot ever sees it.
  package var isSynthetic = false
  /// Whether it is known who the customer is.
  package var isIdentified = false
  /// The customer's membership level.
  package var tier: String?

  /// Whether only what is said and the bot's state differ: who has the conversation and what waits is as it was.
  func isSameButTalk(_ other: ConversationRecord) -> Bool {
    var talked = other
    talked.lastSeq = lastSeq
    talked.language = language
    talked.state = state
    talked.lastText = lastText
    talked.lastFrom = lastFrom
    talked.updatedAt = updatedAt
    return talked == self
  }
}

/// A conversation in one line, for the desk and for lists (protocol 1.4).
package struct ConversationSummary: Sendable, Equatable, Codable {
  package struct Customer: Sendable, Equatable, Codable {
    package var id: String
    package var name: String?
    package var level: Membership.Level?
  }

  package var id: String
  package var status: ConversationRecord.Status
  package var queue: Queue?
  package var reason: String?
  package var language: String
  package var customer: Customer
  package var holder: AgentName?
  package var lastText: String?
  package var lastFrom: Message.Author?
  package var queuedAt: Timestamp?
  package var returned: Bool
  package var answerDueAt: Timestamp?
  package var createdAt: Timestamp
  package var updatedAt: Timestamp
  package var lastSeq: Int
  /// How the customer feels, `angry`, `unhappy` or `happy`; nil for neither well nor badly.
  package var mood: String?

  private enum CodingKeys: String, CodingKey {
    case id, status, queue, reason, language, customer, holder, returned, mood
    case answerDueAt = "answer_due_at"
    case lastText = "last_text"
    case lastFrom = "last_from"
    case queuedAt = "queued_at"
    case createdAt = "created_at"
    case updatedAt = "updated_at"
    case lastSeq = "last_seq"
  }
}

/// A write that came too late: the conversation has changed since it was computed.
package struct StaleConversation: Error, Equatable {
  package let conversation: String

  package init(conversation: String) { self.conversation = conversation }
}

/// A message whose `client_message_id` the conversation already has, as event `seq`.
package struct AlreadyStored: Error, Equatable {
  package let seq: Int

  package init(seq: Int) { self.seq = seq }
}
