import GRDB

/// What the store can refuse. The texts never hold values that people typed.
package enum DatabaseError: Error, Equatable, CustomStringConvertible {
  /// The file cannot be opened, or is not a Frontdesk database.
  case cannotOpen(path: String, reason: String)
  /// A uniqueness, foreign key or check constraint refused the write.
  case constraint(String)
  /// Another process holds the database for longer than the busy time-out.
  case busy
  /// The disk is full or cannot be written.
  case storage(String)
  /// A statement and the schema do not fit: a fault of this program.
  case schema(String)

  package var description: String {
    switch self {
    case .cannotOpen(let path, let reason): "cannot open the database \(path): \(reason)"
    case .constraint(let text): "the database refused: \(text)"
    case .busy: "the database is held by another process"
    case .storage(let text): "the database cannot be written: \(text)"
    case .schema(let text): "statement and schema do not fit: \(text)"
    }
  }

  init(_ error: any Error) {
    switch error {
    case let error as DatabaseError: self = error
    case let error as GRDB.DatabaseError: self = Self.translated(error)
    default: self = .schema("\(type(of: error))")
    }
  }

  private static func translated(_ error: GRDB.DatabaseError) -> DatabaseError {
    let message = error.message ?? "code \(error.extendedResultCode.rawValue)"
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
