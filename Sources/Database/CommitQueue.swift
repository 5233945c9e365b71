import Dispatch
import GRDB
import Synchronization

/// Group commit: every write that waits when the disk is free shares one transaction and one fsync.
///
/// Each write runs in its own savepoint, so a bad one rolls back alone. Nobody is answered before the commit
/// has returned; when the commit fails, all of its writes fail.
final class CommitQueue: Sendable {
  private typealias Answer = @Sendable ((any Error)?) -> Void

  private struct Write: Sendable {
    /// Runs the body in its savepoint; the answer is given after the commit, with the commit's failure if it failed.
    let run: @Sendable (GRDB.Database) -> Answer
    /// Answers a write whose transaction could not even begin.
    let refuse: @Sendable (any Error) -> Void
  }

  private struct State {
    var waiting: [Write] = []
    var isDraining = false
    var isClosed = false
    /// When the group that is being committed was begun.
    var begunAt: ContinuousClock.Instant?
  }

  private let pool: DatabasePool
  private let queue = DispatchQueue(label: "frontdesk.commit", qos: .userInitiated)
  private let state = Mutex(State())
  private let metrics = CommitMetrics()

  init(pool: DatabasePool) {
    self.pool = pool
  }

  /// Runs `body` in the next group and returns when it is on disk.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (GRDB.Database) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let run: @Sendable (GRDB.Database) -> Answer = { database in
        let result = Result { try Self.inSavepoint(database, body) }
        return { failure in
          continuation.resume(with: failure.map { .failure($0) } ?? result)
        }
      }
      enqueue(Write(run: run, refuse: { continuation.resume(throwing: $0) }))
    }
  }

  /// How long the commit that runs now has taken so far; nil when none runs.
  var age: Duration? { state.withLock { $0.begunAt.map { $0.duration(to: .now) } } }

  /// Refuses later writes and returns when all earlier ones have been answered.
  func close() {
    state.withLock { $0.isClosed = true }
    queue.sync {}
  }

  private func enqueue(_ write: Write) {
    let isClosed = state.withLock { state in
      guard !state.isClosed else { return true }
      state.waiting.append(write)
      // Under the mutex, so that `close` cannot slip in between and miss this group.
      if !state.isDraining { queue.async { self.drain() } }
      state.isDraining = true
      return false
    }
    if isClosed { write.refuse(DatabaseError.storage("the store is closed")) }
  }

  private func drain() {
    while let group = nextGroup() { commit(group) }
  }

  private func nextGroup() -> [Write]? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isDraining = false
        state.begunAt = nil
        return nil
      }
      defer { state.waiting = [] }
      state.begunAt = .now
      return state.waiting
    }
  }

  private func commit(_ group: [Write]) {
    let begin = ContinuousClock.now
    var answers: [Answer] = []
    var failure: (any Error)?
    do {
      try pool.writeWithoutTransaction { database in
        try database.inTransaction(.immediate) {
          answers = group.map { $0.run(database) }
          return .commit
        }
      }
    } catch {
      failure = error
    }
    metrics.record(writes: group.count, since: begin, failed: failure != nil)
    if answers.isEmpty, let failure {
      for write in group { write.refuse(failure) }
    }
    for answer in answers { answer(failure) }
  }

  private static func inSavepoint<Value>(
    _ database: GRDB.Database, _ body: (GRDB.Database) throws -> Value
  ) throws -> Value {
    // A full disk ends the whole transaction; what was written now would be committed apart from it.
    guard database.isInsideTransaction else { throw DatabaseError.storage("the transaction has been ended") }
    let connection = Connection(database: database)
    try connection.run("SAVEPOINT one_write")
    do {
      let value = try body(database)
      try connection.run("RELEASE one_write")
      return value
    } catch {
      if database.isInsideTransaction {
        try connection.run("ROLLBACK TO one_write")
        try connection.run("RELEASE one_write")
      }
      throw error
    }
  }
}
