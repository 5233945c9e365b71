import CRM
import Database
import Foundation
import TestSupport
import Testing

/// The real server watched by its own synthetic customer.
@Suite(.serialized)
struct WatchdogTests {
  @Test("A healthy server says so, with the release and without counting the watchdog")
  func healthy() async throws {
    let server = try TestServer("--watchdog-seconds", "1")
    let reply = try await server.health("ok")
    #expect(reply.status == 200)
    #expect(reply.json["release"] as? Int == 1)
    #expect(reply.json["stage"] is NSNull)
    #expect(reply.json["connections"] as? Int == 0)
    #expect((reply.json["milliseconds"] as? Int ?? -1) >= 0)
    #expect(try server.metrics().contains(#"frontdesk_watchdog_up{stage="delivery"} 1"#))
    let customer = try await ChatClient.customer(port: server.port)
    #expect(try await server.health("ok").json["connections"] as? Int == 1)
    try await server.probes(2)
    _ = customer
  }

  @Test("Without a watchdog the server is alive when it answers")
  func off() throws {
    let server = try TestServer("--watchdog-seconds", "0")
    let reply = try HTTPClient.request("GET", "/healthz", port: server.port)
    #expect(reply.status == 200)
    #expect(Set(reply.json.keys) == ["status", "release", "connections"])
    #expect(try !server.metrics().contains { $0.hasPrefix("frontdesk_watchdog") })
  }

  @Test("A store that cannot be written turns it red and is named; afterwards it is green again")
  func store() async throws {
    let server = try TestServer("--watchdog-seconds", "1")
    let before = try await server.health("ok").json["since"] as? String
    let lock = try DatabaseLock(path: server.folder.appending(path: "frontdesk.db").path)
    let red = try await server.health("failing")
    #expect(red.status == 503)
    #expect(red.json["stage"] as? String == "store")
    #expect(red.json["since"] as? String != before)
    #expect(try server.metrics().contains(#"frontdesk_watchdog_up{stage="store"} 0"#))
    lock.release()
    #expect(try await server.health("ok").status == 200)
    #expect(try server.metrics().contains(#"frontdesk_watchdog_up{stage="store"} 1"#))
  }

  @Test("A server that has no room for more sockets lives, names the intake to those who are in, and recovers")
  func intake() async throws {
    let server = try TestServer(files: 128, "--watchdog-seconds", "1")
    _ = try await server.health("ok")
    let connected = try KeptConnection(port: server.port)
    let customer = try await ChatClient.customer(port: server.port)
    var crowd = try (0..<150).map { _ in try SocketClient(port: server.port) }
    let red = try await connected.health("failing")
    #expect(red.status == 503)
    #expect(red.json["stage"] as? String == "intake")
    try customer.say("what does a transfer cost")
    #expect(try await customer.botMessage()["style"] == "answer")
    crowd = []
    #expect(try await connected.health("ok").status == 200)
    #expect(crowd.isEmpty)
  }

  /// Content with which every sentence, and so the watchdog's, calls a person.
  private static let escalating = Content.intents
    .replacing("title: {zh: 打招呼, en: Greeting}", with: "escalate: urgent\n    title: {zh: 打招呼, en: Greeting}")
    .replacing("article: transfer-fee", with: "escalate: normal")
    .replacing("article: card-arrival", with: "escalate: normal")

  @Test("The watchdog's conversations reach no agent, list, review, export or figure, where a customer's do")
  func invisible() async throws {
    let server = try TestServer(intents: Self.escalating, "--knowledge", "none", "--demo", "--watchdog-seconds", "1")
    let cookie = try HTTPClient.signIn("lin", port: server.port)
    let agent = try await ChatClient.agent(port: server.port, cookie: cookie)
    let before = try Seen(server, cookie)
    try await server.probes(3)
    #expect(try Seen(server, cookie) == before)
    #expect(try await watchdogConversations(server) == [.bot])
    try agent.send(#"{"type":"ping"}"#)
    #expect(try await agent.nextType() == "pong")

    let customer = try await ChatClient.customer(port: server.port)
    try customer.say("hello")
    _ = try await customer.next("event", kind: "handoff")
    #expect(try await agent.nextType() == "conversation")
    let after = try Seen(server, cookie)
    #expect(after.queued == before.queued + 1)
    #expect(after.flagged > before.flagged)
    #expect(after.exported == before.exported + 1)
    #expect(after.figures != before.figures)
  }

  /// Where the watchdog's conversations stand in the store.
  private func watchdogConversations(_ server: TestServer) async throws -> [ConversationRecord.Status?] {
    let path = server.folder.appending(path: "frontdesk.db").path
    let database = try Database(path: path, migrations: Schema.migrations)
    defer { database.close() }
    return try await database.read { connection in
      try connection.rows(
        "SELECT c.status FROM conversations c JOIN customers k ON k.id = c.customer_id WHERE k.synthetic = 1"
      ).map { ConversationRecord.Status(rawValue: try $0.text("status")) }
    }
  }

  /// How much staff can see.
  private struct Seen: Equatable {
    var open: Int
    var queued: Int
    var closed: Int
    var flagged: Int
    var exported: Int
    var figures: [String]

    init(_ server: TestServer, _ cookie: String) throws {
      func json(_ path: String, as name: String) throws -> [String: Any] {
        let cookie = try name == "lin" ? cookie : HTTPClient.signIn(name, port: server.port)
        return try HTTPClient.request("GET", path, port: server.port, headers: ["Cookie": cookie]).json
      }
      func conversations(_ status: String) throws -> Int {
        let list = try json("/api/v1/conversations?limit=500&status=\(status)", as: "lin")["conversations"] as? [Any]
        return try #require(list).count
      }
      (open, queued, closed) = (try conversations("bot"), try conversations("queued"), try conversations("closed"))
      let counts = try json("/api/v1/review/turns?limit=500", as: "wei")["counts"] as? [String: Int]
      flagged = try #require(counts).values.reduce(0, +)
      exported = try server.run("export", "transcripts").output.split(separator: "\n").count
      let counted = ["frontdesk_conversations", "frontdesk_turn", "frontdesk_queue_wait", "frontdesk_refused"]
      figures = try server.metrics().filter { line in counted.contains { line.hasPrefix($0) } }
    }
  }
}

extension ChatClient {
  /// The type of the next frame, whatever it is.
  fileprivate func nextType() async throws -> String {
    guard case .text(let text) = await socket.next() else { throw ClientError.closed }
    return try Frame(text).type
  }
}

/// A connection that stays open for one request after the other.
private final class KeptConnection {
  private let socket: SocketClient

  init(port: Int) throws { socket = try SocketClient(port: port) }

  func health(_ status: String) async throws -> HTTPReply {
    // Both must be used up: among many tests that block their threads a few attempts may take all the time there is.
    let end = ContinuousClock.now.advanced(by: .seconds(30))
    var attempts = 0
    while attempts < 300 || ContinuousClock.now < end {
      attempts += 1
      try socket.write(Array("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
      let reply = try reply()
      if reply.json["status"] as? String == status { return reply }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw ClientError.timedOut(waitingFor: "health")
  }

  private func reply() throws -> HTTPReply {
    var bytes: [UInt8] = []
    while true {
      let more = try socket.read()
      guard !more.isEmpty else { throw ClientError.closed }
      bytes += more
      guard let reply = try? HTTPClient.reply(bytes), let length = reply.header("Content-Length").flatMap({ Int($0) })
      else { continue }
      if reply.body.count >= length { return reply }
    }
  }
}
