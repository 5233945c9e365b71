import Foundation
import TestSupport
import Testing

/// The escalation policy, moods and reasons for thumbs, through the running server.
struct PolicyTests {
  /// Nobody is ever there but for what is urgent.
  private static let policy = """
    time_zone: {name: Asia/Shanghai, zh: 北京时间, en: Beijing time}
    hours: {monday: closed}
    urgent_hours: always
    words: {legal: [lawyer, 律师]}
    rows:
    - name: legal
      if: {words: legal}
      then: human
    - name: angry
      if: {mood: angry}
      then: human
      queue: urgent
    - name: usual
      then: bot
      misses: 3
    """

  private static let tones = [
    "angry": ["you thieves, this is an outrage!!", "i am furious, you liars!", "你们这群骗子！", "气死我了！"],
    "unhappy": ["i am a little sad", "that was disappointing", "有点失望", "好难过"],
    "neutral": ["what does a transfer cost", "hello", "转账手续费多少", "你好"],
    "happy": ["thank you, lovely", "great, thanks", "谢谢，太好了", "真棒"],
  ]

  private static func server(_ policy: String = policy) throws -> TestServer {
    let folder = FileManager.default.temporaryDirectory.appending(path: "frontdesk-policy-\(UUID().uuidString)")
    let sentiment = folder.appending(path: "sentiment")
    try FileManager.default.createDirectory(at: sentiment, withIntermediateDirectories: true)
    try Data(policy.utf8).write(to: folder.appending(path: "policy.yml"))
    for (tone, texts) in tones {
      let yaml = "tone: \(tone)\nexamples: |\n" + texts.map { "  - \($0)\n" }.joined()
      try Data(yaml.utf8).write(to: sentiment.appending(path: "\(tone).yml"))
    }
    return try TestServer(
      "--demo", "--burst-milliseconds", "0", "--policy", folder.appending(path: "policy.yml").path, "--sentiment",
      sentiment.path)
  }

  private static func get(_ path: String, as name: String, _ server: TestServer) throws -> [String: Any] {
    let cookie = try HTTPClient.signIn(name, port: server.port)
    return try HTTPClient.request("GET", "/api/v1" + path, port: server.port, headers: ["Cookie": cookie]).json
  }

  @Test("When nobody is there, a handoff tells the hours, leaves a ticket and takes contact details at once")
  func afterHours() async throws {
    let server = try Self.server()
    let customer = try await ChatClient.customer(port: server.port, language: "zh-CN")
    try customer.say("律师说转账手续费不对")
    let ticket = try await customer.next("event", kind: "ticket").object("ticket")["number"] as? String
    let offer = try await customer.botMessage()
    #expect(offer["style"] == "contact" && offer["ticket"] == ticket)
    #expect(offer["text"]?.contains(ticket ?? "?") == true)
    #expect((offer.fields["quick_replies"] as? [[String: Any]])?.first?["payload"] as? String == "bot")
    #expect(try await customer.next("event", kind: "handoff")["reason"] == "trigger_word")
    try customer.send(
      #"{"type":"contact","conversation":"\#(customer.conversation)","phone":"13800138000","request":"k"}"#)
    _ = try await customer.next("event", kind: "contact")
    let detail = try Self.get("/conversations/\(customer.conversation)", as: "lin", server)
    let decision = (detail["decisions"] as? [[String: Any]])?.last
    #expect(decision?["policy"] as? String == "legal")
    let tickets = try Self.get("/tickets", as: "lin", server)["tickets"] as? [[String: Any]]
    let filed = tickets?.first { $0["number"] as? String == ticket }
    #expect((filed?["description"] as? String)?.contains("律师说转账手续费不对") == true)
    #expect((filed?["contact"] as? [String: Any])?["phone"] as? String == "13800138000")
  }

  @Test("Who does not want to wait goes on with the bot under the same ticket; sent twice it is done once")
  func goOn() async throws {
    let server = try Self.server()
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say("Talk to a person", payload: "human")
    let ticket = try await customer.botMessage()["ticket"]
    _ = try await customer.next("event", kind: "handoff")
    for _ in 0..<2 { try customer.say("Ask the assistant meanwhile", id: "b1", payload: "bot") }
    #expect(try await customer.next("event", kind: "released").fields["agent"] == nil)
    _ = try await customer.botMessage()
    server.kill()
    try server.start()
    let back = try await ChatClient.customer(port: server.port, session: customer.session)
    #expect(back.events.count { $0.kind == "released" } == 1)
    try back.say("what does a transfer cost")
    #expect(try await back.botMessage()["style"] == "answer")
    try back.say("Talk to a person", payload: "human")
    #expect(try await back.botMessage()["ticket"] == ticket)
  }

  @Test("Anger goes to the urgent queue; agents see it in the queue, the packet and the decision, also after a restart")
  func anger() async throws {
    let server = try Self.server()
    let lin = try await ChatClient.agent(port: server.port, cookie: HTTPClient.signIn("lin", port: server.port))
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say("you thieves, this is an outrage!! i am furious, you liars!")
    let handoff = try await customer.next("event", kind: "handoff")
    #expect(handoff["reason"] == "angry" && handoff["queue"] == "urgent")
    let change = try await lin.next("conversation")
    #expect(change.object("conversation")["mood"] as? String == "angry")
    server.kill()
    try server.start()
    let detail = try Self.get("/conversations/\(customer.conversation)", as: "lin", server)
    #expect((detail["conversation"] as? [String: Any])?["mood"] as? String == "angry")
    let packet = (detail["packets"] as? [[String: Any]])?.first
    #expect((packet?["sentiment"] as? [String: Any])?["value"] as? String == "angry")
    let decision = (detail["decisions"] as? [[String: Any]])?.last
    #expect((decision?["sentiment"] as? [String: Any])?["mood"] as? String == "angry")
    let back = try await ChatClient.customer(port: server.port, session: customer.session)
    for text in ["hello", "hello", "what does a transfer cost"] {
      try back.say(text)
      _ = try await back.next("ack")
    }
    let calm = try Self.get("/conversations/\(customer.conversation)", as: "lin", server)
    #expect((calm["conversation"] as? [String: Any])?["mood"] as? String != "angry")
  }

  @Test("A thumb down asks why; the reason stands beside the turn under review")
  func reason() async throws {
    let server = try Self.server("rows: [{name: usual, then: bot}]")
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say("what does a transfer cost")
    let answer = try await customer.botMessage()
    let seq = answer.int("seq") ?? 0
    try customer.send(
      #"{"type":"feedback","conversation":"\#(customer.conversation)","seq":\#(seq),"helpful":false,"request":"f"}"#)
    let question = try await customer.botMessage()
    let offers = (question.fields["quick_replies"] as? [[String: Any]])?.compactMap { $0["payload"] as? String }
    #expect(offers == ["why:wrong_answer", "why:not_clear", "why:not_my_question", "why:want_human"])
    try customer.say("The answer is wrong", payload: "why:wrong_answer")
    #expect(try await customer.botMessage()["text"]?.contains("check that answer") == true)
    let turns = try Self.get("/review/turns?reason=thumbs_down", as: "wei", server)["turns"] as? [[String: Any]]
    #expect(turns?.count == 1)
    #expect(turns?.first?["thumbs_down_reason"] as? String == "wrong_answer")
    try customer.say("odd", payload: "why:boredom")
    #expect(try await customer.next("error").int("code") == 101)
  }

  @Test("A policy with a mistake keeps the server from starting, and names the line")
  func mistake() throws {
    let server = try Self.server()
    try Data("rows:\n- name: a\n  then: robot\n".utf8).write(to: server.folder.appending(path: "bad.yml"))
    let result = try server.run("serve", "--port", "0", "--database", "other.db", "--policy", "bad.yml")
    #expect(result.status == 1)
    #expect(result.errors.contains("bad.yml:3: then: there is no “robot”"))
  }
}
