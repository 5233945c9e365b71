import Synchronization

/// The way of a message through the server, in its order.
enum Stage: String, Sendable, Codable, CaseIterable {
  /// A customer is let in and a message is read and put into the conversation's mailbox.
  case intake
  /// The bot decides.
  case bot
  /// Message and reply are on disk.
  case store
  /// The reply comes back through the socket.
  case delivery
}

/// How far the watchdog's messages have come inside the server, by conversation.
final class StageMarks: Sendable {
  private let reached = Mutex<[String: Set<Stage>]>([:])

  /// Forgets what was; what still comes of an earlier conversation is not mistaken for the next one's.
  func clear() { reached.withLock { $0 = [:] } }

  func add(_ stage: Stage, _ conversation: String) {
    reached.withLock { _ = $0[conversation, default: []].insert(stage) }
  }

  /// Something is on disk. What counts is what comes after the decision: message and reply may be stored apart.
  func addStore(_ conversation: String) {
    reached.withLock { reached in
      guard reached[conversation]?.contains(.bot) == true else { return }
      reached[conversation]?.insert(.store)
    }
  }

  /// The first stage that was not reached.
  func firstMissing(_ conversation: String?) -> Stage {
    let known = conversation.flatMap { id in reached.withLock { $0[id] } } ?? []
    return Stage.allCases.first { !known.contains($0) } ?? .delivery
  }
}
