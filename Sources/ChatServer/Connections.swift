import Synchronization
import WebServer

/// The open connections: each has a bounded stream of frames and one task that reads it.
final class Connections: Sendable {
  /// Frames that may wait for a connection's task. More means that the client floods.
  static let inboxFrames = 512

  private struct Entry {
    let continuation: AsyncStream<[UInt8]>.Continuation
    let openedAt: ContinuousClock.Instant
    var hasGreeted = false
    /// The digest of the session token that a member of staff came with.
    var session: String?
  }

  private let entries = Mutex<[ConnectionID: Entry]>([:])

  /// Registers a connection and gives its frames.
  func open(_ connection: ConnectionID) -> AsyncStream<[UInt8]> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: [UInt8].self, bufferingPolicy: .bufferingOldest(Self.inboxFrames))
    entries.withLock { $0[connection] = Entry(continuation: continuation, openedAt: .now) }
    return stream
  }

  /// Hands a frame to the connection's task; false when its inbox is full.
  func receive(_ bytes: [UInt8], from connection: ConnectionID) -> Bool {
    guard let continuation = entries.withLock({ $0[connection]?.continuation }) else { return true }
    if case .dropped = continuation.yield(bytes) { return false }
    return true
  }

  func close(_ connection: ConnectionID) {
    entries.withLock { $0.removeValue(forKey: connection) }?.continuation.finish()
  }

  func greeted(_ connection: ConnectionID, session: String?) {
    entries.withLock { entries in
      entries[connection]?.hasGreeted = true
      entries[connection]?.session = session
    }
  }

  /// Connections that have said nothing since `instant`.
  func silent(since instant: ContinuousClock.Instant) -> [ConnectionID] {
    entries.withLock { $0.filter { !$0.value.hasGreeted && $0.value.openedAt < instant }.map(\.key) }
  }

  /// Connections that came with a staff session.
  func withSession(_ session: String) -> [ConnectionID] {
    entries.withLock { $0.filter { $0.value.session == session }.map(\.key) }
  }

  var all: [ConnectionID] { entries.withLock { Array($0.keys) } }
}
