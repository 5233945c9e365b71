import CRM
import Synchronization
import WebServer

/// The rest of a conversation's events, to be sent to a connection that has had those before.
struct Replay: Sendable {
  let conversation: String
  let after: Int
  let request: String?
}

/// What reaches a connection's task.
enum Inbound: Sendable {
  case frame([UInt8])
  /// The customer has begun a conversation in another tab.
  case follow
  /// The customer turned out to be this one.
  case identified(customer: String)
  /// A part of a replay has been written and the next is due.
  case replay(Replay)
}

/// The open connections: each has a bounded stream of frames and one task that reads it.
final class Connections: Sendable {
  /// Frames that may wait for a connection's task. More means that the client floods.
  static let inboxFrames = 512

  private struct Entry {
    let continuation: AsyncStream<Inbound>.Continuation
    let openedAt: ContinuousClock.Instant
    let isSynthetic: Bool
    var hasGreeted = false
    /// The customer who speaks through it.
    var customer: String?
    /// The member of staff, and the digest of the session token that they came with.
    var staff: (user: User, session: String)?
  }

  private let entries = Mutex<[ConnectionID: Entry]>([:])

  /// Registers a connection, of the watchdog or of somebody, and gives its frames.
  func open(_ connection: ConnectionID, isSynthetic: Bool) -> AsyncStream<Inbound> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Inbound.self, bufferingPolicy: .bufferingOldest(Self.inboxFrames))
    entries.withLock { $0[connection] = Entry(continuation: continuation, openedAt: .now, isSynthetic: isSynthetic) }
    return stream
  }

  /// Hands a frame to the connection's task; false when its inbox is full.
  func receive(_ bytes: [UInt8], from connection: ConnectionID) -> Bool {
    guard let continuation = entries.withLock({ $0[connection]?.continuation }) else { return true }
    if case .dropped = continuation.yield(.frame(bytes)) { return false }
    return true
  }

  func close(_ connection: ConnectionID) {
    entries.withLock { $0.removeValue(forKey: connection) }?.continuation.finish()
  }

  /// A connection has said who it is: a customer, or staff with the digest of their session.
  func greeted(_ connection: ConnectionID, customer: String? = nil, staff: (user: User, session: String)? = nil) {
    entries.withLock { entries in
      entries[connection]?.hasGreeted = true
      entries[connection]?.customer = customer
      entries[connection]?.staff = staff
    }
  }

  /// Has the customer's other connections follow them into a new conversation.
  func follow(customer: String, except own: ConnectionID) {
    entries.withLock { entries in
      for (connection, entry) in entries where entry.customer == customer && connection != own {
        entry.continuation.yield(.follow)
      }
    }
  }

  /// Has the connections of an anonymous customer speak for the customer they turned out to be.
  func identify(_ anonymous: String, as customer: String) {
    entries.withLock { entries in
      for (connection, entry) in entries where entry.customer == anonymous {
        entries[connection]?.customer = customer
        entry.continuation.yield(.identified(customer: customer))
      }
    }
  }

  /// Has the connection's task go on with a replay; one whose inbox is full floods and is being closed.
  func replay(_ rest: Replay, to connection: ConnectionID) {
    entries.withLock { _ = $0[connection]?.continuation.yield(.replay(rest)) }
  }

  /// Connections that have said nothing since `instant`.
  func silent(since instant: ContinuousClock.Instant) -> [ConnectionID] {
    entries.withLock { $0.filter { !$0.value.hasGreeted && $0.value.openedAt < instant }.map(\.key) }
  }

  /// Connections of staff, with the user as they were at hello.
  var staff: [(connection: ConnectionID, user: User, session: String)] {
    entries.withLock { entries in
      entries.compactMap { connection, entry in entry.staff.map { (connection, $0.user, $0.session) } }
    }
  }

  /// How many there are, the watchdog's not counted.
  var count: Int { entries.withLock { $0.values.count { !$0.isSynthetic } } }

  /// Whether the watchdog is at the other end.
  func isSynthetic(_ connection: ConnectionID) -> Bool { entries.withLock { $0[connection]?.isSynthetic == true } }

  var all: [ConnectionID] { entries.withLock { Array($0.keys) } }
}
