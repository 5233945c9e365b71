import ArgumentParser
import CRM
import Database
import Foundation

/// Where the data file is; shared by the commands that work on it beside a running server.
struct StoreOption: ParsableArguments {
  @Option(help: "Database file (default: frontdesk.db). The server may be running.")
  var database: String?

  /// The file that flag, environment or configuration names.
  func path() throws -> String { try Settings(path: nil).text("database", database, default: "frontdesk.db") }

  /// Opens the store. A file that is not there is made only when `creating`. The server has checked every page.
  func open(creating: Bool = false) throws -> Database {
    let path = try path()
    guard creating || FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure(DatabaseError.cannotOpen(path: path, reason: "there is no such file"))
    }
    do {
      return try Database(path: path, migrations: Schema.migrations, isChecked: false)
    } catch {
      throw CommandFailure(error)
    }
  }
}
