import Foundation
import TestSupport
import Testing

/// One customer in several tabs: they show the same whatever each of them does.
@Suite(.serialized)
struct TabTests {
  let server: TestServer

  init() throws { server = try TestServer("--demo") }

  @Test("A new conversation begun in both tabs at once is one conversation", arguments: 0..<5)
  func startTwice(_ round: Int) async throws {
    let one = try await ChatClient.customer(port: server.port)
    let two = try await ChatClient.customer(port: server.port, session: one.session)
    try one.send(#"{"type":"start","language":"en","request":"r1"}"#)
    try two.send(#"{"type":"start","language":"en","request":"r2"}"#)
    _ = try await one.next("started") { $0["request"] == "r1" }
    _ = try await two.next("started") { $0["request"] == "r2" }
    let fresh = try await ChatClient.customer(port: server.port, session: one.session)
    for tab in [one, two] where tab.conversation != fresh.conversation {
      _ = try await tab.next("started") { $0["conversation"] == fresh.conversation }
    }
    try one.say("hello")
    #expect(try await two.botMessage()["text"] == one.botMessage()["text"])
    let agent = ["Cookie": try HTTPClient.signIn("lin", port: server.port)]
    let open = try HTTPClient.request("GET", "/api/v1/conversations?status=bot", port: server.port, headers: agent)
    let ids = (open.json["conversations"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
    #expect(ids.contains(fresh.conversation))
  }

  @Test("What is sent to a conversation that another tab has ended is acknowledged if it is stored, and else refused")
  func sentTooLate() async throws {
    let one = try await ChatClient.customer(port: server.port)
    let old = one.conversation
    try one.say("what does a transfer cost", id: "m1")
    let seq = try await one.next("ack").int("seq")
    let two = try await ChatClient.customer(port: server.port, session: one.session)
    try two.send(#"{"type":"start","language":"en","request":"r1"}"#)
    _ = try await one.next("started")
    let back = try await ChatClient.customer(port: server.port, session: one.session)
    for tab in [one, back] {
      try tab.say("what does a transfer cost", id: "m1", in: old)
      #expect(try await tab.next("ack").int("seq") == seq)
      try tab.say("and then?", id: "m2", in: old)
      #expect(try await tab.next("error").int("code") == 301)
    }
    let stranger = try await ChatClient.customer(port: server.port)
    try stranger.say("hello", id: "m1", in: old)
    #expect(try await stranger.next("error").int("code") == 300)
  }

  @Test("A customer identified in one tab is so in the other, and on the agents' desk")
  func identified() async throws {
    let members = try HTTPClient.request("GET", "/api/v1/demo/customers", port: server.port)
    let member = try #require((members.json["customers"] as? [[String: Any]])?.first)
    let (customer, name) = (member["customer"] as? String ?? "", member["name"] as? String ?? "")
    let one = try await ChatClient.customer(port: server.port)
    let two = try await ChatClient.customer(port: server.port, session: one.session)
    try one.say("talk to a human", payload: "human")
    let agent = try await ChatClient.agent(port: server.port, cookie: try HTTPClient.signIn("lin", port: server.port))
    let identity =
      #","identity":{"customer":"\#(customer)","expires":\#(member["expires"] as? Int ?? 0),"signature":"\#(member["signature"] as? String ?? "")"}"#
    let known = try await ChatClient.customer(port: server.port, session: one.session, extra: identity)
    let change = try await agent.next("conversation") { frame in
      let customer = frame.object("conversation")["customer"] as? [String: Any]
      return customer?["name"] as? String == name
    }
    #expect(change.object("conversation")["id"] as? String == one.conversation)
    try two.send(#"{"type":"start","language":"en","request":"r1"}"#)
    let started = try await two.next("started")
    #expect(try await known.next("started")["conversation"] == started["conversation"])
    #expect(try await one.next("started")["conversation"] == started["conversation"])
  }
}
