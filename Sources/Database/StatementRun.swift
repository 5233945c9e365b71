import GRDB
import GRDBSQLite

/// One run of a statement whose rows nobody reads: values bound and steps taken without GRDB's boxes and observers, of
/// which there are none. The statement is GRDB's, lent by its cache.
struct StatementRun {
  // OpaquePointer because SQLite's statement is one; it lives as long as the connection whose cache has it.
  private let statement: OpaquePointer

  init(_ statement: OpaquePointer) { self.statement = statement }

  func run(_ values: [SQLValue]) throws {
    guard Int(sqlite3_bind_parameter_count(statement)) == values.count else {
      throw DatabaseError.schema("a statement has another number of values")
    }
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    for (index, value) in values.enumerated() { try check(bind(value, at: Int32(index + 1)), is: SQLITE_OK) }
    var code = sqlite3_step(statement)
    while code == SQLITE_ROW { code = sqlite3_step(statement) }
    try check(code, is: SQLITE_DONE)
  }

  private func check(_ code: Int32, is expected: Int32) throws {
    guard code != expected else { return }
    let connection = sqlite3_db_handle(statement)
    throw GRDB.DatabaseError(
      resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
      message: String(cString: sqlite3_errmsg(connection)))
  }

  private func bind(_ value: SQLValue, at index: Int32) throws -> Int32 {
    switch value {
    case .null: return sqlite3_bind_null(statement, index)
    case .integer(let number): return sqlite3_bind_int64(statement, index, number)
    case .real(let number): return sqlite3_bind_double(statement, index, number)
    case .text(var text):
      try value.checkText()
      return text.withUTF8 { bind($0, at: index) }
    case .utf8(let bytes):
      try value.checkText()
      return bytes.withUnsafeBufferPointer { bind($0, at: index) }
    case .blob(let bytes):
      guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(statement, index, 0) }
      return bytes.withUnsafeBytes { sqlite3_bind_blob(statement, index, $0.baseAddress, Int32($0.count), Self.copied) }
    }
  }

  private func bind(_ text: UnsafeBufferPointer<UInt8>, at index: Int32) -> Int32 {
    // Without a pointer SQLite would bind null.
    guard !text.isEmpty else { return sqlite3_bind_text(statement, index, "", 0, Self.copied) }
    return text.withMemoryRebound(to: CChar.self) {
      sqlite3_bind_text(statement, index, $0.baseAddress, Int32($0.count), Self.copied)
    }
  }

  // SQLITE_TRANSIENT, which Swift does not import because it is a cast of -1: SQLite copies what is bound.
  private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
