import Foundation
import TestSupport
import Testing

/// Rubbish gets a number or a clean close; others go on undisturbed.
@Suite(.serialized)
struct BadInputTests {
  let server: TestServer

  init() throws { server = try TestServer("--demo") }

  @Test("Frames that cannot be read are refused with their number, and the connection goes on")
  func frames() async throws {
    let customer = try await ChatClient.customer(port: server.port)
    let other = try await ChatClient.customer(port: server.port)
    let id = customer.conversation
    let cases: [(String, Int)] = [
      ("{", 100), (#"{"type":"dance"}"#, 102), (#"{"type":"claim","conversation":"\#(id)"}"#, 102),
      (#"{"type":"message","conversation":"\#(id)","client_message_id":"a","text":"  "}"#, 105),
      (
        #"{"type":"message","conversation":"\#(id)","client_message_id":"a","text":"\#(String(repeating: "x", count: 5000))"}"#,
        106
      ),
      (#"{"type":"message","conversation":"c000","client_message_id":"a","text":"hi"}"#, 300),
      (#"{"type":"message","conversation":"\#(other.conversation)","client_message_id":"a","text":"hi"}"#, 300),
      (#"{"type":"resume","conversation":"\#(other.conversation)","after":0}"#, 300),
      (#"{"type":"feedback","conversation":"\#(id)","seq":1,"helpful":true}"#, 101),
      (#"{"type":"hello","protocol":1,"role":"customer"}"#, 107),
    ]
    for (frame, code) in cases {
      try customer.send(frame)
      #expect(try await customer.next("error").int("code") == code, "\(frame.prefix(60))")
    }
    try customer.say("hello")
    _ = try await customer.botMessage()
    #expect(customer.events.compactMap { $0.int("seq") } == [1, 2, 3, 4])
  }

  @Test("Hello comes first, and a wrong session, identity or cookie is closed without reconnecting")
  func hello() async throws {
    let silent = try ChatClient(port: server.port)
    try silent.send(#"{"type":"ping"}"#)
    #expect(try await silent.next("pong").type == "pong")
    try silent.send(#"{"type":"start"}"#)
    #expect(try await silent.next("error").int("code") == 107)
    let cases: [(String, Int)] = [
      (#"{"type":"hello","protocol":1,"role":"customer","session":"00"}"#, 200),
      (
        #"{"type":"hello","protocol":1,"role":"customer","identity":{"customer":"C100001","expires":99,"signature":"00"}}"#,
        203
      ),
      (#"{"type":"hello","protocol":1,"role":"agent"}"#, 200),
    ]
    for (frame, code) in cases {
      let client = try ChatClient(port: server.port, headers: ["Cookie": "frontdesk_session=abc"])
      try client.send(frame)
      #expect(try await client.next("error").int("code") == code)
      #expect(try await client.closed() == 4501)
    }
  }

  @Test("Oversized, binary and invalid frames close with their codes")
  func closes() async throws {
    let large = try ChatClient(port: server.port)
    try large.socket.send(opcode: 1, [UInt8](repeating: 120, count: 1 << 20))
    #expect(try await large.closed() == 4509)
    let binary = try ChatClient(port: server.port)
    try binary.socket.send(opcode: 2, [1, 2, 3])
    #expect(try await binary.closed() == 1003)
    let invalid = try ChatClient(port: server.port)
    try invalid.socket.send(opcode: 1, [0x22, 0xff, 0xfe, 0x22])
    #expect([1007, nil].contains(try await invalid.closed()))
    let rubbish = try ChatClient(port: server.port)
    try rubbish.socket.sendRaw((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 37 | 0x80) })
    _ = try await rubbish.closed()
    let fine = try await ChatClient.customer(port: server.port)
    try fine.say("hello")
    #expect(try await fine.botMessage()["from"] == "bot")
  }

  @Test("Fragments of a message are joined, pings between them answered")
  func fragments() async throws {
    let client = try ChatClient(port: server.port)
    try client.socket.send(opcode: 1, Array(#"{"type":"#.utf8), isFinal: false)
    try client.socket.send(opcode: 9, [1])
    try client.socket.send(opcode: 0, Array(#""ping"}"#.utf8))
    #expect(try await client.next("pong").type == "pong")
  }

  @Test("Ten thousand frames at once are slowed down, then cut; a neighbour is answered meanwhile")
  func flood() async throws {
    let flooder = try await ChatClient.customer(port: server.port)
    let neighbour = try await ChatClient.customer(port: server.port)
    for number in 0..<10_000 {
      do { try flooder.say("hello", id: "f\(number)") } catch { break }
    }
    try neighbour.say("what does a transfer cost")
    #expect(try await neighbour.botMessage()["style"] == "answer")
    #expect([4508, nil].contains(try await flooder.closed()))
  }

  @Test("A page of another site is refused unless its origin is allowed")
  func origin() throws {
    #expect(throws: ClientError.self) {
      try WebSocketClient(port: server.port, headers: ["Origin": "https://evil.example"])
    }
    #expect(throws: Never.self) {
      try WebSocketClient(port: server.port, headers: ["Origin": "http://127.0.0.1:\(server.port)"])
    }
    let open = try TestServer("--allowed-origins", "https://shop.example")
    #expect(throws: Never.self) {
      try WebSocketClient(port: open.port, headers: ["Origin": "https://shop.example"])
    }
    #expect(throws: ClientError.self) {
      try WebSocketClient(port: open.port, headers: ["Origin": "https://shop.example.evil.example"])
    }
  }

  @Test("HTTP: traversal, wrong methods, wrong bodies and missing sessions get their status")
  func http() throws {
    let port = server.port
    let agent = ["Cookie": try HTTPClient.signIn("lin", port: port)]
    let cases: [(String, String, [String: String], String, Int)] = [
      ("GET", "/../../../etc/passwd", [:], "", 404), ("GET", "/%2e%2e/%2e%2e/etc/passwd", [:], "", 404),
      ("GET", "/shared/..%2f..%2f..%2fetc/passwd", [:], "", 404), ("GET", "/shared/tokens.css%2500.js", [:], "", 404),
      ("GET", "/api/v1/nothing", [:], "", 404), ("DELETE", "/api/v1/sign-in", [:], "", 405),
      ("GET", "/api/v1/me", [:], "", 401), ("GET", "/api/v1/me", ["Cookie": "frontdesk_session=00"], "", 401),
      ("GET", "/api/v1/me", agent, "", 200), ("GET", "/api/v1/review/turns", agent, "", 403),
      ("POST", "/api/v1/releases", agent, "{}", 403), ("GET", "/api/v1/conversations/c1", agent, "", 404),
      ("GET", "/api/v1/tickets?status=lost", agent, "", 400), ("GET", "/api/v1/conversations?limit=0", agent, "", 400),
      ("POST", "/api/v1/sign-in", [:], "{", 400), ("POST", "/api/v1/sign-in", [:], #"{"name":1}"#, 400),
      ("POST", "/api/v1/sign-in", ["Content-Type": "text/plain"], #"{"name":"lin","password":"x"}"#, 400),
      ("POST", "/api/v1/sign-out", ["Origin": "https://evil.example"], "{}", 403),
    ]
    for (method, path, headers, body, status) in cases {
      let reply = try HTTPClient.request(method, path, port: port, headers: headers, body: body)
      #expect(reply.status == status, "\(method) \(path)")
      #expect(reply.header("Content-Security-Policy")?.contains("unsafe-inline") == false)
    }
    let nul = try SocketClient(port: port)
    try nul.write(Array("GET /shared/tokens.css%00.js HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
    #expect(try nul.readToEnd().isEmpty)
    let large = try HTTPClient.request(
      "POST", "/api/v1/sign-in", port: port, headers: ["Content-Length": "2000000"])
    #expect(large.status == 413)
  }

  @Test("Signing in is limited, and the limit says how long to wait")
  func signInLimit() throws {
    let replies = try (0..<7).map { _ in
      try HTTPClient.request(
        "POST", "/api/v1/sign-in", port: server.port, body: #"{"name":"nobody","password":"wrong"}"#)
    }
    #expect(replies.first?.status == 401)
    #expect(replies.last?.status == 429)
    #expect(replies.last?.header("Retry-After") != nil)
  }

  @Test("A broken content file stops the start with file and line, and a publish keeps the old release")
  func brokenContent() async throws {
    let cookie = try HTTPClient.signIn("wei", port: server.port)
    let file = server.folder.appending(path: "intents/broken.yml")
    try Data("version: \"3.1\"\nnlu:\n- intent: Bad Name\n  examples: |\n    - hi\n".utf8).write(to: file)
    let reply = try HTTPClient.request(
      "POST", "/api/v1/releases", port: server.port, headers: ["Cookie": cookie], body: "{}")
    #expect(reply.status == 422)
    let problems = (reply.json["problems"] ?? (reply.json["error"] as? [String: Any])?["problems"]) as? [[String: Any]]
    #expect(
      problems?.contains { ($0["file"] as? String)?.hasSuffix("broken.yml") == true && $0["line"] as? Int == 3 } == true
    )
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say("what does a transfer cost")
    #expect(try await customer.botMessage()["style"] == "answer")
    let start = try server.run("serve", "--port", "0", "--database", "other.db")
    #expect(start.status == 1)
    #expect(start.errors.contains("broken.yml:3"))
  }
}
