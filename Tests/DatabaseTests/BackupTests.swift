import Database
import Dispatch
import Foundation
import Synchronization
import Testing

@Suite("Backup")
struct BackupTests {
  private let notes: Notes

  init() throws { notes = try Notes() }

  private var path: String { notes.folder.path("notes.db") }
  private var target: String { notes.folder.path("copy.db") }

  /// Every file that belongs to a copy, whole or not.
  private func copies() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: notes.folder.url.path).filter { $0.hasPrefix("copy") }.sorted()
  }

  @Test("A copy made while others write is one moment of the store: no gap, nothing halved; the writes go on meanwhile")
  func whileWriting() async throws {
    let fill = 20_000
    let database = notes.database
    try await database.write { connection in
      for id in 1...fill { try Notes.add(id, String(repeating: "word ", count: 60), in: connection) }
    }
    let progress = Written()
    let writer = Task {
      // Two rows in one transaction: a copy that has one of them without the other is no moment of the store.
      for id in stride(from: fill + 1, to: .max, by: 2) {
        guard !Task.isCancelled else { return }
        try await database.write { connection in
          try Notes.add(id, in: connection)
          try Notes.add(id + 1, in: connection)
        }
        progress.add()
      }
    }
    try await progress.waitFor(more: 1)
    let before = try await notes.ids().count
    let (path, target) = (path, target)
    let size = try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          with: Result {
            try Database.backUp(path, to: target, replacing: false) { share in
              if share < 0.5 { progress.block(forMore: 3) }
            }
          })
      }
    }
    let after = try await notes.ids().count
    writer.cancel()
    try await writer.value
    #expect(size == (try FileManager.default.attributesOfItem(atPath: target)[.size] as? Int))
    #expect(try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int == 0o600)
    #expect(try copies() == ["copy.db"])
    let copy = try Database(path: target, migrations: Notes.migrations)
    let ids = try await copy.read(Notes.ids)
    copy.close()
    #expect(ids == Array(1...max(1, ids.count)))
    #expect(ids.count.isMultiple(of: 2))
    #expect(ids.count >= before)
    #expect(after - ids.count >= 6)
  }

  @Test("What is there is not replaced without being told to, and then whole")
  func replacing() async throws {
    try await notes.database.write { try Notes.add(1, in: $0) }
    try Data("precious".utf8).write(to: URL(filePath: target))
    let error = #expect(throws: DatabaseError.self) {
      try Database.backUp(path, to: target, replacing: false) { _ in }
    }
    #expect(error?.description.contains("--force") == true)
    #expect(try Data(contentsOf: URL(filePath: target)) == Data("precious".utf8))
    // What an interrupted backup has left is in nobody's way.
    try Data(repeating: 7, count: 9_000).write(to: URL(filePath: target + ".partial"))
    try Data(repeating: 7, count: 9_000).write(to: URL(filePath: target + ".partial-journal"))
    _ = try Database.backUp(path, to: target, replacing: true) { _ in }
    #expect(try copies() == ["copy.db"])
    let copy = try Database(path: target, migrations: Notes.migrations)
    #expect(try await copy.read(Notes.ids) == [1])
    copy.close()
  }

  @Test(
    "The store itself, a folder, a missing folder and a database in use are no place for a copy",
    arguments: ["notes.db", ".", "no/copy.db", "used.db"])
  func place(name: String) async throws {
    let used = try Database(path: notes.folder.path("used.db"), migrations: Notes.migrations)
    defer { used.close() }
    let error = #expect(throws: DatabaseError.self) {
      try Database.backUp(path, to: notes.folder.path(name), replacing: true) { _ in }
    }
    guard case .cannotBackUp = error else { throw try #require(error) }
    try await notes.database.write { try Notes.add(1, in: $0) }
  }

  @Test("A damaged store gives no copy, says so, and the copy of yesterday stays")
  func damaged() async throws {
    try await notes.database.write { connection in
      for id in 1...2_000 { try Notes.add(id, String(repeating: "word ", count: 40), in: connection) }
    }
    notes.database.close()
    _ = try Database.backUp(path, to: target, replacing: false) { _ in }
    let yesterday = try Data(contentsOf: URL(filePath: target))
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes.replaceSubrange(20 * 4_096..<20 * 4_096 + 64, with: Data(repeating: 0xA5, count: 64))
    try bytes.write(to: URL(filePath: path))
    let error = #expect(throws: DatabaseError.self) {
      try Database.backUp(path, to: target, replacing: true) { _ in }
    }
    guard case .damaged(path, _) = error else { throw try #require(error) }
    #expect(try copies() == ["copy.db"])
    #expect(try Data(contentsOf: URL(filePath: target)) == yesterday)
  }
}

/// Counts commits, for those who wait until there are more.
private final class Written: Sendable {
  private let count = Mutex(0)
  private let signal = DispatchSemaphore(value: 0)

  func add() {
    count.withLock { $0 += 1 }
    signal.signal()
  }

  /// Waits for commits from now on; not on a thread of the Swift pool.
  func block(forMore more: Int) {
    let end = count.withLock { $0 } + more
    while count.withLock({ $0 }) < end { signal.wait() }
  }

  func waitFor(more: Int) async throws {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        self.block(forMore: more)
        continuation.resume()
      }
    }
  }
}
