import CRM
import Foundation
import WebServer

/// What the watchdog says to the server, and what it waits for: hello, a message, its acknowledgement and the bot's reply.
struct ProbeScript {
  /// What to do about something heard.
  enum Reaction: Equatable {
    case wait
    case say([UInt8])
    case passed
    case failed(reason: String, storeRefused: Bool)
  }

  private struct Question: Encodable {
    var type = "message"
    var conversation: String
    var clientMessageID = "watchdog"
    var text: String

    private enum CodingKeys: String, CodingKey {
      case type, conversation, text
      case clientMessageID = "client_message_id"
    }
  }

  static let hello = Array(#"{"type":"hello","protocol":1,"role":"customer","language":"en"}"#.utf8)

  /// What the customer says.
  let text: String
  private(set) var conversation: String?
  /// The last event before the message.
  private var lastSeq: Int?
  private var isAcknowledged = false
  private var isAnswered = false

  init(text: String) { self.text = text }

  mutating func reaction(to incoming: WebSocketProbe.Incoming) -> Reaction {
    switch incoming {
    case .opened: return .say(Self.hello)
    case .ended(let reason): return .failed(reason: reason, storeRefused: false)
    case .message(let bytes):
      guard let frame = try? JSON.value(ServerFrame.self, from: String(decoding: bytes, as: UTF8.self)) else {
        return .failed(reason: "a frame could not be read", storeRefused: false)
      }
      return reaction(to: frame)
    }
  }

  private mutating func reaction(to frame: ServerFrame) -> Reaction {
    switch frame {
    case .welcome(let welcome): conversation = welcome.conversation
    case .live(let live) where live.conversation == conversation && lastSeq == nil:
      lastSeq = live.seq
      return question(in: live.conversation)
    case .ack: isAcknowledged = true
    case .event(let event): isAnswered = isAnswered || isReply(event)
    case .error(let error):
      return .failed(
        reason: "error \(error.code)", storeRefused: error.code == ErrorCode.notSaved.rawValue)
    default: return .wait
    }
    return isAcknowledged && isAnswered ? .passed : .wait
  }

  private func isReply(_ event: Event) -> Bool {
    guard let lastSeq, event.seq > lastSeq else { return false }
    return event.body.message?.from == .bot
  }

  private func question(in conversation: String) -> Reaction {
    guard let data = try? JSON.data(Question(conversation: conversation, text: text)) else {
      return .failed(reason: "the message could not be written", storeRefused: false)
    }
    return .say(Array(data))
  }
}
