import Database
import Synchronization
import Testing

@Suite("Group commit")
struct GroupCommitTests {
  private let notes: Notes

  init() throws { notes = try Notes() }

  @Test("Writes that wait together share one commit")
  func sharedCommit() async throws {
    let before = try notes.commits()
    let results = try await group(of: 200) { try Notes.add($0, in: $1) }
    #expect(results.allSatisfy { $0 == nil })
    #expect(try await notes.ids() == Array(0...200))
    // One for the write that held the disk, one for the rest; a few more when a writer was late.
    #expect(try notes.commits() - before <= 8)
  }

  @Test("A bad write fails alone; the others of its group are kept")
  func badWriteAlone() async throws {
    let results = try await group(of: 60) { id, connection in
      try Notes.add(id, in: connection)
      if id.isMultiple(of: 3) { throw Refusal(id: id) }
      if id.isMultiple(of: 5) { try Notes.add(0, in: connection) }
    }
    for (index, result) in results.enumerated() {
      let id = index + 1
      switch (id.isMultiple(of: 3), id.isMultiple(of: 5)) {
      case (true, _): #expect(result as? Refusal == Refusal(id: id))
      case (_, true): #expect((result as? DatabaseError)?.isConstraint == true)
      default: #expect(result == nil)
      }
    }
    #expect(try await notes.ids() == [0] + (1...60).filter { !$0.isMultiple(of: 3) && !$0.isMultiple(of: 5) })
  }

  @Test("After a bad write it goes on as before: every good one is stored once, every bad one leaves nothing")
  func manyGroups() async throws {
    let database = notes.database
    for round in 0..<40 {
      await withTaskGroup(of: Void.self) { tasks in
        for id in (round * 4)..<(round * 4 + 4) {
          tasks.addTask {
            _ = try? await database.write { connection in
              try Notes.add(id, in: connection)
              if round == 1, id.isMultiple(of: 2) { throw Refusal(id: id) }
            }
          }
        }
      }
    }
    #expect(try await notes.ids() == (0..<160).filter { $0 != 4 && $0 != 6 })
  }

  @Test("Nobody reads what is not committed")
  func committedOnly() async throws {
    let held = HeldWrite()
    async let write: Void = notes.database.write { connection in
      try Notes.add(7, in: connection)
      held.hold()
    }
    await held.hasBegun()
    let during = try await notes.ids()
    held.release()
    try await write
    #expect(during == [])
    #expect(try await notes.ids() == [7])
  }

  @Test("What a write throws comes out as it is and leaves nothing behind")
  func ownError() async throws {
    await #expect(throws: Refusal(id: 1)) {
      try await notes.database.write { connection in
        try Notes.add(1, in: connection)
        throw Refusal(id: 1)
      }
    }
    #expect(try await notes.ids() == [])
  }

  @Test("A write gives its value")
  func value() async throws {
    let count = try await notes.database.write { connection in
      try Notes.add(1, in: connection)
      try Notes.add(2, in: connection)
      return try connection.run("UPDATE notes SET text = ?", ["y"])
    }
    #expect(count == 2)
  }

  /// Lets `count` writes, numbered from 1, wait behind one that adds note 0; gives what each of them threw.
  private func group(
    of count: Int, _ body: @escaping @Sendable (Int, Connection) throws -> Void
  ) async throws -> [(any Error)?] {
    let database = notes.database
    let held = HeldWrite()
    async let first: Void = database.write { connection in
      try Notes.add(0, in: connection)
      held.hold()
    }
    await held.hasBegun()
    let arrived = Arrivals(expected: count)
    let results = await withTaskGroup(of: (Int, (any Error)?).self) { tasks in
      for id in 1...count {
        tasks.addTask {
          if arrived.isLast() { held.release() }
          do {
            try await database.write { try body(id, $0) }
            return (id, nil)
          } catch {
            return (id, error)
          }
        }
      }
      return await tasks.reduce(into: []) { $0.append($1) }
    }
    try await first
    return results.sorted { $0.0 < $1.0 }.map(\.1)
  }
}

struct Refusal: Error, Equatable { let id: Int }

/// Counts tasks as they arrive.
private final class Arrivals: Sendable {
  private let missing: Mutex<Int>

  init(expected: Int) { missing = Mutex(expected) }

  func isLast() -> Bool {
    missing.withLock { missing in
      missing -= 1
      return missing == 0
    }
  }
}

extension DatabaseError {
  var isConstraint: Bool { if case .constraint = self { true } else { false } }
  var isCannotOpen: Bool { if case .cannotOpen = self { true } else { false } }
  var isSchema: Bool { if case .schema = self { true } else { false } }
}
