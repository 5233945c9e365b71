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

/// The bounded line of what has arrived at a connection, and what its session knows while no task works on it.
final class ConnectionLine: Sendable {
  /// Arrivals that may wait. More means that the client floods.
  private static let limit = 512

  /// Who speaks through a connection.
  enum Party {
    /// It has not said hello, or was refused.
    case nobody
    case greeting
    case customer(String)
    /// With the digest of the session token that they came with.
    indirect case staff(User, session: String)
  }

  private struct State {
    var party = Party.nobody
    /// Whether it is being closed because it said nothing.
    var isDismissed = false
    var isClosed = false
    var waiting: [Inbound] = []
    /// Nil while a task has it.
    var memory: ConnectionSession.Memory?
  }

  let connection: ConnectionID
  let isSynthetic: Bool
  private let openedAt = ContinuousClock.now
  private let state: Mutex<State>

  init(connection: ConnectionID, memory: ConnectionSession.Memory) {
    self.connection = connection
    isSynthetic = memory.isSynthetic
    state = Mutex(State(memory: memory))
  }

  var isClosed: Bool { state.withLock { $0.isClosed } }

  var party: Party {
    get { state.withLock { $0.party } }
    set { state.withLock { $0.party = newValue } }
  }

  func isOf(customer: String) -> Bool {
    if case .customer(customer) = party { true } else { false }
  }

  /// Adds an arrival if there is room; gives what a new task needs when none is at work.
  func add(_ arrival: Inbound) -> (hasRoom: Bool, ConnectionSession.Memory?) {
    state.withLock { state in
      if case .closed = arrival {
        state.isClosed = true
      } else if state.waiting.count >= Self.limit {
        return (false, nil)
      }
      state.waiting.append(arrival)
      return (true, state.memory.take())
    }
  }

  /// The next arrival. Without one the task must end; what it leaves is kept for the next.
  func next(leaving memory: @autoclosure () -> ConnectionSession.Memory) -> Inbound? {
    state.withLock { state in
      guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
      state.memory = memory()
      return nil
    }
  }

  /// Whether it has said nothing since `instant` and is to be closed for that; true once.
  func dismiss(ifSilentSince instant: ContinuousClock.Instant) -> Bool {
    state.withLock { state in
      guard case .nobody = state.party, !state.isClosed, !state.isDismissed, openedAt < instant else { return false }
      state.isDismissed = true
      return true
    }
  }
}
