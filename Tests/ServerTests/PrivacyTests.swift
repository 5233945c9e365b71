import CRM
import Database
import Foundation
import TestSupport
import Testing

/// What customers type that must not be kept, or not be seen by everybody, through the real server.
@Suite(.serialized)
struct PrivacyTests {
  private static let personal = ["13800138000", "zhang.san", "4111111111111111", "11010519491231002X"]
  private static let personalText =
    "call 13800138000, zhang.san@example.com, card 4111111111111111, ID 11010519491231002X"
  private static let maskedText = "call …8000, z…@example.com, card …1111, ID …002X"

  /// The bytes of the data file and its log, and of what is kept beside them.
  private func stored(_ server: TestServer) throws -> [UInt8] {
    let cache = server.folder.appending(path: "frontdesk.db.cache")
    let files = try [server.folder, cache].flatMap { folder in
      try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    }
    return try files.filter { file in
      let name = file.lastPathComponent
      return name.hasPrefix("frontdesk.db") && !file.hasDirectoryPath || name.contains(/^(model|index)-/)
    }.flatMap { [UInt8](try Data(contentsOf: $0)) }
  }

  private func get(_ path: String, _ name: String, _ server: TestServer) throws -> HTTPReply {
    let cookie = try HTTPClient.signIn(name, port: server.port)
    return try HTTPClient.request("GET", path, port: server.port, headers: ["Cookie": cookie])
  }

  @Test("Passwords and codes are stored nowhere, whoever has the conversation, and the customer sees them masked")
  func secrets() async throws {
    let server = try TestServer("--demo")
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say("my password is zebra-4711 and nothing works", id: "one")
    let shown = try await customer.next("event", kind: "message") { $0["from"] == "customer" }
    #expect(shown["text"] == "my password is ****** and nothing works")
    try customer.say("my password is zebra-4711 and nothing works", id: "one")
    let again = try await customer.next("ack") { $0["client_message_id"] == "one" && $0.int("seq") == shown.int("seq") }
    #expect(again.int("seq") == shown.int("seq"))
    try customer.say("验证码是 90210777，我要转人工")
    _ = try await customer.next("event", kind: "message") { $0["text"] == "验证码是 ******，我要转人工" }
    try customer.say("talk to a human")
    _ = try await customer.next("event", kind: "handoff")
    try customer.say("the password is")
    try customer.say("quokka-1881", id: "alone")
    let alone = try await customer.next("ack") { $0["client_message_id"] == "alone" }
    let path = "/api/v1/conversations/\(customer.conversation)"
    for reply in [
      try get(path, "lin", server), try get("\(path)/ticket-draft", "lin", server),
      try get("/api/v1/review/turns", "wei", server),
    ] {
      #expect(reply.status == 200 && reply.text.contains("******"))
      for secret in ["zebra", "90210777", "quokka"] { #expect(!reply.text.contains(secret)) }
    }
    let back = try await ChatClient.customer(port: server.port, session: customer.session)
    #expect(
      back.events.first { $0.int("seq") == shown.int("seq") }?["text"] == "my password is ****** and nothing works")
    #expect(back.events.first { $0.int("seq") == alone.int("seq") }?["text"] == "******")
    for _ in 0..<2 {
      let bytes = try stored(server)
      for secret in ["zebra-4711", "zebra", "90210777", "quokka"] {
        #expect(bytes.firstRange(of: Array(secret.utf8)) == nil)
      }
      #expect(bytes.firstRange(of: Array("nothing works".utf8)) != nil)
      _ = server.stop()
    }
  }

  @Test("A code that an agent asks for is not stored either")
  func askedFor() async throws {
    let server = try TestServer("--demo")
    let customer = try await ChatClient.customer(port: server.port)
    let lin = try await ChatClient.agent(port: server.port, cookie: HTTPClient.signIn("lin", port: server.port))
    try customer.say("talk to a human")
    _ = try await customer.next("event", kind: "handoff")
    try lin.send(#"{"type":"claim","conversation":"\#(customer.conversation)","request":"c"}"#)
    _ = try await lin.next("done")
    try lin.say("Please tell me the verification code we sent you.", in: customer.conversation)
    _ = try await customer.next("event", kind: "message") { $0["from"] == "agent" }
    try customer.say("73519046")
    let shown = try await customer.next("event", kind: "message") { $0["from"] == "customer" && $0["text"] == "******" }
    #expect(shown.int("seq") != nil)
    #expect(try stored(server).firstRange(of: Array("73519046".utf8)) == nil)
  }

  @Test("Trainers see personal numbers shortened in review, in the console's data and live; agents see them whole")
  func personalNumbers() async throws {
    let server = try TestServer("--demo")
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say(Self.personalText)
    _ = try await customer.botMessage()
    try customer.say("talk to a human")
    _ = try await customer.next("event", kind: "handoff")
    let turn = try get("/api/v1/review/turns", "wei", server)
    let seq = try #require(
      (turn.json["turns"] as? [[String: Any]])?.first { $0["text"] as? String == Self.maskedText }?["seq"])
    let path = "/api/v1/conversations/\(customer.conversation)"
    for path in ["/api/v1/review/turns", "/api/v1/review/turns/\(customer.conversation)/\(seq)", path] {
      let reply = try get(path, "wei", server)
      #expect(reply.status == 200 && reply.text.contains("…8000"))
      for number in Self.personal { #expect(!reply.text.contains(number), "\(path)") }
    }
    let whole = try get(path, "lin", server)
    for number in Self.personal { #expect(whole.text.contains(number)) }
    #expect(try await seen(by: "wei", in: customer, server) == Self.maskedText)
    #expect(try await seen(by: "lin", in: customer, server) == Self.personalText)
  }

  /// The customer's first message as a member of staff gets it over the WebSocket, replayed and then live.
  private func seen(by name: String, in customer: ChatClient, _ server: TestServer) async throws -> String? {
    let cookie = try HTTPClient.signIn(name, port: server.port)
    let staff = try ChatClient(port: server.port, headers: ["Cookie": cookie])
    try staff.send(#"{"type":"hello","protocol":1,"role":"agent"}"#)
    _ = try await staff.next("welcome")
    try staff.send(#"{"type":"resume","conversation":"\#(customer.conversation)","after":0}"#)
    _ = try await staff.next("live")
    let replayed = staff.events.first { $0["from"] == "customer" }?["text"]
    try customer.say(Self.personalText)
    let live = try await staff.next("event", kind: "message") { $0["from"] == "customer" }
    #expect(live["text"] == replayed)
    return replayed
  }

  @Test("A correction of a turn with personal numbers is listed and published without them")
  func corrections() async throws {
    let server = try TestServer("--demo")
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say("is 13800138000 on your list of people")
    _ = try await customer.botMessage()
    let headers = ["Cookie": try HTTPClient.signIn("wei", port: server.port)]
    let turns = try get("/api/v1/review/turns", "wei", server).json["turns"] as? [[String: Any]]
    let seq = try #require(turns?.first { $0["conversation"] as? String == customer.conversation }?["seq"])
    let path = "/api/v1/review/turns/\(customer.conversation)/\(seq)/correction"
    let body = #"{"kind":"intent","intent":"greeting"}"#
    #expect(
      try HTTPClient.request("POST", path, port: server.port, headers: headers, body: body).status == 201)
    let list = try get("/api/v1/review/corrections", "wei", server)
    #expect(list.text.contains("is …8000 on your list") && !list.text.contains("13800138000"))
    let release = try HTTPClient.request("POST", "/api/v1/releases", port: server.port, headers: headers, body: "{}")
    #expect(release.status == 201 && !release.text.contains("13800138000"))
    try customer.say("is 13800138000 on your list of people")
    #expect(try await customer.botMessage()["style"] == "answer")
  }

  @Test("Exported transcripts and training pairs have personal numbers shortened")
  func exports() async throws {
    let server = try TestServer("--demo")
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say(Self.personalText)
    _ = try await customer.botMessage()
    try customer.say("my password is zebra-4711")
    _ = try await customer.next("event", kind: "message") { $0["text"] == "my password is ******" }
    let export = try server.run("export", "transcripts", "--conversation", customer.conversation)
    #expect(export.status == 0 && export.output.contains(Self.maskedText))
    for number in Self.personal + ["zebra"] { #expect(!export.output.contains(number)) }
  }
}
