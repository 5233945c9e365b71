import Dispatch
import GRDB
import Synchronization

/// What waits to be committed, shared by those who write and the thread that commits.
final class CommitWork: Sendable {
  struct Write: Sendable {
    /// Runs the body, once or, if the group is run again, twice.
    let run: @Sendable (GRDB.Database, _ inSavepoint: Bool) -> Outcome
    /// Answers a write whose transaction failed.
    let refuse: @Sendable (any Error) -> Void
  }

  struct Outcome {
    let isGood: Bool
    /// Tells the caller, after the commit.
    let answer: @Sendable () -> Void
  }

  private struct State {
    var waiting: [Write] = []
    var isClosed = false
    /// Whether the thread waits for `wake`.
    var isAsleep = false
    /// When the group that is being committed was begun.
    var begunAt: ContinuousClock.Instant?

    mutating func take() -> (group: [Write], isClosed: Bool) {
      begunAt = waiting.isEmpty ? nil : .now
      isAsleep = waiting.isEmpty && !isClosed
      defer { waiting = [] }
      return (waiting, isClosed)
    }

    /// Whether there is somebody to wake, which is done once.
    mutating func wakes() -> Bool {
      defer { isAsleep = false }
      return isAsleep
    }
  }

  private let state = Mutex(State())
  private let wake = DispatchSemaphore(value: 0)
  /// Left by the thread when it has answered the last write.
  let ended = DispatchGroup()

  /// How long the group that the thread has now has taken so far; nil when it has none.
  var age: Duration? { state.withLock { $0.begunAt.map { $0.duration(to: .now) } } }

  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// Has the thread commit the write; false, and nothing is done, after the end.
  func add(_ write: Write) -> Bool {
    let (isAccepted, wakes) = state.withLock { state in
      guard !state.isClosed else { return (false, false) }
      state.waiting.append(write)
      return (true, state.wakes())
    }
    if wakes { wake.signal() }
    return isAccepted
  }

  /// Has the thread end when what has been accepted is answered.
  func end() {
    let wakes = state.withLock { state in
      state.isClosed = true
      return state.wakes()
    }
    if wakes { wake.signal() }
  }

  /// All that waits, when something does; nil at the end. Blocks the thread until then.
  func next() -> [Write]? {
    while true {
      let (group, isClosed) = state.withLock { $0.take() }
      if !group.isEmpty { return group }
      if isClosed { return nil }
      wake.wait()
    }
  }
}
