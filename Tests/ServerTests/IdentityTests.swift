import Foundation
import TestSupport
import Testing

/// A customer whom nobody knows says who they are, with a code by email.
@Suite(.serialized)
struct IdentityTests {
  private static let flows = """


    slots:
      order_number: {type: order_number}
      identify_email: {type: email}
      identify_code: {type: code, values: [{value: resend, title: Again, translation: {zh: 再发}, words: [send again]}]}
    flows:
      track:
        if: context.identified
        nlu_trigger:
        - intent: card_arrival
        steps:
        - collect: order_number
        - action: action_find_order
          next:
          - if: slots.order_found
            then:
            - action: utter_found
              next: END
        - action: utter_unknown
      identify:
        steps:
        - collect: identify_email
        - id: send
          action: action_send_code
          next:
          - if: slots.code_status = 'too_many'
            then:
            - action: utter_refused
              next: END
          - if: slots.code_status = 'too_soon'
            then:
            - action: utter_too_soon
              next: code
        - id: code
          collect: identify_code
          next:
          - if: slots.identify_code = 'resend'
            then:
            - set_slots:
              - identify_code: null
              next: send
        - action: action_check_code
        - set_slots:
          - identify_code: null
          next:
          - if: slots.code_status = 'identified'
            then: END
        - action: utter_wrong
          next: code

    """
  private static let responses = """
      utter_ask_order_number:
      - text: Which order?
        translation: {zh: 哪个订单？}
      utter_found:
      - text: "{order_number}: {order_title}"
        translation: {zh: "{order_number}：{order_title}"}
      utter_unknown:
      - text: Not yours.
        translation: {zh: 不是您的。}
      utter_identify_offer:
      - text: Who are you?
        translation: {zh: 您是哪位？}
      utter_ask_identify_email:
      - text: Which address?
        translation: {zh: 哪个邮箱？}
      utter_ask_identify_code:
      - text: The code?
        translation: {zh: 验证码？}
      utter_refused:
      - text: Too many.
        translation: {zh: 太多次。}
      utter_too_soon:
      - text: Too soon.
        translation: {zh: 太快。}
      utter_wrong:
      - text: Wrong.
        translation: {zh: 不对。}
    """

  let server: TestServer

  init() throws {
    let intents = (Content.intents + Self.flows).replacing("responses:\n", with: "responses:\n\(Self.responses)\n")
    server = try TestServer(intents: intents, "--demo")
  }

  private func answer(_ client: ChatClient, _ text: String, payload: String? = nil) async throws -> String {
    try client.say(text, payload: payload)
    return try await client.botMessage()["text"] ?? ""
  }

  private func next(_ client: ChatClient) async throws -> String { try await client.botMessage()["text"] ?? "" }

  /// The cookie of the admin, whose password is shown at the first start only.
  private func admin() throws -> String {
    let line = try #require(server.greeting.first { $0.hasPrefix("First sign-in") })
    let words = line.split(separator: " ")
    let place = try #require(words.firstIndex(of: "password"))
    return try HTTPClient.signIn("admin", String(words[place + 1]), port: server.port)
  }

  private func mails() throws -> [[String: Any]] {
    try HTTPClient.request("GET", "/api/v1/demo/inbox", port: server.port).json["mails"] as? [[String: Any]] ?? []
  }

  private func code() throws -> String {
    let body = try #require(try mails().first?["body"] as? String)
    let numbers: [Substring] = body.split { !$0.isNumber }
    return String(try #require(numbers.first { $0.count == 6 }))
  }

  /// A stranger who has asked for an order and is offered to say who they are.
  private func stranger(_ question: String = "when will my new card arrive A10293") async throws -> ChatClient {
    let client = try await ChatClient.customer(port: server.port)
    _ = try await answer(client, question)
    #expect(try await next(client) == "Who are you?")
    return client
  }

  @Test("The code makes the stranger the customer, and the errand goes on where it was, in all tabs and after a crash")
  func identified() async throws {
    let cookie = try admin()
    let client = try await stranger()
    let other = try await ChatClient.customer(port: server.port, session: client.session)
    #expect(try await answer(client, "chen.xiaowen@mail.example") == "The code?")
    server.kill()
    try server.start()
    let back = try await ChatClient.customer(port: server.port, session: client.session)
    let tab = try await ChatClient.customer(port: server.port, session: client.session)
    #expect(back.conversation == other.conversation)
    let code = try code()
    try back.say("it is \(code)", id: "m-code")
    let event = try await back.next("event", kind: "identified")
    #expect(event.object("customer")["name"] as? String == "陈晓雯")
    _ = try await next(back)
    #expect(try await next(back) == "A10293: 无线降噪耳机")
    _ = try await tab.next("event", kind: "identified")
    _ = try await tab.botMessage { $0["text"] == "A10293: 无线降噪耳机" }
    #expect(try await answer(tab, "when will my new card arrive A10177").hasPrefix("A10177"))
    // Said again after a lost acknowledgement, it is acknowledged and does nothing.
    try back.say("it is \(code)", id: "m-code")
    _ = try await back.next("ack")
    let fresh = try await ChatClient.customer(port: server.port, session: client.session)
    #expect(fresh.conversation == back.conversation)
    #expect(fresh.events.count { $0.kind == "identified" } == 1)
    #expect(fresh.events.contains { $0["text"] == "it is ******" })
    let replay = try server.run("replay", back.conversation)
    #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
    try await checkTraces(of: code, in: back.conversation, cookie)
  }

  /// The code is nowhere, and the trail says what happened.
  private func checkTraces(of code: String, in conversation: String, _ cookie: String) async throws {
    let admin = ["Cookie": cookie]
    let path = "/api/v1/conversations/\(conversation)"
    let detail = try HTTPClient.request("GET", path, port: server.port, headers: admin)
    #expect(detail.status == 200)
    let texts = [detail.text, try server.run("export", "transcripts").output]
    #expect(texts.allSatisfy { !$0.contains(code) })
    let context = try HTTPClient.request("GET", "\(path)/context", port: server.port, headers: admin)
    #expect((context.json["customer"] as? [String: Any])?["number"] as? String == "C100001")
    #expect((context.json["coupons"] as? [Any])?.isEmpty == false)
    let audit = try HTTPClient.request("GET", "/api/v1/audit?limit=10", port: server.port, headers: admin)
    let entries = audit.json["entries"] as? [[String: Any]] ?? []
    #expect(entries.compactMap { $0["action"] as? String } == ["identified", "code_sent"])
    #expect(entries.last?["detail"] as? String == "c…@mail.example")
    let agent = ["Cookie": try HTTPClient.signIn("lin", port: server.port)]
    #expect(try HTTPClient.request("GET", "/api/v1/audit", port: server.port, headers: agent).status == 403)
  }

  @Test("An address that is not on file is answered in the same words, and no code of it is right")
  func unknownAddress() async throws {
    let client = try await stranger()
    #expect(try await answer(client, "nobody@mail.example") == "The code?")
    #expect(try mails().isEmpty)
    #expect(try await answer(client, "123456") == "Wrong.")
    #expect(try await next(client) == "The code?")
    #expect(client.events.contains { $0["text"] == "******" })
    #expect(try await answer(client, "send again", payload: "slot:resend") == "Too soon.")
    #expect(try await next(client) == "The code?")
    #expect(!client.events.contains { $0.kind == "identified" })
  }

  @Test("Another stranger's code is of no use, and five wrong ones make one's own void")
  func wrongCodes() async throws {
    let client = try await stranger()
    _ = try await answer(client, "chen.xiaowen@mail.example")
    let code = try code()
    let thief = try await stranger()
    #expect(try await answer(thief, "david.miller@post.example") == "The code?")
    #expect(try await answer(thief, code) == "Wrong.")
    _ = try await next(thief)
    for _ in 0..<5 {
      #expect(try await answer(client, code == "111111" ? "222222" : "111111") == "Wrong.")
      _ = try await next(client)
    }
    #expect(try await answer(client, code) == "Wrong.")
  }

  @Test("A code that is typed to a person, or after all was dropped, is not stored either")
  func typedElsewhere() async throws {
    let client = try await stranger()
    _ = try await answer(client, "chen.xiaowen@mail.example")
    let code = try code()
    try client.say("talk to a human", payload: "human")
    _ = try await client.next("event", kind: "handoff")
    try client.say("here it is: \(code)")
    _ = try await client.next("event", kind: "message") { $0["text"] == "here it is: ******" }
  }

  @Test("A code that nobody asked for does nothing, and where none are sent there is no offer")
  func none() async throws {
    let client = try await ChatClient.customer(port: server.port)
    _ = try await answer(client, "123456")
    #expect(!client.events.contains { $0.kind == "identified" })
    let intents = (Content.intents + Self.flows).replacing("responses:\n", with: "responses:\n\(Self.responses)\n")
    let quiet = try TestServer(intents: intents)
    let guest = try await ChatClient.customer(port: quiet.port)
    try guest.say("when will my new card arrive")
    _ = try await guest.botMessage()
    try guest.say("what does a transfer cost")
    #expect(try await guest.botMessage()["text"]?.contains("Who are you?") == false)
    #expect(try HTTPClient.request("GET", "/api/v1/demo/inbox", port: quiet.port).status == 404)
    #expect(try HTTPClient.request("GET", "/demo/inbox", port: quiet.port).status == 404)
  }

  @Test("A mail command gets the mail, and the outbox forgets what it says")
  func command() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "frontdesk-mail-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (script, file) = (folder.appending(path: "send"), folder.appending(path: "mail"))
    try Data("#!/bin/sh\ncat > \(file.path).new && mv \(file.path).new \(file.path)\n".utf8).write(to: script)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: script.path)
    let intents = (Content.intents + Self.flows).replacing("responses:\n", with: "responses:\n\(Self.responses)\n")
    let server = try TestServer(intents: intents, "--demo", "--mail", script.path)
    let client = try await ChatClient.customer(port: server.port)
    try client.say("when will my new card arrive")
    _ = try await client.botMessage { $0["text"] == "Who are you?" }
    try client.say("david.miller@post.example")
    _ = try await client.botMessage { $0["text"] == "The code?" }
    for _ in 0..<400 where !FileManager.default.fileExists(atPath: file.path) {
      try await Task.sleep(for: .milliseconds(25))
    }
    let mail = try String(contentsOf: file, encoding: .utf8)
    #expect(mail.hasPrefix("To: david.miller@post.example\nSubject: =?UTF-8?B?"))
    let body = try #require(mail.components(separatedBy: "\n\n").dropFirst().first)
    let text = try #require(Data(base64Encoded: body, options: .ignoreUnknownCharacters))
    let code = try #require(String(decoding: text, as: UTF8.self).split { !$0.isNumber }.first { $0.count == 6 })
    try client.say(String(code))
    _ = try await client.next("event", kind: "identified")
  }
}
