/// What a customer, the bot or an agent said.
package struct Message: Sendable, Equatable, Codable {
  package enum Author: String, Sendable, Codable { case customer, bot, agent }
  package enum Style: String, Sendable, Codable { case answer, clarify, unsure, notice, greeting, contact }

  package var from: Author
  package var text: String
  package var clientMessageID: String?
  package var payload: String?
  package var agent: AgentName?
  package var style: Style?
  package var article: ArticleMention?
  package var quickReplies: [QuickReply]?
  /// Whether the customer may say if it helped.
  package var helpful: Bool?
  /// The `seq` of the customer message that it answers.
  package var replyTo: Int?
  /// The number of the ticket for which it asks for contact details.
  package var ticket: String?

  package init(from: Author, text: String) {
    self.from = from
    self.text = text
  }

  private enum CodingKeys: String, CodingKey {
    case from, text, payload, agent, style, article, helpful, ticket
    case clientMessageID = "client_message_id"
    case quickReplies = "quick_replies"
    case replyTo = "reply_to"
  }
}

/// The FAQ article a message came from.
package struct ArticleMention: Sendable, Equatable, Codable {
  package let id: String
  package let title: String

  package init(id: String, title: String) {
    self.id = id
    self.title = title
  }
}

/// A button under a message; pressing it sends `title` as text with `payload`.
package struct QuickReply: Sendable, Equatable, Codable {
  package let title: String
  package let payload: String

  package init(title: String, payload: String) {
    self.title = title
    self.payload = payload
  }
}

/// An agent as others see them.
package struct AgentName: Sendable, Equatable, Hashable, Codable {
  package let id: String
  package let displayName: String

  package init(id: String, displayName: String) {
    self.id = id
    self.displayName = displayName
  }

  private enum CodingKeys: String, CodingKey {
    case id
    case displayName = "display_name"
  }
}

/// Where a conversation waits for a human.
package enum Queue: String, Sendable, Codable { case normal, urgent }

/// A ticket as it stands in a conversation.
package struct TicketMention: Sendable, Equatable, Codable {
  package let number: String
  package let subject: String
  package let priority: Ticket.Priority

  package init(number: String, subject: String, priority: Ticket.Priority) {
    self.number = number
    self.subject = subject
    self.priority = priority
  }
}
