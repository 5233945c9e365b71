import Dispatch
import GRDB

/// Commits group after group on a thread of its own, which keeps its memory and what the processor has cached of it.
///
/// When a write is bad, the group is rolled back and run again with a savepoint around each write. Most groups have none
/// and are spared the savepoints, for which SQLite copies every page that a write touches.
struct CommitThread: Sendable {
  /// After a bad write so many groups run with savepoints at once: whoever sends bad ones all the time makes nobody's
  /// work be done twice.
  private static let carefulGroups = 32

  private let pool: DatabasePool
  private let checkpoints: Checkpoints
  private let work: CommitWork
  private let metrics = CommitMetrics()

  init(pool: DatabasePool, checkpoints: Checkpoints, work: CommitWork) {
    self.pool = pool
    self.checkpoints = checkpoints
    self.work = work
    work.ended.enter()
  }

  /// Returns when the work has ended.
  func run() {
    /// How many more groups run with savepoints at once.
    var carefulGroups = 0
    while let group = work.next() { commit(group, &carefulGroups) }
    work.ended.leave()
  }

  private func commit(_ group: [CommitWork.Write], _ carefulGroups: inout Int) {
    let begin = ContinuousClock.now
    do {
      let outcomes = try pool.writeWithoutTransaction { try run(group, in: $0, &carefulGroups) }
      metrics.record(writes: group.count, since: begin, failed: false)
      for outcome in outcomes { outcome.answer() }
      pool.writeWithoutTransaction(checkpoints.advance)
    } catch {
      metrics.record(writes: group.count, since: begin, failed: true)
      for write in group { write.refuse(error) }
    }
  }

  private func run(
    _ group: [CommitWork.Write], in database: GRDB.Database, _ carefulGroups: inout Int
  ) throws -> [CommitWork.Outcome] {
    if carefulGroups == 0 {
      if let outcomes = try together(group, in: database) { return outcomes }
      carefulGroups = Self.carefulGroups + 1
    }
    carefulGroups -= 1
    return try apart(group, in: database)
  }

  /// Commits the group without savepoints; nil, with nothing written, if one of its writes is bad.
  private func together(_ group: [CommitWork.Write], in database: GRDB.Database) throws -> [CommitWork.Outcome]? {
    var outcomes: [CommitWork.Outcome] = []
    outcomes.reserveCapacity(group.count)
    var isGood = true
    try database.inTransaction(.immediate) {
      for write in group {
        let outcome = write.run(database, false)
        isGood = outcome.isGood
        guard isGood else { return .rollback }
        outcomes.append(outcome)
      }
      return .commit
    }
    return isGood ? outcomes : nil
  }

  /// Commits what is good of the group.
  private func apart(_ group: [CommitWork.Write], in database: GRDB.Database) throws -> [CommitWork.Outcome] {
    var outcomes: [CommitWork.Outcome] = []
    try database.inTransaction(.immediate) {
      outcomes = group.map { $0.run(database, true) }
      return .commit
    }
    return outcomes
  }
}
