import Foundation
import TestSupport
import Testing

/// What the bot does for a customer who is known, with their own data.
@Suite(.serialized)
struct ErrandTests {
  private static let intents =
    Content.intents + """


      slots:
        order_number: {type: order_number}
        sure: {type: bool}
      flows:
        track:
          if: context.identified
          nlu_trigger:
          - intent: card_arrival
          steps:
          - action: action_list_orders
          - collect: order_number
          - action: action_find_order
            next:
            - if: not slots.order_found
              then:
              - action: utter_unknown
                next: END
          - collect: sure
          - action: action_request_refund
            next:
            - if: slots.is_new
              then:
              - action: utter_filed
                next: END
          - action: utter_filed_before

      """
      + """

      """
  private static let responses = """
      utter_ask_order_number:
      - text: Which order?
        translation: {zh: 哪个订单？}
      utter_unknown:
      - text: "No order {order_number} of yours."
        translation: {zh: "没有订单 {order_number}。"}
      utter_ask_sure:
      - text: "Refund {order_title}?"
        translation: {zh: "为 {order_title} 退款吗？"}
      utter_filed:
      - text: "Filed as {ticket}."
        translation: {zh: "已提交 {ticket}。"}
      utter_filed_before:
      - text: "Filed already as {ticket}."
        translation: {zh: "早已提交 {ticket}。"}
    """

  let server: TestServer

  init() throws {
    // Responses go under the key that the file has already.
    let intents = Self.intents.replacing("responses:\n", with: "responses:\n\(Self.responses)\n")
    server = try TestServer(intents: intents, "--demo")
  }

  /// The demo's first customer, as the host page's server says.
  private func member() async throws -> ChatClient {
    let members = try HTTPClient.request("GET", "/api/v1/demo/customers", port: server.port)
    let member = try #require((members.json["customers"] as? [[String: Any]])?.first)
    #expect(member["customer"] as? String == "C100001")
    return try await ChatClient.customer(
      port: server.port,
      extra:
        #","identity":{"customer":"C100001","expires":\#(member["expires"] as? Int ?? 0),"signature":"\#(member["signature"] as? String ?? "")"}"#
    )
  }

  private func answer(_ client: ChatClient, _ text: String, payload: String? = nil) async throws -> String {
    try client.say(text, payload: payload)
    return try await client.botMessage()["text"] ?? ""
  }

  @Test("An errand asks for what is missing, does its work once, and lives through a crash")
  func refund() async throws {
    let client = try await member()
    #expect(try await answer(client, "when will my new card arrive") == "Which order?")
    #expect(client.events.last?.fields["quick_replies"] != nil)
    #expect(try await answer(client, "B99999") == "No order B99999 of yours.")
    #expect(try await answer(client, "no, A10177").hasPrefix("Refund "))
    server.kill()
    try server.start()
    let again = try await member()
    let filed = try await answer(again, "yes", payload: "slot:true")
    #expect(filed.hasPrefix("Filed as T"))
    let ticket = again.events.first { $0.kind == "ticket" }?.object("ticket")
    #expect(filed == "Filed as \(ticket?["number"] as? String ?? "").")
    #expect(try await answer(again, "how long does card delivery take A10177").hasPrefix("Refund "))
    #expect(
      try await answer(again, "yes", payload: "slot:true") == "Filed already as \(ticket?["number"] as? String ?? "").")
    #expect(again.events.count { $0.kind == "ticket" } == 1)
  }

  @Test("A customer who is not known gets no errand and no data, whatever they press")
  func stranger() async throws {
    let client = try await ChatClient.customer(port: server.port)
    let text = try await answer(client, "when will my new card arrive")
    #expect(!text.contains("order"))
    #expect(try await !answer(client, "A10177", payload: "slot:A10177").contains("Refund"))
  }

  @Test("A replay computes the same with the same content, and shows what another content changes")
  func replay() async throws {
    let client = try await member()
    _ = try await answer(client, "when will my new card arrive")
    _ = try await answer(client, "A10177")
    _ = try await answer(client, "what does a transfer cost")
    let same = try server.run("replay", client.conversation)
    #expect(same.status == 0, "\(same.output)\(same.errors)")
    #expect(same.output.split(separator: "\n").count { $0.hasSuffix("  identical") } == 3, "\(same.output)")
    let intents = server.folder.appending(path: "intents/all.yml")
    let text = try String(contentsOf: intents, encoding: .utf8)
    let changed = text.replacing("    - what does a transfer cost\n", with: "")
    try changed.write(to: intents, atomically: true, encoding: .utf8)
    let other = try server.run("replay", client.conversation)
    #expect(other.status == 0)
    #expect(other.output.contains("release 1, now 0"))
    #expect(other.output.contains("  intents: "))
    let unknown = try server.run("replay", "c0")
    #expect(unknown.status == 1)
    #expect(unknown.errors.contains("there is no conversation c0"))
  }
}
