import Foundation
import GRDB

/// Checks of a data file that change nothing in it.
enum Integrity {
  /// Larger files are not checked whole at every start: a gigabyte takes 2 to 10 seconds. A backup checks them.
  static let largestChecked = 1 << 30

  /// Checks the file at `path` before anybody writes to it.
  /// - Parameter isWhole: reads every page, unless the file is larger than `largestChecked`.
  /// - Throws: `damaged`, or `cannotOpen` for a database of another program.
  static func check(path: String, isWhole: Bool) throws(DatabaseError) {
    let file = DatabaseFile(path: path)
    let isWhole = isWhole && file.size <= largestChecked
    if isWhole { file.readAhead() }
    do {
      let queue = try DatabaseQueue(path: path, configuration: reading)
      try queue.read { database in
        try checkOrigin(database, path: path)
        if isWhole { try checkAll(database, path: path) }
      }
      try queue.close()
    } catch {
      throw DatabaseError(error, opening: path)
    }
  }

  /// Reads every page and follows every reference.
  static func checkAll(_ database: GRDB.Database, path: String) throws {
    let found = try findings(database)
    guard found == ["ok"] else {
      throw DatabaseError.damaged(path: path, reason: "SQLite's quick check finds: \(words(found))")
    }
    let orphans = try GRDB.Row.fetchOne(
      database, sql: #"SELECT count(*) AS n, "table" AS child, "parent" AS parent FROM pragma_foreign_key_check"#)
    guard let orphans, let count = orphans["n"] as Int?, count > 0 else { return }
    let (child, parent) = (orphans["child"] as String? ?? "?", orphans["parent"] as String? ?? "?")
    let reason = "rows that others refer to are lost, \(count) times, such as of \(parent) for \(child)"
    throw DatabaseError.damaged(path: path, reason: reason + " (PRAGMA foreign_key_check lists them)")
  }

  /// What SQLite finds; a page that it cannot go past ends the list with an error, and is named before that.
  private static func findings(_ database: GRDB.Database) throws -> [String] {
    var found: [String] = []
    do {
      let rows = try String.fetchCursor(database, sql: "PRAGMA quick_check(3)")
      while let row = try rows.next() { found.append(row) }
    } catch let error as GRDB.DatabaseError where error.resultCode == .SQLITE_CORRUPT && !found.isEmpty {
      return found
    }
    return found
  }

  /// A connection that cannot write and waits for one that recovers the log after a crash.
  static var reading: Configuration {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    configuration.label = "frontdesk-check"
    return configuration
  }

  private static func checkOrigin(_ database: GRDB.Database, path: String) throws {
    let tables = try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
    guard tables.isEmpty || tables.contains("grdb_migrations") else {
      throw DatabaseError.cannotOpen(path: path, reason: "it is the database of another program")
    }
  }

  /// The findings in one line, without SQLite's headings.
  private static func words(_ findings: [String]) -> String {
    findings.flatMap { $0.split(separator: "\n") }.filter { !$0.hasPrefix("***") }.prefix(3).joined(separator: "; ")
  }
}
