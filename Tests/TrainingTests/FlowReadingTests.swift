import Dialogue
import Foundation
import Testing
import TextAnalysis
import Training

@Suite("Reading flows")
struct FlowReadingTests {
  private static let head = """
    version: "3.1"
    nlu:
    - intent: refund
      metadata:
        title: {zh: 退款, en: Refund}
      examples: |
        - refund please
        - 我要退款

    """

  private static let good =
    head + """
      slots:
        number: {type: order_number}
        why:
          type: choice
          values:
          - value: broken
            title: Broken
            translation: {zh: 坏了}
            words: [damaged]
      flows:
        refund:
          if: context.identified
          nlu_trigger:
          - intent: refund
          steps:
          - id: begin
            collect: number
          - action: action_find_order
            next:
            - if: not slots.order_found
              then: begin
            - if: slots.order_status = 'refunded'
              then:
              - action: utter_refunded
                next: END
            - else: reason
          - id: reason
            collect: why
          - set_slots:
            - why: null
            - number: A1
          - action: action_request_refund
          - action: utter_filed
      responses:
        utter_ask_number:
        - text: Which?
          translation: {zh: 哪个？}
        utter_ask_why:
        - text: Why?
          translation: {zh: 为什么？}
        utter_refunded:
        - text: Done already.
          translation: {zh: 已经退了。}
        utter_filed:
        - text: Filed as {ticket}.
          translation: {zh: "已提交 {ticket}。"}
        utter_refund:
        - text: Sign in first.
          translation: {zh: 请先登录。}

      """

  @Test("Steps are laid out in one row, with places for ids")
  func layout() throws {
    let folder = try TemporaryFolder(["intents/a.yml": Self.good])
    let content = try Content.read(intents: folder.url.appending(path: "intents"), knowledge: nil)
    let flow = try #require(content.flows.flows.first)
    #expect(flow.intents == ["refund"])
    #expect(flow.guardCondition == .name("context.identified"))
    #expect(
      flow.steps == [
        .collect("number"), .perform(.findOrder),
        .branch([
          .init(condition: .not(.name("slots.order_found")), step: 0),
          .init(condition: .compare(.name("slots.order_status"), .equal, .value("refunded")), step: 3),
          .init(condition: nil, step: 6), .init(condition: nil, step: 6),
        ]),
        .say("utter_refunded"), .branch([.init(condition: nil, step: 11)]), .end, .collect("why"),
        .set(["why": nil, "number": "A1"]), .perform(.requestRefund), .say("utter_filed"), .end,
      ])
    #expect(content.flows.slots.map(\.name) == ["number", "why"])
    #expect(content.flows.slots.last?.choices == [.init(value: "broken", words: ["Broken", "坏了", "damaged"])])
    #expect(content.flows.titles["why"]?["broken"]?[.chinese] == "坏了")
    #expect(content.flows.responses["utter_filed"]?[.english]?.text == "Filed as {ticket}.")
  }

  @Test(
    "Each mistake in a flow is named with its line",
    arguments: [
      ("collect: number", "collect: nothing", ":25: there is no slot nothing"),
      ("then: begin", "then: nowhere", "there is no step nowhere in flow refund"),
      ("action: action_find_order", "action: action_guess", "there is no action action_guess"),
      ("- intent: refund\n    steps", "- intent: other\n    steps", "nlu_trigger: there is no intent other"),
      ("if: not slots.order_found", "if: not slots.lost", "there is no slot lost"),
      ("if: not slots.order_found", "if: slots.a and", "“slots.a and” is no condition: it ends too early"),
      ("action: utter_filed", "action: utter_gone", "there is no response utter_gone"),
      ("type: order_number", "type: parcel", "type of slot number must be one of text, number, money"),
      ("utter_ask_why:", "utter_ask_what:", "there is no response utter_ask_why"),
      ("utter_ask_why:", "utter_ask_what:", "utter_ask_what: there is no intent ask_what, and no flow says it"),
      ("- action: action_request_refund", "- link: another", "link: there is no flow another"),
      ("- action: action_request_refund", "- next: END", "this step of flow refund is never reached"),
      ("- action: action_request_refund", "- next: reason", "goes round for ever"),
      ("- action: action_request_refund", "- shout: loud", "unknown key “shout” in a step"),
      ("collect: why", "collect: why\n      action: utter_filed", "a step has only one of collect, action"),
    ])
  func mistakes(place: String, mistake: String, message: String) throws {
    #expect(Self.good.contains(place))
    let folder = try TemporaryFolder(["intents/a.yml": Self.good.replacing(place, with: mistake)])
    let problems = folder.problems(knowledge: false)
    #expect(problems.contains { $0.contains(message) }, "\(problems)")
  }
}
