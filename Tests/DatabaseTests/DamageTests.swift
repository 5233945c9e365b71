import Database
import Foundation
import Testing

import struct GRDB.Configuration
import class GRDB.DatabaseQueue

@Suite("A damaged file")
struct DamageTests {
  private let notes: Notes

  init() async throws {
    notes = try Notes()
    try await notes.database.write { connection in
      for id in 1...2_000 { try Notes.add(id, String(repeating: "word ", count: 40), in: connection) }
    }
    // The last connection that closes puts everything into the one file.
    notes.database.close()
  }

  private var path: String { notes.folder.path("notes.db") }

  /// Opens the store, which must be refused as damaged, and gives the reason and the whole message.
  private func refusal(isChecked: Bool = true) throws -> (reason: String, message: String) {
    let error = #expect(throws: DatabaseError.self) {
      try Database(path: path, migrations: Notes.migrations, isChecked: isChecked)
    }
    guard case .damaged(path, let reason) = try #require(error) else {
      Issue.record("\(String(describing: error))")
      return ("", "")
    }
    return (reason, "\(try #require(error))")
  }

  private func change(_ body: (inout Data) -> Void) throws {
    var bytes = try Data(contentsOf: URL(filePath: path))
    body(&bytes)
    try bytes.write(to: URL(filePath: path))
  }

  @Test("A page that was overwritten is found at the start; the file stays byte for byte as it is")
  func page() throws {
    try change { $0.replaceSubrange(20 * 4_096..<20 * 4_096 + 64, with: Data(repeating: 0xA5, count: 64)) }
    let before = try Data(contentsOf: URL(filePath: path))
    let refusal = try refusal()
    #expect(refusal.reason.hasPrefix("SQLite's quick check finds: "))
    #expect(refusal.reason.contains("age 21"))
    for step in ["move it aside", "\(path)-wal", "'frontdesk backup'", ".recover"] {
      #expect(refusal.message.localizedCaseInsensitiveContains(step))
    }
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
    // A command beside the server does not read every page.
    try Database(path: path, migrations: Notes.migrations, isChecked: false).close()
  }

  @Test(
    "An empty, a cut or an overwritten file is never taken for a new one, however briefly it is looked at",
    arguments: [0, 50, 4_096 * 7 + 1])
  func cut(size: Int) throws {
    try change { $0 = $0.prefix(size) }
    _ = try refusal(isChecked: false)
    #expect(try Data(contentsOf: URL(filePath: path)).count == size)
    try change { $0 = Data(repeating: 0, count: 100_000) }
    _ = try refusal(isChecked: false)
  }

  @Test("Where only the log is left, no new file is begun beside it")
  func missing() throws {
    try FileManager.default.moveItem(atPath: path, toPath: path + "-wal")
    #expect(try refusal().reason.contains("\(path)-wal"))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("Rows that refer to lost rows are found and their table is named")
  func orphans() async throws {
    let database = try Database(path: path, migrations: Notes.migrations)
    try await database.write { connection in
      try connection.run("INSERT INTO authors (name) VALUES ('mei')")
      try connection.run("UPDATE notes SET author = 'mei' WHERE id <= 3")
    }
    database.close()
    // As a program does that does not ask SQLite to look after references.
    let queue = try DatabaseQueue(path: path, configuration: careless)
    try await queue.write { try $0.execute(sql: "DELETE FROM authors") }
    try queue.close()
    let reason = try refusal().reason
    #expect(reason.contains("3 times"))
    #expect(reason.contains("of authors for notes"))
  }

  private var careless: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    return configuration
  }

  @Test("Another program's database is left alone")
  func foreign() async throws {
    let queue = try DatabaseQueue(path: path)
    try await queue.write { try $0.execute(sql: "DROP TABLE grdb_migrations") }
    try queue.close()
    let error = #expect(throws: DatabaseError.self) { try Database(path: path, migrations: Notes.migrations) }
    #expect(error == .cannotOpen(path: path, reason: "it is the database of another program"))
  }

  @Test("A new file is readable by its owner only, and nothing else is left beside it")
  func newFile() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("new.db")
    try Database(path: path, migrations: Notes.migrations).close()
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["new.db"])
  }
}
