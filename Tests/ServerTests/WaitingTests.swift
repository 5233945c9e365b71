import Foundation
import TestSupport
import Testing

/// Nobody waits in silence: bursts, answer deadlines, the queue's limit.
struct WaitingTests {
  private static func decisions(_ conversation: String, _ server: TestServer) throws -> [[String: Any]] {
    let cookie = try HTTPClient.signIn("lin", port: server.port)
    let detail = try HTTPClient.request(
      "GET", "/api/v1/conversations/\(conversation)", port: server.port, headers: ["Cookie": cookie])
    return detail.json["decisions"] as? [[String: Any]] ?? []
  }

  @Test("Short messages in a row get one reply to all of them")
  func burst() async throws {
    let server = try TestServer("--demo", "--burst-milliseconds", "20000", "--answer-milliseconds", "60000")
    let customer = try await ChatClient.customer(port: server.port)
    for (id, text) in [("m1", "hello"), ("m2", "um"), ("m3", "what does a transfer cost")] {
      try customer.say(text, id: id)
      _ = try await customer.next("ack") { $0["client_message_id"] == id }
    }
    let reply = try await customer.botMessage()
    #expect(reply["text"] == "Transfers up to 50,000 yuan a month are free.")
    let last = customer.events.last { $0["client_message_id"] == "m3" }?.int("seq")
    #expect(reply.int("reply_to") == last)
    let decisions = try Self.decisions(customer.conversation, server)
    #expect(decisions.map { $0["seq"] as? Int } == [last])
    #expect(customer.events.compactMap { $0.int("seq") } == Array(1...customer.events.count))
  }

  @Test("A message sent twice while the bot waits for more is stored once and answered once")
  func resentFragment() async throws {
    let server = try TestServer("--demo", "--burst-milliseconds", "300")
    let customer = try await ChatClient.customer(port: server.port)
    for _ in 0..<2 { try customer.say("hello", id: "m1") }
    let acks = [try await customer.next("ack").int("seq"), try await customer.next("ack").int("seq")]
    #expect(acks == [3, 3])
    #expect(try await customer.botMessage()["text"] == "Hello! What can I do for you?")
    try customer.say("what does a transfer cost")
    #expect(try await customer.botMessage()["style"] == "answer")
    #expect(try Self.decisions(customer.conversation, server).count == 2)
  }

  @Test("A long message that is followed at once by a few words is heard with them")
  func longThenShort() async throws {
    let server = try TestServer("--demo")
    let customer = try await ChatClient.customer(port: server.port)
    let long = "what does a transfer cost" + String(repeating: " indeed", count: 300)
    try customer.say(long, id: "m1")
    try customer.say("thank you", id: "m2")
    _ = try await customer.next("ack") { $0["client_message_id"] == "m2" }
    _ = try await customer.botMessage()
    let texts = try Self.decisions(customer.conversation, server).compactMap { $0["text"] as? String }
    #expect(texts.contains { $0.contains(long) })
  }

  @Test("A message sent again after its answer leaves nobody typing")
  func resentAnswered() async throws {
    let server = try TestServer("--demo")
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say("what does a transfer cost", id: "m1")
    _ = try await customer.botMessage()
    try customer.say("what does a transfer cost", id: "m1")
    _ = try await customer.next("typing") { $0.fields["typing"] as? Bool == false }
    #expect(try await customer.next("ack").int("seq") == 3)
  }

  @Test(
    "What the bot had not answered when the server was killed is answered after it, or goes to a human when too late")
  func killedWhileWaiting() async throws {
    let patient = try TestServer("--demo", "--burst-milliseconds", "20000", "--answer-milliseconds", "30000")
    let first = try await ChatClient.customer(port: patient.port)
    try first.say("hello", id: "m1")
    _ = try await first.next("ack")
    patient.kill()
    try patient.start()
    let back = try await ChatClient.customer(port: patient.port, session: first.session)
    let answers = back.events.filter { $0.int("reply_to") == 3 }
    if answers.isEmpty { #expect(try await back.botMessage().int("reply_to") == 3) }

    let strict = try TestServer("--demo", "--answer-milliseconds", "8000", "--burst-milliseconds", "20000")
    let second = try await ChatClient.customer(port: strict.port)
    try second.say("hello", id: "m1")
    _ = try await second.next("ack")
    strict.kill()
    // The deadline is a time of day in the store: it must really pass.
    try await Task.sleep(for: .milliseconds(8_100))
    try strict.start()
    let later = try await ChatClient.customer(port: strict.port, session: second.session)
    let known = later.events.first { $0.kind == "handoff" }
    let handoff = if let known { known } else { try await later.next("event", kind: "handoff") }
    #expect(handoff["reason"] == "answer_overdue")
    #expect(try Self.decisions(later.conversation, strict).count == 1)
  }

  @Test("Who waits in the queue past its limit gets a ticket and is asked where to reach them")
  func queueLimit() async throws {
    let server = try TestServer("--demo", "--queue-seconds", "1")
    let customer = try await ChatClient.customer(port: server.port)
    let leave =
      #"{"type":"contact","conversation":"\#(customer.conversation)","email":"dora@example.com","request":"k"}"#
    try customer.send(leave)
    #expect(try await customer.next("error").int("code") == 101)
    try customer.say("Talk to a person", payload: "human")
    _ = try await customer.next("event", kind: "handoff")
    let number = try await customer.next("event", kind: "ticket").object("ticket")["number"] as? String
    let offer = try await customer.botMessage()
    #expect(offer["style"] == "contact")
    #expect(offer["ticket"] == number)
    try customer.send(leave.replacing("dora@example.com", with: "dora"))
    #expect(try await customer.next("error")["message"] == "email: is not an e-mail address")
    try customer.send(leave)
    let contact = try await customer.next("event", kind: "contact")
    #expect(contact["email"] == "d…@example.com")
    #expect(try await customer.next("done")["request"] == "k")
    let cookie = try HTTPClient.signIn("lin", port: server.port)
    let tickets = try HTTPClient.request("GET", "/api/v1/tickets", port: server.port, headers: ["Cookie": cookie]).json
    let ticket = (tickets["tickets"] as? [[String: Any]])?.first { $0["number"] as? String == number }
    #expect((ticket?["contact"] as? [String: Any])?["email"] as? String == "dora@example.com")
    try customer.say("are you there?")
    let notice = try await customer.botMessage {
      $0["style"] == "notice" && $0["text"]?.contains(number ?? "?") == true
    }
    #expect(notice["text"]?.contains("stays open") == true)
  }

  @Test("The bot stays silent when contact details come after an agent")
  func lateContact() async throws {
    let server = try TestServer("--demo", "--queue-seconds", "1")
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say("Talk to a person", payload: "human")
    _ = try await customer.botMessage { $0["style"] == "contact" }
    let lin = try await ChatClient.agent(port: server.port, cookie: HTTPClient.signIn("lin", port: server.port))
    try lin.send(#"{"type":"claim","conversation":"\#(customer.conversation)","request":"c"}"#)
    let claimed = try await customer.next("event", kind: "claimed").int("seq") ?? 0
    try customer.send(
      #"{"type":"contact","conversation":"\#(customer.conversation)","phone":"13800138000","request":"k"}"#)
    _ = try await customer.next("done")
    try customer.say("hello?", id: "m2")
    _ = try await customer.next("ack")
    _ = try await customer.next("event", kind: "message")
    let after = customer.events.filter { $0.int("seq") ?? 0 > claimed }
    #expect(after.map(\.kind) == ["contact", "message"])
    #expect(after.last?["from"] == "customer")
  }

  @Test(
    "A message that the agent does not answer in time goes back to the queue, and the agent's late answer is refused")
  func silentAgent() async throws {
    let server = try TestServer("--demo", "--agent-answer-seconds", "1")
    let customer = try await ChatClient.customer(port: server.port)
    let lin = try await ChatClient.agent(port: server.port, cookie: HTTPClient.signIn("lin", port: server.port))
    try customer.say("Talk to a person", payload: "human")
    _ = try await customer.next("event", kind: "handoff")
    try lin.send(#"{"type":"claim","conversation":"\#(customer.conversation)","request":"c"}"#)
    _ = try await lin.next("done")
    let handoff = try await customer.next("event", kind: "handoff") {
      $0["reason"] == "agent_overdue"
    }
    #expect(handoff.object("agent")["display_name"] as? String == "Lin Yue")
    try lin.say("one moment", id: "a2", in: customer.conversation)
    let refusal = try await lin.next("error")
    #expect(refusal.int("code") == 303)
    #expect(refusal["client_message_id"] == "a2")
  }
}
