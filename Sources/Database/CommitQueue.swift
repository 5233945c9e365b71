import Dispatch
import Foundation
import GRDB
import Synchronization

/// Group commit: every write that waits when the disk is free shares one transaction and one fsync.
///
/// A bad write rolls back alone, see `CommitThread`. Nobody is answered before the commit has returned; when the commit
/// fails, all of its writes fail.
final class CommitQueue: Sendable {
  private let work = CommitWork()

  init(pool: DatabasePool, checkpoints: Checkpoints) {
    let committer = CommitThread(pool: pool, checkpoints: checkpoints, work: work)
    let thread = Thread { committer.run() }
    thread.name = "commit"
    thread.start()
  }

  // Without waiting: what the thread lets go of may be what held the queue.
  deinit { work.end() }

  /// Runs `body` in the next group and returns when it is on disk.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (GRDB.Database) throws -> Value
  ) async throws -> Value {
    // Resumed once, because a write is either run, and its last outcome answered, or refused.
    try await withUnsafeThrowingContinuation { continuation in
      let run: @Sendable (GRDB.Database, Bool) -> CommitWork.Outcome = { database, inSavepoint in
        do {
          let value = inSavepoint ? try Self.inSavepoint(database, body) : try body(database)
          return .init(isGood: true, answer: { continuation.resume(returning: value) })
        } catch {
          return .init(isGood: false, answer: { continuation.resume(throwing: error) })
        }
      }
      let write = CommitWork.Write(run: run, refuse: { continuation.resume(throwing: $0) })
      if !work.add(write) { write.refuse(DatabaseError.closed) }
    }
  }

  /// How long the commit that runs now has taken so far; nil when none runs.
  var age: Duration? { work.age }

  /// Whether later writes are refused.
  var isClosed: Bool { work.isClosed }

  /// Refuses later writes and returns when all earlier ones have been answered.
  func close() {
    work.end()
    work.ended.wait()
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
