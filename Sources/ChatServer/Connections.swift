import CRM
import Synchronization
import WebServer

/// The open connections. Each has a bounded line of arrivals and, while something waits there, one task that takes them;
/// otherwise only what the session knows is kept.
final class Connections: Sendable {
  /// Whoever has this lock may take that of a line, never the other way round.
  private let lines = Mutex<[ConnectionID: ConnectionLine]>([:])
  private let worker = Mutex<Worker?>(nil)

  /// In a struct because a mutex wraps a bare function anew at every look.
  private struct Worker {
    let begin: @Sendable (ConnectionLine, ConnectionSession.Memory) -> Void
  }

  /// `begin` starts the task of a connection's session. It is made after those who need the connections.
  func connect(to begin: @escaping @Sendable (ConnectionLine, ConnectionSession.Memory) -> Void) {
    worker.withLock { $0 = Worker(begin: begin) }
  }

  /// Registers a connection, of the watchdog or of somebody.
  func open(_ connection: ConnectionID, _ memory: ConnectionSession.Memory) {
    let line = ConnectionLine(connection: connection, memory: memory)
    lines.withLock { $0[connection] = line }
  }

  /// Hands a frame to the connection's task; false when its line is full.
  func receive(_ bytes: [UInt8], from connection: ConnectionID) -> Bool { arrive(.frame(bytes), at: connection) }

  func close(_ connection: ConnectionID) { _ = arrive(.closed, at: connection) }

  /// False when there is no room.
  private func arrive(_ arrival: Inbound, at connection: ConnectionID) -> Bool {
    guard let line = line(of: connection) else { return true }
    let (hasRoom, memory) = line.add(arrival)
    if let memory { worker.withLock { $0 }?.begin(line, memory) }
    return hasRoom
  }

  private func line(of connection: ConnectionID) -> ConnectionLine? { lines.withLock { $0[connection] } }

  /// What arrived next; without that the task must end, and what the session knows is kept until it is needed again.
  func next(of line: ConnectionLine, leaving memory: @autoclosure () -> ConnectionSession.Memory) -> Inbound? {
    guard let arrival = line.next(leaving: memory()) else { return nil }
    if case .closed = arrival { lines.withLock { $0[line.connection] = nil } }
    return arrival
  }

  /// Has the customer's other connections follow them into a new conversation.
  func follow(customer: String, except own: ConnectionID) {
    let others = open { $0.isOf(customer: customer) && $0.connection != own }
    for line in others { _ = arrive(.follow, at: line.connection) }
  }

  /// Has the connections of an anonymous customer speak for the customer they turned out to be.
  func identify(_ anonymous: String, as customer: String) {
    for line in open({ $0.isOf(customer: anonymous) }) {
      line.party = .customer(customer)
      _ = arrive(.identified(customer: customer), at: line.connection)
    }
  }

  /// Has the connection's task go on with a replay; one whose line is full floods and is being closed.
  func replay(_ rest: Replay, to connection: ConnectionID) { _ = arrive(.replay(rest), at: connection) }

  /// At most `limit` connections that have said nothing since `instant`, each once.
  func dismissSilent(since instant: ContinuousClock.Instant, limit: Int) -> [ConnectionID] {
    lines.withLock { lines in
      var dismissed: [ConnectionID] = []
      for line in lines.values where dismissed.count < limit {
        if line.dismiss(ifSilentSince: instant) { dismissed.append(line.connection) }
      }
      return dismissed
    }
  }

  /// Connections of staff, with the user as they were at hello.
  var staff: [(connection: ConnectionID, user: User, session: String)] {
    open { _ in true }.compactMap { line in
      guard case .staff(let user, let session) = line.party else { return nil }
      return (line.connection, user, session)
    }
  }

  /// How many there are, the watchdog's not counted.
  var count: Int { open { !$0.isSynthetic }.count }

  /// Whether the watchdog is at the other end.
  func isSynthetic(_ connection: ConnectionID) -> Bool { line(of: connection)?.isSynthetic == true }

  var all: [ConnectionID] { open { _ in true }.map(\.connection) }

  private func open(_ isMeant: (ConnectionLine) -> Bool) -> [ConnectionLine] {
    lines.withLock { $0.values.filter { !$0.isClosed && isMeant($0) } }
  }
}
