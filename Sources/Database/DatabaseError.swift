import GRDB

/// What the store can refuse. The texts never hold values that people typed.
package enum DatabaseError: Error, Equatable, CustomStringConvertible {
  /// The file cannot be opened, or is not a Frontdesk database.
  case cannotOpen(path: String, reason: String)
  /// The file was a database once and cannot be trusted any more. `reason` tells which check it failed.
  case damaged(path: String, reason: String)
  /// The copy cannot be made; whatever was at `path` before is still there.
  case cannotBackUp(path: String, reason: String)
  /// A uniqueness, foreign key or check constraint refused the write.
  case constraint(String)
  /// Another process holds the database for longer than the busy time-out.
  case busy
  /// The disk is full or cannot be written.
  case storage(String)
  /// The store has been closed, as at the end of the program.
  case closed
  /// A statement and the schema do not fit: a fault of this program.
  case schema(String)

  package var description: String {
    switch self {
    case .cannotOpen(let path, let reason): "cannot open the database \(path): \(reason)"
    case .damaged(let path, let reason): "the database \(path) is damaged: \(reason)\n" + Self.restoring(path)
    case .cannotBackUp(let path, let reason): "cannot make the backup \(path): \(reason)"
    case .constraint(let text): "the database refused: \(text)"
    case .busy: "the database is held by another process"
    case .storage(let text): "the database cannot be written: \(text)"
    case .closed: "the database is closed"
    case .schema(let text): "statement and schema do not fit: \(text)"
    }
  }

  /// What to do about a damaged file, for the person who started the program.
  private static func restoring(_ path: String) -> String {
    """
    Nothing in it was changed. To restore it:
      1. Stop every frontdesk that uses it.
      2. Move it aside, with \(path)-wal and \(path)-shm where they are there:
         a backup beside an old -wal would be damaged too.
      3. Copy the newest file that 'frontdesk backup' has made to \(path).
      4. Start again.
    Without a backup, the last resort is what can still be read from the file set aside:
         sqlite3 ASIDE .recover | sqlite3 \(path)
    or, where sqlite3 has no .recover, as in Debian 12:
         sqlite3 ASIDE .dump | sed 's/^ROLLBACK;.*/COMMIT;/' | sqlite3 \(path)
    """
  }

  init(_ error: any Error) {
    switch error {
    case let error as DatabaseError: self = error
    case let error as GRDB.DatabaseError: self = Self.translated(error)
    default: self = .schema("\(type(of: error))")
    }
  }

  /// What went wrong while the file at `path` was being opened.
  init(_ error: any Error, opening path: String) {
    guard let error = error as? GRDB.DatabaseError else {
      self = error as? DatabaseError ?? .cannotOpen(path: path, reason: "\(error)")
      return
    }
    let message = error.text
    self =
      switch error.resultCode {
      case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damaged(path: path, reason: message)
      case .SQLITE_BUSY, .SQLITE_LOCKED: .cannotOpen(path: path, reason: "another process holds it")
      case .SQLITE_FULL: .cannotOpen(path: path, reason: Disk.full)
      case .SQLITE_IOERR, .SQLITE_CANTOPEN:
        .cannotOpen(path: path, reason: Disk.isFull(at: path) ? Disk.full : message)
      default: .cannotOpen(path: path, reason: message)
      }
  }

  private static func translated(_ error: GRDB.DatabaseError) -> DatabaseError {
    let message = error.text
    return switch error.resultCode {
    case .SQLITE_CONSTRAINT: .constraint(message)
    case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
    case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_CORRUPT, .SQLITE_NOTADB,
      .SQLITE_ABORT:
      .storage(message)
    default: .schema(message)
    }
  }
}

extension GRDB.DatabaseError {
  /// SQLite's own words, without statements or values.
  var text: String { message ?? "code \(extendedResultCode.rawValue)" }
}
