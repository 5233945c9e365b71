import Database
import Foundation
import Testing

@Suite("Opening and settings")
struct OpeningTests {
  @Test("The writer waits for the disk, in WAL mode, with foreign keys")
  func pragmas() async throws {
    let notes = try Notes()
    let (synchronous, journal, keys) = try await notes.database.write { connection in
      (
        try connection.row("PRAGMA synchronous")?.int("synchronous"),
        try connection.row("PRAGMA journal_mode")?.text("journal_mode"),
        try connection.row("PRAGMA foreign_keys")?.int("foreign_keys")
      )
    }
    #expect(synchronous == 2)
    #expect(journal == "wal")
    #expect(keys == 1)
  }

  @Test("A foreign key that points nowhere is refused")
  func foreignKey() async throws {
    let notes = try Notes()
    let error = await #expect(throws: DatabaseError.self) {
      try await notes.database.write { connection in
        try connection.run("INSERT INTO notes (id, text, author) VALUES (1, 'x', 'nobody')")
      }
    }
    #expect(error?.isConstraint == true)
  }

  @Test("Closing lets the writes that wait reach the disk and refuses later ones")
  func closing() async throws {
    let notes = try Notes()
    let database = notes.database
    async let writes = withTaskGroup(of: Bool.self) { group in
      for id in 1...50 {
        group.addTask { (try? await database.write { try Notes.add(id, "x", in: $0) }) != nil }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    database.close()
    let acknowledged = await writes
    await #expect(throws: DatabaseError.closed) { try await database.write { try Notes.add(99, "late", in: $0) } }
    await #expect(throws: DatabaseError.closed) { try await database.read { try $0.row("SELECT 1 AS n")?.int("n") } }
    let again = try Database(path: notes.folder.path("notes.db"), migrations: Notes.migrations)
    let stored = try await again.read { try $0.row("SELECT count(*) AS n FROM notes")?.int("n") }
    #expect(stored == acknowledged)
  }

  @Test("What was written is there after closing and opening")
  func reopening() async throws {
    let notes = try Notes()
    try await notes.database.write { try Notes.add(1, "早上好 👋 it's \"me\"", in: $0) }
    notes.database.close()
    let again = try Database(path: notes.folder.path("notes.db"), migrations: Notes.migrations)
    let text = try await again.read { try $0.row("SELECT text FROM notes")?.text("text") }
    #expect(text == "早上好 👋 it's \"me\"")
  }

  @Test("A closed store refuses; nobody waits for ever")
  func closed() async throws {
    let notes = try Notes()
    notes.database.close()
    await #expect(throws: DatabaseError.self) { try await notes.database.write { try Notes.add(1, in: $0) } }
    await #expect(throws: DatabaseError.self) { try await notes.ids() }
  }

  @Test(
    "A folder, a device and a path that does not exist cannot be opened, and the reason is named",
    arguments: [("folder", "it is a folder"), ("null", "not an ordinary file"), ("no/x", "there is no folder")])
  func cannotOpen(name: String, reason: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.url.appending(path: "folder"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: folder.path("null"), withDestinationPath: "/dev/null")
    let error = #expect(throws: DatabaseError.self) {
      try Database(path: folder.path(name), migrations: Notes.migrations)
    }
    #expect(error?.isCannotOpen == true)
    #expect(error?.description.contains(folder.path(name)) == true)
    #expect(error?.description.contains(reason) == true)
  }

  @Test("A store made by a newer version is left alone")
  func newerVersion() throws {
    let notes = try Notes()
    notes.database.close()
    let error = #expect(throws: DatabaseError.self) {
      try Database(path: notes.folder.path("notes.db"), migrations: [])
    }
    #expect(error?.isCannotOpen == true)
  }

  @Test("A migration that fails leaves the store as it was")
  func failedMigration() async throws {
    let notes = try Notes()
    try await notes.database.write { try Notes.add(1, in: $0) }
    notes.database.close()
    let broken = Migration("2-broken", ["CREATE TABLE more (id BIGINT)", "CREATE TABLE notes (id BIGINT)"])
    #expect(throws: DatabaseError.self) {
      try Database(path: notes.folder.path("notes.db"), migrations: Notes.migrations + [broken])
    }
    let again = try Database(path: notes.folder.path("notes.db"), migrations: Notes.migrations)
    #expect(try await again.read(Notes.ids) == [1])
    let tables = try await again.read { try $0.rows("SELECT name FROM sqlite_master WHERE name = 'more'").count }
    #expect(tables == 0)
  }

  @Test("Two programs write to one file at once")
  func twoPrograms() async throws {
    let notes = try Notes()
    let other = try Database(path: notes.folder.path("notes.db"), migrations: Notes.migrations)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      for id in 1...40 {
        let database = id.isMultiple(of: 2) ? notes.database : other
        tasks.addTask { try await database.write { try Notes.add(id, in: $0) } }
      }
      try await tasks.waitForAll()
    }
    #expect(try await notes.ids() == Array(1...40))
    #expect(try await other.read(Notes.ids) == Array(1...40))
  }

  @Test("Values come back as they went in; a column of another type is an error, not a trap")
  func values() async throws {
    let notes = try Notes()
    let sql = "SELECT ? AS low, ? AS high, ? AS absent, ? AS real, ? AS text"
    try await notes.database.read { connection in
      let row = try #require(
        try connection.row(sql, [.integer(.min), .integer(.max), .null, .real(0.5), .text("")]))
      #expect(try row.integer("low") == .min)
      #expect(try row.integer("high") == .max)
      #expect(row.optionalText("absent") == nil)
      #expect(row.optionalInteger("absent") == nil)
      #expect(try row.text("text") == "")
      #expect(throws: DatabaseError.self) { try row.text("missing") }
      #expect(throws: DatabaseError.self) { try row.integer("text") }
      #expect(throws: DatabaseError.self) { try row.text("absent") }
    }
  }

  @Test("A statement that does not fit the schema says so")
  func badStatement() async throws {
    let notes = try Notes()
    let error = await #expect(throws: DatabaseError.self) {
      try await notes.database.read { try $0.rows("SELECT nonsense FROM notes").count }
    }
    #expect(error?.isSchema == true)
  }
}
