import CRM
import Database
import Foundation
import TestSupport
import Testing

/// Copies of the store that are made, and damage that is met, by the real binary.
@Suite(.serialized)
struct BackupTests {
  @Test("A backup made while customers chat holds every acknowledged word without a gap, and a server starts on it")
  func whileServing() async throws {
    let server = try TestServer("--demo", "--frames-per-second", "100000")
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say("what does a transfer cost", id: "before")
    _ = try await customer.botMessage()
    let (begun, hasBegun) = AsyncStream.makeStream(of: Void.self)
    let chats = Task {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<8 {
          group.addTask {
            let client = try await ChatClient.customer(port: server.port)
            try client.say("hello", id: "first\(number)")
            _ = try await client.next("ack")
            hasBegun.yield()
            while !Task.isCancelled {
              try client.say("hello")
              _ = try await client.next("ack")
            }
          }
        }
        try await group.waitForAll()
      }
    }
    var chatting = begun.makeAsyncIterator()
    for _ in 0..<8 { await chatting.next() }
    let result = try server.run("backup", "copy.db")
    chats.cancel()
    try await chats.value
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("copy.db holds frontdesk.db: "))
    #expect(try server.run("backup", "copy.db").status == 1)
    #expect(server.stop() == 0)
    try await checkLogs(server.folder.appending(path: "copy.db").path)
    try server.restore("copy.db")
    let back = try await ChatClient.customer(port: server.port, session: customer.session)
    #expect(back.conversation == customer.conversation)
    #expect(back.events.contains { $0["client_message_id"] == "before" })
    try back.say("hello")
    _ = try await back.botMessage()
  }

  /// Every log has the events 1, 2, 3 … up to the last one that its conversation knows of.
  private func checkLogs(_ path: String) async throws {
    let database = try Database(path: path, migrations: Schema.migrations)
    defer { database.close() }
    let broken = try await database.read { connection in
      try connection.rows(
        """
        SELECT c.id FROM conversations c LEFT JOIN events e ON e.conversation_number = c.number
        GROUP BY c.id HAVING count(e.seq) <> c.last_seq OR max(e.seq) <> c.last_seq
        """
      ).count
    }
    #expect(broken == 0)
    let acknowledged = try await database.read { connection in
      try connection.rows("SELECT 1 FROM events WHERE client_message_id LIKE 'first%'").count
    }
    #expect(acknowledged == 8)
  }

  @Test("On a damaged store the server does not start, says how to restore it, and changes nothing")
  func damaged() async throws {
    let server = try TestServer("--demo")
    #expect(server.stop() == 0)
    let file = server.folder.appending(path: "frontdesk.db")
    var bytes = [UInt8](try Data(contentsOf: file))
    for place in bytes.indices where (40..<60).contains(place / 4_096) && place % 4_096 < 64 { bytes[place] = 0xA5 }
    try Data(bytes).write(to: file)
    let result = try server.run("serve", "--port", "0")
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("Error: the database frontdesk.db is damaged: "))
    #expect(result.errors.contains("Copy the newest file that 'frontdesk backup' has made to frontdesk.db."))
    #expect([UInt8](try Data(contentsOf: file)) == bytes)
  }
}

extension TestServer {
  /// Puts a backup in the place of the store, as the message about a damaged one says, and starts.
  fileprivate func restore(_ backup: String) throws {
    let files = FileManager.default
    for suffix in ["", "-wal", "-shm"] {
      let file = folder.appending(path: "frontdesk.db\(suffix)")
      guard files.fileExists(atPath: file.path) else { continue }
      try files.moveItem(at: file, to: folder.appending(path: "aside.db\(suffix)"))
    }
    try files.copyItem(at: folder.appending(path: backup), to: folder.appending(path: "frontdesk.db"))
    try start()
  }
}
