import Database
import Dispatch
import Foundation

/// A store with one table, for the tests.
struct Notes: Sendable {
  static let migrations = [
    Migration(
      "1-notes",
      [
        "CREATE TABLE authors (name TEXT PRIMARY KEY)",
        "CREATE TABLE notes (id BIGINT PRIMARY KEY, text TEXT NOT NULL, author TEXT REFERENCES authors(name))",
      ])
  ]

  let folder: TemporaryFolder
  let database: Database

  init() throws {
    folder = try TemporaryFolder()
    database = try Database(path: folder.path("notes.db"), migrations: Self.migrations)
  }

  static func add(_ id: Int, _ text: String = "x", in connection: Connection) throws {
    try connection.run("INSERT INTO notes (id, text) VALUES (?, ?)", [SQLValue(id), .text(text)])
  }

  static func ids(in connection: Connection) throws -> [Int] {
    try connection.rows("SELECT id FROM notes ORDER BY id").map { try $0.int("id") }
  }

  func ids() async throws -> [Int] { try await database.read(Self.ids) }

  /// How many transactions the write-ahead log has recorded: frames whose header gives a size after commit.
  func commits() throws -> Int {
    let log = [UInt8](try Data(contentsOf: URL(filePath: folder.path("notes.db-wal"))))
    let page = log[8..<12].reduce(0) { $0 << 8 | Int($1) }
    return stride(from: 32, to: log.count, by: 24 + page).count { log[$0 + 4..<$0 + 8].contains { $0 != 0 } }
  }
}

/// A write that holds the disk until it is told to end, so that others must wait and form a group.
struct HeldWrite: Sendable {
  private let end = DispatchSemaphore(value: 0)
  private let begun = AsyncStream<Void>.makeStream()

  /// Runs inside the write: tells that it has begun and waits.
  func hold() {
    begun.continuation.yield()
    end.wait()
  }

  /// Returns when `hold` has been reached.
  func hasBegun() async {
    for await _ in begun.stream { return }
  }

  func release() { end.signal() }
}
