import Foundation
import GRDB

/// One named step of the schema: statements that run once, in order, in one transaction.
package struct Migration: Sendable {
  package let name: String
  package let statements: [String]

  package init(_ name: String, _ statements: [String]) {
    self.name = name
    self.statements = statements
  }
}

/// The embedded store: SQLite in WAL mode with `synchronous=FULL`, read by a pool, written in groups.
package final class Database: Sendable {
  private let pool: DatabasePool
  private let commits: CommitQueue
  private let checkpoints: Checkpoints

  /// Opens the file at `path`, creating it when missing, checks it and brings its schema up to date.
  ///
  /// - Parameter isChecked: whether every page is read first, which takes some seconds for a gigabyte; a damaged file is
  ///   left as it is.
  package init(path: String, migrations: [Migration], isChecked: Bool = true) throws(DatabaseError) {
    try DatabaseFile(path: path).prepare(creating: true)
    try Integrity.check(path: path, isWhole: isChecked)
    do {
      pool = try DatabasePool(path: path, configuration: Self.configuration())
      try pool.writeWithoutTransaction { writer in
        for pragma in Self.writerPragmas { try writer.execute(sql: "PRAGMA \(pragma)") }
      }
      let migrator = Self.migrator(migrations)
      guard try !pool.read(migrator.hasBeenSuperseded) else {
        throw DatabaseError.cannotOpen(path: path, reason: "a newer version of the program made it")
      }
      try migrator.migrate(pool)
      checkpoints = try Checkpoints(path: path)
    } catch {
      throw DatabaseError(error, opening: path)
    }
    commits = CommitQueue(pool: pool, checkpoints: checkpoints)
  }

  /// Reads from one consistent snapshot.
  package func read<Value: Sendable>(
    _ body: @escaping @Sendable (Connection) throws -> Value
  ) async throws -> Value {
    do {
      return try await pool.read { try body(Connection(database: $0)) }
    } catch  where commits.isClosed && (error is GRDB.DatabaseError || error is DatabaseError) {
      // What SQLite says of a connection that was closed meanwhile is misleading.
      throw DatabaseError.closed
    } catch let error as GRDB.DatabaseError {
      throw DatabaseError(error)
    }
  }

  /// Writes in a transaction and returns when it is on disk. What `body` throws rolls this write back alone and comes out as it
  /// is. When another write of the same commit fails, `body` runs a second time, as if the first had not been.
  package func write<Value: Sendable>(
    _ body: @escaping @Sendable (Connection) throws -> Value
  ) async throws -> Value {
    do {
      return try await commits.write { try body(Connection(database: $0)) }
    } catch let error as GRDB.DatabaseError {
      throw DatabaseError(error)
    }
  }

  /// How long the commit that runs now has taken so far; nil when none runs. A long one means that the disk does not answer.
  package var commitAge: Duration? { commits.age }

  /// Closes every connection once the writes that wait are on disk; later reads and writes fail.
  ///
  /// Unless another process has the store open, everything is in the one file then and the log beside it is gone.
  package func close() {
    commits.close()
    try? pool.close()
    checkpoints.close()
  }

  /// A group of a thousand turns changes some 16 MiB of pages: they must fit into the cache, or they are written twice. What
  /// is in the log is copied by `Checkpoints`.
  ///
  /// What a savepoint would have to undo stays in memory: in a file, every page that a write touches would be written there too.
  private static let writerPragmas = [
    "synchronous = FULL", "cache_size = -32768", "wal_autocheckpoint = 0", "temp_store = MEMORY",
  ]

  private static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .callback(waitForOtherProcess)
    configuration.maximumReaderCount = 4
    configuration.label = "frontdesk"
    // The log grows while somebody reads for long; afterwards it gives the disk back.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA journal_size_limit = 67108864") }
    return configuration
  }

  /// Waits up to 5 s for a command that writes beside the server. SQLite's own handler asks again after up to 100 ms; a
  /// reply would wait that long for a write of 5 ms.
  @Sendable private static func waitForOtherProcess(tries: Int) -> Bool {
    usleep(tries < 40 ? 500 : 2_000)
    return tries < 2_530
  }

  private static func migrator(_ migrations: [Migration]) -> DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for migration in migrations {
      migrator.registerMigration(migration.name) { database in
        for statement in migration.statements { try database.execute(sql: statement) }
      }
    }
    return migrator
  }
}
