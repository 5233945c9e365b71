import Foundation
import TestSupport
import Testing

/// The main job over real sockets against the real binary: chat, answer, handoff, takeover, ticket, correction.
@Suite(.serialized)
struct StoryTests {
  @Test("A customer is answered from the knowledge, in the language of the question")
  func answers() async throws {
    let server = try TestServer()
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say("what does a transfer cost")
    let english = try await customer.botMessage()
    #expect(english["text"] == "Transfers up to 50,000 yuan a month are free.")
    #expect(english.object("article")["id"] as? String == "transfer-fee")
    try customer.say("新卡什么时候寄到")
    let chinese = try await customer.botMessage()
    #expect(chinese["text"] == "新卡一般 3 至 5 个工作日送达。")
    let replies = chinese.fields["quick_replies"] as? [[String: String]]
    #expect(replies == [["title": "转账收多少手续费？", "payload": "article:transfer-fee"]])
    #expect(customer.events.compactMap { $0.int("seq") } == Array(1...6))
  }

  @Test("A quick reply leads straight to its article")
  func quickReply() async throws {
    let server = try TestServer()
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say("How much?", payload: "article:transfer-fee")
    #expect(try await customer.botMessage().object("article")["id"] as? String == "transfer-fee")
    try customer.say("x", payload: "article:nothing")
    #expect(try await customer.next("error").int("code") == 101)
  }

  @Test("Unsure twice hands over with the reason, and the bot falls silent; later it says it in other words")
  func unsureTwice() async throws {
    let server = try TestServer()
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say("???")
    let first = try await customer.botMessage()
    #expect(first["style"] == "unsure")
    try customer.say("what does a transfer cost")
    #expect(try await customer.botMessage()["style"] == "answer")
    try customer.say("!!")
    let second = try await customer.botMessage()
    #expect(second["style"] == "unsure" && second["text"] != first["text"])
    try customer.say("🙃 …")
    let handoff = try await customer.next("event", kind: "handoff")
    #expect(handoff["reason"] == "unsure_twice")
    #expect(handoff["queue"] == "normal")
    try customer.say("and what does a card cost", id: "after")
    let ack = try await customer.next("ack") { $0["client_message_id"] == "after" }
    #expect(ack.int("seq") == (handoff.int("seq") ?? 0) + 1)
  }

  @Test("The same question again is not answered the same again: something else is offered, then a person comes")
  func sameQuestionAgain() async throws {
    let server = try TestServer()
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say("what does a transfer cost")
    #expect(try await customer.botMessage().object("article")["id"] as? String == "transfer-fee")
    try customer.say("how much do you charge for transfers")
    let other = try await customer.botMessage()
    #expect(other["style"] == "clarify")
    let replies = other.fields["quick_replies"] as? [[String: String]]
    #expect(replies?.last?["payload"] == "human")
    try customer.say("transfer fee")
    #expect(try await customer.next("event", kind: "handoff")["reason"] == "not_helpful")
  }

  @Test("A lost card goes to the urgent queue with the words of its intent")
  func lostCard() async throws {
    let server = try TestServer()
    let customer = try await ChatClient.customer(port: server.port, language: "zh-CN")
    try customer.say("我的卡丢了")
    #expect(try await customer.botMessage()["text"] == "请立即在应用里冻结银行卡。")
    let handoff = try await customer.next("event", kind: "handoff")
    #expect(handoff["queue"] == "urgent")
    #expect(handoff["reason"] == "escalate_intent")
  }

  @Test("An agent claims, talks, makes a ticket once, hands back; a second agent is told who holds it")
  func takeover() async throws {
    let server = try TestServer("--demo")
    let customer = try await ChatClient.customer(port: server.port)
    let lin = try await ChatClient.agent(port: server.port, cookie: HTTPClient.signIn("lin", port: server.port))
    let sam = try await ChatClient.agent(port: server.port, cookie: HTTPClient.signIn("sam", port: server.port))
    try customer.say("talk to a human")
    _ = try await customer.next("event", kind: "handoff")
    let waiting = try await lin.next("conversation")
    #expect(waiting.object("conversation")["status"] as? String == "queued")
    let id = customer.conversation

    try lin.send(#"{"type":"resume","conversation":"\#(id)","after":0,"request":"w"}"#)
    _ = try await lin.next("live")
    try lin.send(#"{"type":"claim","conversation":"\#(id)","request":"c"}"#)
    #expect(try await lin.next("done")["request"] == "c")
    try sam.send(#"{"type":"claim","conversation":"\#(id)","request":"c"}"#)
    let refusal = try await sam.next("error")
    #expect(refusal.int("code") == 302)
    #expect(refusal["message"] == "Lin Yue holds this conversation.")
    try sam.say("me too", in: id)
    #expect(try await sam.next("error").int("code") == 303)

    try lin.send(#"{"type":"typing","conversation":"\#(id)","typing":true}"#)
    #expect(try await customer.next("typing") { $0["from"] == "agent" }["from"] == "agent")
    try lin.say("Hello, how can I help?", in: id)
    #expect(
      try await customer.next("event", kind: "message") { $0["from"] == "agent" }["text"] == "Hello, how can I help?")
    try customer.say("the fee was charged twice")
    #expect(
      try await lin.next("event", kind: "message") { $0["text"] == "the fee was charged twice" }["from"] == "customer")

    let cookie = try HTTPClient.signIn("lin", port: server.port)
    let draft = #"{"request_id":"r1","subject":"Fee","priority":"high","category":"transfers","description":"twice"}"#
    let path = "/api/v1/conversations/\(id)/tickets"
    let tickets = try (0..<2).map { _ in
      try HTTPClient.request("POST", path, port: server.port, headers: ["Cookie": cookie], body: draft)
    }
    #expect(tickets.map(\.status) == [201, 201])
    let numbers = tickets.map { ($0.json["ticket"] as? [String: Any])?["number"] as? String }
    #expect(numbers[0] != nil && numbers[0] == numbers[1])
    #expect(try await customer.next("event", kind: "ticket").object("ticket")["number"] as? String == numbers[0])

    try lin.send(#"{"type":"release","conversation":"\#(id)","request":"r"}"#)
    _ = try await lin.next("done")
    _ = try await customer.next("event", kind: "released")
    try customer.say("what does a transfer cost")
    #expect(try await customer.next("event", kind: "message") { $0["style"] == "answer" }["from"] == "bot")
    #expect(customer.events.compactMap { $0.int("seq") } == Array(1...customer.events.count))
  }

  @Test("A published correction answers the same question in the same conversation")
  func correction() async throws {
    let server = try TestServer("--demo")
    let customer = try await ChatClient.customer(port: server.port)
    let question = "do you have parking at the office"
    try customer.say(question)
    let first = try await customer.botMessage()
    #expect(first["style"] != "answer")
    let cookie = try HTTPClient.signIn("wei", port: server.port)
    let headers = ["Cookie": cookie]
    let turns = try HTTPClient.request("GET", "/api/v1/review/turns", port: server.port, headers: headers).json
    let turn = try #require((turns["turns"] as? [[String: Any]])?.first)
    #expect(turn["text"] as? String == question)
    let seq = try #require(turn["seq"] as? Int)
    let corrected = try HTTPClient.request(
      "POST", "/api/v1/review/turns/\(customer.conversation)/\(seq)/correction", port: server.port, headers: headers,
      body:
        #"{"kind":"new_article","title":"Is there parking?","answer":"Yes, behind the house.","language":"en","tags":[]}"#
    )
    #expect(corrected.status == 201)
    let published = try HTTPClient.request("POST", "/api/v1/releases", port: server.port, headers: headers, body: "{}")
    #expect(published.status == 201)
    let release = try #require(published.json["release"] as? [String: Any])
    #expect(release["number"] as? Int == 2)
    #expect((release["live_ms"] as? Int ?? 0) > 0)
    try customer.say(question)
    #expect(try await customer.botMessage()["text"] == "Yes, behind the house.")
    server.kill()
    try server.start()
    // Whoever has just had that answer would be offered something else.
    let other = try await ChatClient.customer(port: server.port)
    try other.say(question)
    #expect(try await other.botMessage()["text"] == "Yes, behind the house.")
  }
}
