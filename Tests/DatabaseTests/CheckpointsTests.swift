import Database
import Foundation
import Testing

@Suite("Checkpoints")
struct CheckpointsTests {
  private static let megabyte = 1 << 20
  private let notes: Notes

  init() throws { notes = try Notes() }

  @Test("The log is copied into the file while writes go on, and begins anew")
  func copiedWhileWriting() async throws {
    let bytes = try await write(megabytes: 120)
    #expect(try size("notes.db") > bytes / 2)
    #expect(try size("notes.db-wal") < bytes / 2)
    #expect(try await notes.ids().count == bytes / Self.noteBytes)
  }

  @Test("All that was written is in the one file after closing")
  func closed() async throws {
    let bytes = try await write(megabytes: 40)
    notes.database.close()
    #expect(throws: CocoaError.self) { try size("notes.db-wal") }
    let again = try Database(path: notes.folder.path("notes.db"), migrations: Notes.migrations)
    #expect(try await again.read(Notes.ids).count == bytes / Self.noteBytes)
  }

  private static let noteBytes = 64 << 10

  /// Adds notes, one commit each, and gives how much that is.
  private func write(megabytes: Int) async throws -> Int {
    let text = String(repeating: "x", count: Self.noteBytes)
    let count = megabytes * Self.megabyte / Self.noteBytes
    for id in 0..<count { try await notes.database.write { try Notes.add(id, text, in: $0) } }
    return count * Self.noteBytes
  }

  private func size(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: notes.folder.path(name))
    return (attributes[.size] as? Int) ?? 0
  }
}
