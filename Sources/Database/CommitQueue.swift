import Dispatch
import GRDB
import Synchronization

/// Group commit: every write that waits when the disk is free shares one transaction and one fsync.
///
/// A bad write rolls back alone: when one fails, the group is rolled back and run again with a savepoint around each
/// write. Most groups have none and are spared the savepoints, for which SQLite copies every page that a write touches.
/// Nobody is answered before the commit has returned; when the commit fails, all of its writes fail.
final class CommitQueue: Sendable {
  /// After a bad write so many groups run with savepoints at once: whoever sends bad ones all the time makes nobody's
  /// work be done twice.
  private static let carefulGroups = 32

  private struct Write: Sendable {
    /// Runs the body, once or, if the group is run again, twice.
    let run: @Sendable (GRDB.Database, _ inSavepoint: Bool) -> Outcome
    /// Answers a write whose transaction failed.
    let refuse: @Sendable (any Error) -> Void
  }

  private struct Outcome {
    let isGood: Bool
    /// Tells the caller, after the commit.
    let answer: @Sendable () -> Void
  }

  private struct State {
    var waiting: [Write] = []
    var isDraining = false
    var isClosed = false
    /// How many more groups run with savepoints at once.
    var carefulGroups = 0
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
      let run: @Sendable (GRDB.Database, Bool) -> Outcome = { database, inSavepoint in
        let result = Result { inSavepoint ? try Self.inSavepoint(database, body) : try body(database) }
        return Outcome(isGood: (try? result.get()) != nil, answer: { continuation.resume(with: result) })
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
    do {
      let outcomes = try pool.writeWithoutTransaction { try together(group, in: $0) ?? apart(group, in: $0) }
      metrics.record(writes: group.count, since: begin, failed: false)
      for outcome in outcomes { outcome.answer() }
    } catch {
      metrics.record(writes: group.count, since: begin, failed: true)
      for write in group { write.refuse(error) }
    }
  }

  /// Commits the group without savepoints; nil, with nothing written, if one of its writes is bad or may be.
  private func together(_ group: [Write], in database: GRDB.Database) throws -> [Outcome]? {
    guard isTrusting() else { return nil }
    var outcomes: [Outcome] = []
    try database.inTransaction(.immediate) {
      for write in group {
        outcomes.append(write.run(database, false))
        guard outcomes.last?.isGood == true else { return .rollback }
      }
      return .commit
    }
    guard outcomes.last?.isGood == true else {
      state.withLock { $0.carefulGroups = Self.carefulGroups }
      return nil
    }
    return outcomes
  }

  private func isTrusting() -> Bool {
    state.withLock { state in
      guard state.carefulGroups > 0 else { return true }
      state.carefulGroups -= 1
      return false
    }
  }

  /// Commits what is good of the group.
  private func apart(_ group: [Write], in database: GRDB.Database) throws -> [Outcome] {
    var outcomes: [Outcome] = []
    try database.inTransaction(.immediate) {
      outcomes = group.map { $0.run(database, true) }
      return .commit
    }
    return outcomes
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
