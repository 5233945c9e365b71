import Foundation
import TestSupport
import Testing

/// Call backs on the agents' list, and what an agent can learn of a decision.
@Suite(.serialized)
struct ReminderTests {
  private static let flows = """


    slots:
      callback_phone: {type: phone}
      callback_date: {type: date}
      callback_time: {type: time, values: [{value: "10:00", title: Morning, translation: {zh: 上午}}]}
    flows:
      callback:
        if: context.identified
        nlu_trigger:
        - intent: card_arrival
        steps:
        - collect: callback_phone
        - id: day
          collect: callback_date
        - collect: callback_time
        - action: action_request_callback
          next:
          - if: slots.due_passed
            then:
            - set_slots:
              - callback_date: null
              - callback_time: null
              next: day
          - if: not slots.is_new
            then:
            - action: utter_known
              next: END
        - action: utter_filed

    """
  private static let responses = """
      utter_ask_callback_phone:
      - text: Which number?
        translation: {zh: 哪个号码？}
      utter_ask_callback_date:
      - text: Which day?
        translation: {zh: 哪一天？}
      utter_ask_callback_time:
      - text: What time?
        translation: {zh: 几点？}
      utter_filed:
      - text: "At {callback_time}."
        translation: {zh: "{callback_time}。"}
      utter_known:
      - text: Known.
        translation: {zh: 已知。}
    """

  let server: TestServer

  init() throws {
    let intents = (Content.intents + Self.flows).replacing("responses:\n", with: "responses:\n\(Self.responses)\n")
    server = try TestServer(intents: intents, "--demo")
  }

  private func member() async throws -> ChatClient {
    let members = try HTTPClient.request("GET", "/api/v1/demo/customers", port: server.port)
    let member = try #require((members.json["customers"] as? [[String: Any]])?.first)
    return try await ChatClient.customer(
      port: server.port,
      extra:
        #","identity":{"customer":"C100001","expires":\#(member["expires"] as? Int ?? 0),"signature":"\#(member["signature"] as? String ?? "")"}"#
    )
  }

  private func answer(_ client: ChatClient, _ text: String) async throws -> String {
    try client.say(text)
    return try await client.botMessage()["text"] ?? ""
  }

  private func reminders(_ cookie: [String: String], _ status: String = "open") throws -> [[String: Any]] {
    let path = "/api/v1/reminders?status=\(status)"
    return try HTTPClient.request("GET", path, port: server.port, headers: cookie).json["reminders"] as? [[String: Any]]
      ?? []
  }

  private func post(_ path: String, _ cookie: [String: String]) throws -> HTTPReply {
    try HTTPClient.request(
      "POST", path, port: server.port, headers: cookie.merging(["Origin": "http://127.0.0.1:\(server.port)"]) { $1 },
      body: "{}")
  }

  @Test("A call back is on the agents' list once, is taken and done, and is in the customer's context")
  func callback() async throws {
    let cookie = try HTTPClient.signIn("lin", port: server.port)
    let agent = try await ChatClient.agent(port: server.port, cookie: cookie)
    let client = try await member()
    #expect(try await answer(client, "when will my new card arrive") == "Which number?")
    #expect(try await answer(client, "+44 7700 900123") == "Which day?")
    #expect(try await answer(client, "yesterday at 3 pm") == "Which day?")
    #expect(try await answer(client, "tomorrow at 3 pm") == "At 15:00.")
    let told = try await agent.next("reminder").object("reminder")
    #expect(told["phone"] as? String == "+447700900123")
    #expect((told["due_at"] as? String)?.isEmpty == false)
    let headers = ["Cookie": cookie]
    let open = try reminders(headers)
    #expect(open.count == 1)
    let id = try #require(open.first?["id"] as? String)
    #expect(id == told["id"] as? String)
    let context = try HTTPClient.request(
      "GET", "/api/v1/conversations/\(client.conversation)/context", port: server.port, headers: headers)
    #expect((context.json["reminders"] as? [Any])?.count == 1)
    server.kill()
    try server.start()
    #expect(try post("/api/v1/reminders/\(id)/assign", headers).json["reminder"] as? [String: Any] != nil)
    let done = try post("/api/v1/reminders/\(id)/done", headers)
    let other = ["Cookie": try HTTPClient.signIn("sam", port: server.port)]
    let again = try post("/api/v1/reminders/\(id)/done", other)
    #expect(again.status == 200)
    #expect(again.text == done.text)
    #expect(try reminders(headers).isEmpty)
    #expect(try reminders(other, "done").count == 1)
    #expect(try post("/api/v1/reminders/r0/done", headers).status == 404)
    let trainer = ["Cookie": try HTTPClient.signIn("wei", port: server.port)]
    #expect(try post("/api/v1/reminders/\(id)/done", trainer).status == 403)
  }

  @Test("A decision is explained by the words that weighed; a trainer reads no personal numbers in it")
  func explanation() async throws {
    let client = try await ChatClient.customer(port: server.port)
    try client.say("what does a transfer cost to 13800138000")
    let reply = try await client.botMessage()
    let seq = try #require(reply.int("reply_to"))
    let path = "/api/v1/conversations/\(client.conversation)/decisions/\(seq)/explanation"
    for (name, isAgent) in [("lin", true), ("wei", false)] {
      let headers = ["Cookie": try HTTPClient.signIn(name, port: server.port)]
      let explained = try HTTPClient.request("GET", path, port: server.port, headers: headers)
      #expect(explained.status == 200)
      #expect(explained.json["decided_by"] as? Int == explained.json["explained_by"] as? Int)
      let intents = explained.json["intents"] as? [[String: Any]] ?? []
      #expect(intents.first?["name"] as? String == "transfer_fee")
      #expect((intents.first?["support"] as? [[String: Any]])?.isEmpty == false)
      let articles = explained.json["articles"] as? [[String: Any]] ?? []
      #expect((articles.first?["terms"] as? [[String: Any]])?.isEmpty == false)
      if !isAgent { #expect(!explained.text.contains("13800138000")) }
      let missing = path.replacing("/\(seq)/", with: "/9999/")
      #expect(try HTTPClient.request("GET", missing, port: server.port, headers: headers).status == 404)
    }
    #expect(try HTTPClient.request("GET", path, port: server.port).status == 401)
  }
}
