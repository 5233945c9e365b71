package import CRM
import Foundation

/// A frame to a client; `type` and the fields of its value in one flat object.
package enum ServerFrame: Sendable, Equatable {
  case welcome(Welcome)
  case event(Event)
  case live(Live)
  case ack(Ack)
  case typing(Typing)
  case started(Started)
  case desk(Desk)
  case conversation(ConversationChange)
  case reminder(ReminderChange)
  case done(Done)
  case pong
  case error(ErrorFrame)
  case goodbye(Goodbye)

  /// The frame's bytes.
  package func encoded() throws -> [UInt8] {
    switch self {
    case .event(let event): try Self.encoded(event)
    case .ack(let ack): Self.encoded(ack)
    case .typing(let typing): Self.encoded(typing)
    default: Array(try JSON.data(self))
    }
  }

  private static func encoded(_ event: Event) throws -> [UInt8] {
    let body = try event.bodyJSON()
    var json = JSONText(reserving: body.count + 160)
    json.object {
      $0.field("type", Kind.event.rawValue)
      $0.field("conversation", event.conversation)
      $0.field("seq", event.seq)
      $0.field("at", event.at.text)
      $0.fields(of: body)
    }
    return json.finished()
  }

  private static func encoded(_ ack: Ack) -> [UInt8] {
    var json = JSONText(reserving: 160)
    json.object {
      $0.field("type", Kind.ack.rawValue)
      $0.field("conversation", ack.conversation)
      $0.field("client_message_id", ack.clientMessageID)
      $0.field("seq", ack.seq)
      $0.field("request", ack.request)
    }
    return json.finished()
  }

  private static func encoded(_ typing: Typing) -> [UInt8] {
    var json = JSONText(reserving: 96)
    json.object {
      $0.field("type", Kind.typing.rawValue)
      $0.field("conversation", typing.conversation)
      $0.field("from", typing.from.rawValue)
      $0.field("typing", typing.typing)
    }
    return json.finished()
  }
}

extension ServerFrame: Codable {
  private enum Kind: String, Codable {
    case welcome, event, live, ack, typing, started, desk, conversation, reminder, done, pong, error, goodbye
  }
  private enum CodingKeys: String, CodingKey { case type }

  package init(from decoder: any Decoder) throws {
    switch try decoder.container(keyedBy: CodingKeys.self).decode(Kind.self, forKey: .type) {
    case .welcome: self = .welcome(try Welcome(from: decoder))
    case .event: self = .event(try Event(from: decoder))
    case .live: self = .live(try Live(from: decoder))
    case .ack: self = .ack(try Ack(from: decoder))
    case .typing: self = .typing(try Typing(from: decoder))
    case .started: self = .started(try Started(from: decoder))
    case .desk: self = .desk(try Desk(from: decoder))
    case .conversation: self = .conversation(try ConversationChange(from: decoder))
    case .reminder: self = .reminder(try ReminderChange(from: decoder))
    case .done: self = .done(try Done(from: decoder))
    case .pong: self = .pong
    case .error: self = .error(try ErrorFrame(from: decoder))
    case .goodbye: self = .goodbye(try Goodbye(from: decoder))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    let (kind, fields): (Kind, (any Encodable)?) =
      switch self {
      case .welcome(let fields): (.welcome, fields)
      case .event(let fields): (.event, fields)
      case .live(let fields): (.live, fields)
      case .ack(let fields): (.ack, fields)
      case .typing(let fields): (.typing, fields)
      case .started(let fields): (.started, fields)
      case .desk(let fields): (.desk, fields)
      case .conversation(let fields): (.conversation, fields)
      case .reminder(let fields): (.reminder, fields)
      case .done(let fields): (.done, fields)
      case .pong: (.pong, nil)
      case .error(let fields): (.error, fields)
      case .goodbye(let fields): (.goodbye, fields)
      }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .type)
    try fields?.encode(to: encoder)
  }
}

package struct Welcome: Sendable, Equatable, Codable {
  package struct Customer: Sendable, Equatable, Codable {
    package var id: String
    package var identified: Bool
    package var name: String?
  }

  package struct Limits: Sendable, Equatable, Codable {
    /// Characters of a message's text.
    package var text: Int
    /// Bytes of a frame.
    package var frame: Int
  }

  package var `protocol` = 1
  package var role: String
  package var session: String?
  package var conversation: String?
  package var customer: Customer?
  package var user: User?
  package var limits: Limits
}

package struct Live: Sendable, Equatable, Codable {
  package var conversation: String
  package var seq: Int
  package var status: ConversationRecord.Status
  package var holder: AgentName?
  package var request: String?
}

package struct Ack: Sendable, Equatable, Codable {
  package var conversation: String
  package var clientMessageID: String
  package var seq: Int
  package var request: String?

  private enum CodingKeys: String, CodingKey {
    case conversation, seq, request
    case clientMessageID = "client_message_id"
  }
}

package struct Typing: Sendable, Equatable, Codable {
  package var conversation: String
  package var from: Message.Author
  package var typing: Bool
}

package struct Started: Sendable, Equatable, Codable {
  package var conversation: String
  package var request: String?
}

package struct Desk: Sendable, Equatable, Codable {
  package var conversations: [ConversationSummary]
}

package struct ConversationChange: Sendable, Equatable, Codable {
  package var conversation: ConversationSummary
}

package struct ReminderChange: Sendable, Equatable, Codable {
  package var reminder: Reminder
}

package struct Done: Sendable, Equatable, Codable {
  package var request: String?
}

package struct ErrorFrame: Sendable, Equatable, Codable {
  package var code: Int
  package var name: String
  package var message: String
  package var advice: String
  package var request: String?
  package var clientMessageID: String?
  package var retryAfterMilliseconds: Int?

  package init(_ error: WireError, request: String? = nil, clientMessageID: String? = nil) {
    let facts = error.code.facts
    code = error.code.rawValue
    name = facts.name
    message = error.message
    advice = facts.advice
    self.request = request
    self.clientMessageID = clientMessageID
    retryAfterMilliseconds = error.retryAfterMilliseconds
  }

  private enum CodingKeys: String, CodingKey {
    case code, name, message, advice, request
    case clientMessageID = "client_message_id"
    case retryAfterMilliseconds = "retry_after_ms"
  }
}

package struct Goodbye: Sendable, Equatable, Codable {
  package var retryAfterMilliseconds: Int

  private enum CodingKeys: String, CodingKey {
    case retryAfterMilliseconds = "retry_after_ms"
  }
}
