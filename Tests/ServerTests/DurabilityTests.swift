import Foundation
import TestSupport
import Testing

/// What is acknowledged stays, once and in order, whatever happens to server and sockets.
@Suite(.serialized)
struct DurabilityTests {
  @Test("After kill -9 every acknowledged message is there once, in order")
  func kill() async throws {
    let server = try TestServer()
    let customer = try await ChatClient.customer(port: server.port)
    var acknowledged: [(id: String, seq: Int)] = []
    for number in 0..<20 {
      try customer.say("what does a transfer cost", id: "m\(number)")
      let ack = try await customer.next("ack")
      acknowledged.append((ack["client_message_id"] ?? "", ack.int("seq") ?? 0))
    }
    try customer.say("hello", id: "last")
    server.kill()
    try server.start()
    let back = try await ChatClient.customer(port: server.port, session: customer.session)
    #expect(back.conversation == customer.conversation)
    #expect(back.events.compactMap { $0.int("seq") } == Array(1...back.events.count))
    let stored = back.events.compactMap { frame in frame["client_message_id"].map { ($0, frame.int("seq") ?? 0) } }
    #expect(stored.prefix(20).map(\.0) == acknowledged.map(\.id))
    #expect(stored.prefix(20).map(\.1) == acknowledged.map(\.seq))
    try back.say("hello", id: "last")
    let ack = try await back.next("ack")
    #expect(back.events.count { $0["client_message_id"] == "last" } <= 1)
    #expect((ack.int("seq") ?? 0) > acknowledged.last?.seq ?? 0)
  }

  @Test("The same message again is acknowledged again and stored once, also after reconnecting")
  func resend() async throws {
    let server = try TestServer()
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say("hello", id: "once")
    let first = try await customer.next("ack").int("seq")
    try customer.say("hello", id: "once")
    #expect(try await customer.next("ack").int("seq") == first)
    customer.socket.cut()
    let back = try await ChatClient.customer(port: server.port, session: customer.session)
    try back.say("hello", id: "once")
    #expect(try await back.next("ack").int("seq") == first)
    #expect(back.events.count { $0["client_message_id"] == "once" } == 1)
  }

  @Test("Resume gives just the missing events; two tabs see the same")
  func resume() async throws {
    let server = try TestServer()
    let one = try await ChatClient.customer(port: server.port)
    let two = try await ChatClient.customer(port: server.port, session: one.session)
    try one.say("hello")
    _ = try await one.botMessage()
    _ = try await two.botMessage()
    #expect(one.events.map(\.kind) == two.events.map(\.kind))
    let again = try await ChatClient.customer(
      port: server.port, session: one.session, extra: #","resume":{"conversation":"\#(one.conversation)","after":3}"#)
    #expect(again.events.compactMap { $0.int("seq") } == [4])
  }

  @Test("SIGTERM tells clients when to come back, closes with 4000 and exits 0")
  func graceful() async throws {
    let server = try TestServer()
    let customer = try await ChatClient.customer(port: server.port)
    let status = server.stop()
    let goodbye = try await customer.next("goodbye")
    #expect((goodbye.int("retry_after_ms") ?? 0) > 0)
    #expect(try await customer.closed() == 4000)
    #expect(status == 0)
  }

  @Test("Transcripts are exported whole after a restart")
  func export() async throws {
    let server = try TestServer()
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say("what does a transfer cost")
    _ = try await customer.botMessage()
    server.kill()
    let result = try server.run("export", "transcripts")
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 1)
    let frame = try Frame(String(lines.first ?? "{}"))
    #expect(frame["conversation"] == customer.conversation)
    #expect((frame.fields["events"] as? [[String: Any]])?.count == 4)
    #expect((frame.fields["decisions"] as? [[String: Any]])?.first?["outcome"] as? String == "answer")
    try server.start()
  }

  @Test("While another process holds the database nothing is acknowledged; afterwards everything goes on")
  func lockedStore() async throws {
    let server = try TestServer()
    let customer = try await ChatClient.customer(port: server.port)
    let lock = try DatabaseLock(path: server.folder.appending(path: "frontdesk.db").path)
    try customer.say("hello", id: "m1")
    let newcomer = try ChatClient(port: server.port)
    try newcomer.send(#"{"type":"hello","protocol":1,"role":"customer"}"#)
    let refusal = try await customer.next("error")
    #expect(refusal.int("code") == 501)
    #expect(refusal["client_message_id"] == "m1")
    #expect(try await newcomer.next("error").int("code") == 501)
    #expect(try await newcomer.closed() == 4000)
    lock.release()
    try customer.say("hello", id: "m1")
    #expect(try await customer.next("ack").int("seq") == 3)
    _ = try await ChatClient.customer(port: server.port)
  }
}

/// Another process with a write transaction on the database.
final class DatabaseLock {
  private let process = Process()
  private let input: Pipe

  init(path: String) throws {
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()",
      path,
    ]
    let (input, output) = try Spawning.startTalking(process)
    self.input = input
    guard !output.fileHandleForReading.availableData.isEmpty else { throw ClientError.closed }
  }

  func release() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  deinit { if process.isRunning { process.terminate() } }
}
