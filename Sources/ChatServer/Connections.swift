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
  /// It is closed; nothing follows.
  case closed
}

/// The open connections. Each has a bounded line of arrivals and, while something waits there, one task that takes them;
/// otherwise only what the session knows is kept.
final class Connections: Sendable {
  /// Arrivals that may wait for a connection's task. More means that the client floods.
  static let inboxFrames = 512

  fileprivate struct Entry {
    let openedAt = ContinuousClock.now
    let isSynthetic: Bool
    var hasGreeted = false
    /// Whether it is being closed because it said nothing.
    var isDismissed = false
    var isClosed = false
    /// The customer who speaks through it.
    var customer: String?
    /// The member of staff, and the digest of the session token that they came with.
    var staff: (user: User, session: String)?
    var waiting: [Inbound] = []
    /// Nil while a task has it.
    var memory: ConnectionSession.Memory?
  }

  private let entries = Mutex<[ConnectionID: Entry]>([:])
  private let worker = Mutex<Worker?>(nil)

  /// In a struct because a mutex wraps a bare function anew at every look.
  private struct Worker {
    let begin: @Sendable (ConnectionID, ConnectionSession.Memory) -> Void
  }

  /// `begin` starts the task of a connection's session. It is made after those who need the connections.
  func connect(to begin: @escaping @Sendable (ConnectionID, ConnectionSession.Memory) -> Void) {
    worker.withLock { $0 = Worker(begin: begin) }
  }

  /// Registers a connection, of the watchdog or of somebody.
  func open(_ connection: ConnectionID, _ memory: ConnectionSession.Memory) {
    entries.withLock { $0[connection] = Entry(isSynthetic: memory.isSynthetic, memory: memory) }
  }

  /// Hands a frame to the connection's task; false when its inbox is full.
  func receive(_ bytes: [UInt8], from connection: ConnectionID) -> Bool { arrive(.frame(bytes), at: connection) }

  func close(_ connection: ConnectionID) { _ = arrive(.closed, at: connection) }

  /// False when there is no room.
  private func arrive(_ arrival: Inbound, at connection: ConnectionID) -> Bool {
    let (hasRoom, memory) = entries.withLock { $0[connection]?.add(arrival) ?? (true, nil) }
    if let memory { worker.withLock { $0 }?.begin(connection, memory) }
    return hasRoom
  }

  /// What arrived next; without that the task must end, and what the session knows is kept until it is needed again.
  func next(for connection: ConnectionID, leaving memory: ConnectionSession.Memory) -> Inbound? {
    entries.withLock { entries in
      guard let arrival = entries[connection]?.next() else {
        entries[connection]?.memory = memory
        return nil
      }
      if case .closed = arrival { entries[connection] = nil }
      return arrival
    }
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
    let others = entries.withLock { $0.filter { $0.value.customer == customer && $0.key != own }.map(\.key) }
    for connection in others { _ = arrive(.follow, at: connection) }
  }

  /// Has the connections of an anonymous customer speak for the customer they turned out to be.
  func identify(_ anonymous: String, as customer: String) {
    let theirs = entries.withLock { entries in
      let theirs = entries.filter { $0.value.customer == anonymous }.map(\.key)
      for connection in theirs { entries[connection]?.customer = customer }
      return theirs
    }
    for connection in theirs { _ = arrive(.identified(customer: customer), at: connection) }
  }

  /// Has the connection's task go on with a replay; one whose inbox is full floods and is being closed.
  func replay(_ rest: Replay, to connection: ConnectionID) { _ = arrive(.replay(rest), at: connection) }

  /// At most `limit` connections that have said nothing since `instant`, each once.
  func dismissSilent(since instant: ContinuousClock.Instant, limit: Int) -> [ConnectionID] {
    entries.withLock { entries in
      let silent = entries.lazy.filter {
        !$0.value.hasGreeted && !$0.value.isClosed && !$0.value.isDismissed && $0.value.openedAt < instant
      }
      let dismissed = Array(silent.prefix(limit).map(\.key))
      for connection in dismissed { entries[connection]?.isDismissed = true }
      return dismissed
    }
  }

  /// Connections of staff, with the user as they were at hello.
  var staff: [(connection: ConnectionID, user: User, session: String)] {
    entries.withLock { entries in
      entries.compactMap { connection, entry in
        entry.isClosed ? nil : entry.staff.map { (connection, $0.user, $0.session) }
      }
    }
  }

  /// How many there are, the watchdog's not counted.
  var count: Int { entries.withLock { $0.values.count { !$0.isSynthetic && !$0.isClosed } } }

  /// Whether the watchdog is at the other end.
  func isSynthetic(_ connection: ConnectionID) -> Bool { entries.withLock { $0[connection]?.isSynthetic == true } }

  var all: [ConnectionID] { open { _ in true } }

  private func open(_ isMeant: (Entry) -> Bool) -> [ConnectionID] {
    entries.withLock { $0.filter { !$0.value.isClosed && isMeant($0.value) }.map(\.key) }
  }
}

extension Connections.Entry {
  /// Adds an arrival if there is room; gives what a new task needs when none is at work.
  fileprivate mutating func add(_ arrival: Inbound) -> (hasRoom: Bool, ConnectionSession.Memory?) {
    if case .closed = arrival {
      isClosed = true
    } else if waiting.count >= Connections.inboxFrames {
      return (false, nil)
    }
    waiting.append(arrival)
    defer { memory = nil }
    return (true, memory)
  }

  fileprivate mutating func next() -> Inbound? { waiting.isEmpty ? nil : waiting.removeFirst() }
}
