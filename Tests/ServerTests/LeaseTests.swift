import Foundation
import TestSupport
import Testing

/// One owner at a time: take-over, transfer, and what becomes of a conversation whose agent is gone.
struct LeaseTests {
  /// A conversation that lin holds.
  private struct Held {
    let customer: ChatClient
    let lin: ChatClient
    let cookie: String
    var id: String { customer.conversation }
  }

  private static func held(_ server: TestServer) async throws -> Held {
    let customer = try await ChatClient.customer(port: server.port)
    let cookie = try HTTPClient.signIn("lin", port: server.port)
    let lin = try await ChatClient.agent(port: server.port, cookie: cookie)
    try customer.say("talk to a human about order A1029-77, mail me at dora@example.com")
    try customer.say("Talk to a person", payload: "human")
    _ = try await customer.next("event", kind: "handoff")
    try await claim(customer.conversation, lin)
    return Held(customer: customer, lin: lin, cookie: cookie)
  }

  private static func claim(_ conversation: String, _ agent: ChatClient) async throws {
    try agent.send(#"{"type":"claim","conversation":"\#(conversation)","request":"claim"}"#)
    #expect(try await agent.next("done")["request"] == "claim")
  }

  private static func packets(_ conversation: String, _ cookie: String, _ server: TestServer) throws -> [[String: Any]]
  {
    let detail = try HTTPClient.request(
      "GET", "/api/v1/conversations/\(conversation)", port: server.port, headers: ["Cookie": cookie])
    return detail.json["packets"] as? [[String: Any]] ?? []
  }

  private static func agent(_ name: String, _ server: TestServer) async throws -> ChatClient {
    try await ChatClient.agent(port: server.port, cookie: HTTPClient.signIn(name, port: server.port))
  }

  @Test("A supervisor takes over; the agent who had it is told who has it now, and an agent may not")
  func takeOver() async throws {
    let server = try TestServer("--demo")
    let held = try await Self.held(server)
    let frame = #"{"type":"claim","conversation":"\#(held.id)","take_over":true,"request":"t"}"#
    let sam = try await Self.agent("sam", server)
    try sam.send(frame)
    #expect(try await sam.next("error").int("code") == 202)
    let ana = try await Self.agent("ana", server)
    try ana.send(frame)
    #expect(try await ana.next("done")["request"] == "t")
    let claimed = try await held.customer.next("event", kind: "claimed") {
      $0.object("agent")["display_name"] as? String == "Ana Lopez"
    }
    #expect(claimed.object("from")["display_name"] as? String == "Lin Yue")
    try held.lin.say("still me", in: held.id)
    let refusal = try await held.lin.next("error")
    #expect(refusal.int("code") == 303)
    #expect(refusal["message"] == "Ana Lopez holds this conversation.")
    let packet = try #require(try Self.packets(held.id, held.cookie, server).first)
    #expect(packet["reason"] as? String == "taken_over")
    #expect((packet["from"] as? [String: Any])?["display_name"] as? String == "Lin Yue")
  }

  @Test("A transfer to a colleague carries a note that the customer never sees; an absent colleague is refused")
  func transfer() async throws {
    let server = try TestServer("--demo")
    let held = try await Self.held(server)
    let agents =
      try HTTPClient.request(
        "GET", "/api/v1/agents", port: server.port, headers: ["Cookie": held.cookie]
      ).json["agents"] as? [[String: Any]]
    let sam = try #require(agents?.first { $0["display_name"] as? String == "Sam Carter" }?["id"] as? String)
    let frame =
      #"{"type":"transfer","conversation":"\#(held.id)","to":"\#(sam)","note":"Refund is approved.","request":"t"}"#
    try held.lin.send(frame)
    let absent = try await held.lin.next("error")
    #expect(absent.int("code") == 101)
    #expect(absent["message"] == "to: Sam Carter is not at the desk")

    let desk = try await Self.agent("sam", server)
    try held.lin.send(frame)
    #expect(try await held.lin.next("done")["request"] == "t")
    let transferred = try await held.customer.next("event", kind: "transferred")
    #expect(transferred.object("to")["display_name"] as? String == "Sam Carter")
    try held.lin.say("late", in: held.id)
    #expect(try await held.lin.next("error").int("code") == 303)
    try desk.say("Hello, Sam here.", in: held.id)
    _ = try await held.customer.next("event", kind: "message") { $0["text"] == "Hello, Sam here." }
    let packet = try #require(try Self.packets(held.id, held.cookie, server).first)
    #expect(packet["note"] as? String == "Refund is approved.")
    let slots = packet["slots"] as? [[String: Any]] ?? []
    #expect(slots.map { $0["name"] as? String } == ["code", "email"])
    #expect(slots.map { $0["value"] as? String } == ["A1029-77", "dora@example.com"])
    #expect(!held.customer.events.contains { "\($0.fields)".contains("approved") })
  }

  @Test("A packet holds what the customer named last, however much that was")
  func manySlots() async throws {
    let server = try TestServer("--demo")
    let held = try await Self.held(server)
    for number in 1...5 {
      try held.customer.say((101...200).map { "a\(number)b\($0)" }.joined(separator: " "), id: "n\(number)")
      _ = try await held.customer.next("ack")
    }
    try held.lin.send(#"{"type":"transfer","conversation":"\#(held.id)","request":"t"}"#)
    #expect(try await held.lin.next("done")["request"] == "t")
    let packet = try #require(try Self.packets(held.id, held.cookie, server).first)
    let values = (packet["slots"] as? [[String: Any]] ?? []).map { $0["value"] as? String }
    #expect(values == (181...200).map { "a5b\($0)" })
  }

  @Test("Put back into the queue, a conversation stands before those that wait")
  func putBack() async throws {
    let server = try TestServer("--demo")
    let early = try await ChatClient.customer(port: server.port)
    try early.say("Talk to a person", payload: "human")
    _ = try await early.next("event", kind: "handoff")
    let held = try await Self.held(server)
    try held.lin.send(#"{"type":"transfer","conversation":"\#(held.id)","request":"t"}"#)
    let handoff = try await held.customer.next("event", kind: "handoff")
    #expect(handoff["reason"] == "transferred")
    #expect(try await held.customer.botMessage()["style"] == "notice")
    let sam = try ChatClient(port: server.port, headers: ["Cookie": HTTPClient.signIn("sam", port: server.port)])
    try sam.send(#"{"type":"hello","protocol":1,"role":"agent"}"#)
    let desk = try await sam.next("desk").fields["conversations"] as? [[String: Any]] ?? []
    #expect(desk.map { $0["id"] as? String } == [held.id, early.conversation])
    #expect(desk.map { $0["returned"] as? Bool } == [true, false])
  }

  @Test(
    "An agent who is gone loses the conversation to the front of the queue, also when the server restarts meanwhile")
  func expiry() async throws {
    let server = try TestServer("--demo", "--presence-seconds", "1")
    let held = try await Self.held(server)
    held.lin.socket.cut()
    let gone = try await held.customer.next("event", kind: "handoff")
    #expect(gone["reason"] == "agent_gone")
    #expect(gone.object("agent")["display_name"] as? String == "Lin Yue")
    #expect(try await held.customer.botMessage()["style"] == "notice")
    let back = try await ChatClient.agent(port: server.port, cookie: held.cookie)
    try back.say("sorry, I was away", in: held.id)
    #expect(try await back.next("error").int("code") == 303)
    try await Self.claim(held.id, back)
    server.kill()
    try server.start()
    let customer = try await ChatClient.customer(port: server.port, session: held.customer.session)
    if customer.events.last(where: { $0.kind == "handoff" })?.int("seq") == gone.int("seq") {
      _ = try await customer.next("event", kind: "handoff")
    }
    let packets = try Self.packets(held.id, held.cookie, server)
    #expect(packets.map { $0["reason"] as? String } == ["agent_gone", "agent_gone", "asked"])
  }
}
