import GRDB
import GRDBSQLite
import Synchronization

/// Copies what the log holds into the database file, beside the commits and not in the middle of one.
///
/// A connection of its own copies (SQLite's passive checkpoint lets others write meanwhile); what has been committed since
/// is copied between two commits. Only a log that has been copied to its end begins anew, so that it does not grow. A copy that
/// fails is tried again when the log has as many pages more; until then everything is in the log.
final class Checkpoints: Sendable {
  private enum Phase { case waiting, copying, copied }
  private enum Step { case none, copy, finish }

  private struct State {
    var phase = Phase.waiting
    /// Pages that were appended to the log since it was copied last.
    var pages = 0

    mutating func advance(_ written: Int, limit: Int) -> Step {
      pages += written
      switch phase {
      case .waiting where pages >= limit:
        (phase, pages) = (.copying, 0)
        return .copy
      case .copied:
        phase = .waiting
        return .finish
      case .waiting, .copying: return .none
      }
    }
  }

  /// A page that many commits change is copied once, so it pays to wait for some 16 MiB.
  private static let pages = 4_000

  private let connection: DatabaseQueue
  private let state = Mutex(State())

  init(path: String) throws {
    connection = try DatabaseQueue(path: path)
  }

  /// To be called with the writing connection between two commits.
  func advance(_ writer: GRDB.Database) {
    let written = Self.pagesWritten(writer)
    switch state.withLock({ $0.advance(written, limit: Self.pages) }) {
    case .none: return
    case .copy: copy()
    case .finish: _ = try? writer.checkpoint(.passive)
    }
  }

  /// Copies what is left, when every other connection is closed: SQLite clears the log when the last one goes that may
  /// write.
  func close() {
    _ = try? connection.writeWithoutTransaction { try $0.checkpoint(.passive) }
    try? connection.close()
  }

  private func copy() {
    connection.asyncWriteWithoutTransaction { [weak self] database in
      let isCopied = (try? database.checkpoint(.passive)) != nil
      self?.state.withLock { $0.phase = isCopied ? .copied : .waiting }
    }
  }

  /// Since this was asked last.
  private static func pagesWritten(_ database: GRDB.Database) -> Int {
    var count: CInt = 0
    var highest: CInt = 0
    guard
      sqlite3_db_status(database.sqliteConnection, SQLITE_DBSTATUS_CACHE_WRITE, &count, &highest, 1) == SQLITE_OK
    else { return 0 }
    return Int(count)
  }
}
