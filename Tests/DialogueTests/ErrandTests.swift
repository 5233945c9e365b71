import Dialogue
import Testing

@Suite("Errands")
struct ErrandTests {
  private static let order = Flow(
    name: "order", intents: ["order_status"],
    steps: [
      .collect("number"), .perform(.findOrder),
      .branch([.init(condition: .name("slots.order_found"), step: 4)]), .say("utter_missing"), .say("utter_done"), .end,
    ])
  private static let refund = Flow(
    name: "refund", intents: ["refund"], guardCondition: .name("context.identified"),
    steps: [
      .collect("number"), .collect("reason"), .collect("sure"), .perform(.requestRefund), .say("utter_filed"), .end,
    ])
  private static let talk = Flow(
    name: "talk", intents: ["complaint"], steps: [.collect("story"), .handOff(.urgent)])
  private static let slots = [
    Slot(name: "number", kind: .orderNumber), Slot(name: "sure", kind: .yesNo), Slot(name: "story", kind: .text),
    Slot(
      name: "reason", kind: .choice,
      choices: [.init(value: "broken", words: ["broken", "坏"]), .init(value: "wrong", words: ["wrong"])]),
  ]
  private static let scene = Scene(flows: Flows(flows: [order, refund, talk], slots: slots), isIdentified: true)

  private static func said(
    _ text: String = "…", _ intent: String? = nil, number: String? = nil, yes: Bool? = nil
  ) -> DialogueEvent {
    var understanding = Understanding.about(intent.map { [.intent($0, 0.9)] } ?? [], isEmpty: intent == nil)
    understanding.text = text
    understanding.mentions = number.map { [Mention(kind: .orderNumber, value: $0)] } ?? []
    understanding.affirmation = yes
    return .message(understanding)
  }

  private static func handled(_ state: inout DialogueState, _ event: DialogueEvent) -> Verdict {
    state.handle(event, in: scene)
  }

  @Test("What the sentence names is not asked for")
  func filledFromTheStart() {
    var state = DialogueState()
    let verdict = Self.handled(&state, Self.said("where is A1", "order_status", number: "A1"))
    #expect(verdict.rule == "flow_started")
    #expect(verdict.actions == [.perform(.findOrder, ["number": "A1", "said": "where is A1"])])
    let end = Self.handled(&state, .performed(["order_found": true]))
    #expect(
      end.actions == [.say(.utter("utter_done", ["number": "A1", "said": "where is A1", "order_found": true]))])
    #expect(state.errands == nil)
  }

  @Test("What is missing is asked for, and a second time in other words")
  func asked() {
    var state = DialogueState()
    let verdict = Self.handled(&state, Self.said("where is it", "order_status"))
    #expect(verdict.actions == [.say(.ask(slot: "number", again: false, ["said": "where is it"]))])
    let again = Self.handled(&state, Self.said("the blue one"))
    #expect(again.rule == "slot_asked_again")
    #expect(again.actions == [.say(.ask(slot: "number", again: true, ["said": "where is it"]))])
    #expect(Self.handled(&state, Self.said(number: "A2")).rule == "slot_filled")
  }

  @Test("After three answers that fill nothing a human comes")
  func stuck() {
    var state = DialogueState()
    _ = Self.handled(&state, Self.said("x", "order_status"))
    #expect(Self.handled(&state, Self.said()).outcome == .answer)
    #expect(Self.handled(&state, Self.said()).outcome == .answer)
    let verdict = Self.handled(&state, Self.said())
    #expect(verdict.rule == "flow_stuck")
    #expect(verdict.actions.contains(.handOff(.errandStuck, .normal)))
    #expect(state.phase == .queued)
    #expect(state.errands == nil)
  }

  @Test("A correction after the end does the errand again")
  func correctedAfterwards() {
    var state = DialogueState()
    _ = Self.handled(&state, Self.said("A1", "order_status", number: "A1"))
    _ = Self.handled(&state, .performed(["order_found": true]))
    let verdict = Self.handled(&state, Self.said("no, A2", number: "A2"))
    #expect(verdict.rule == "slot_corrected")
    #expect(verdict.actions == [.perform(.findOrder, ["number": "A2"])])
  }

  @Test("A correction on the way keeps what else is known")
  func correctedOnTheWay() {
    var state = DialogueState()
    _ = Self.handled(&state, Self.said("refund A1, it is broken", "refund", number: "A1"))
    let verdict = Self.handled(&state, Self.said("sorry, A2", number: "A2"))
    #expect(verdict.rule == "slot_corrected")
    #expect(verdict.actions == [.say(.ask(slot: "sure", again: false, ["number": "A2", "reason": "broken"]))])
  }

  @Test("A correction after the end asks for consent anew")
  func consent() {
    var state = DialogueState()
    _ = Self.handled(&state, Self.said("refund A1, it is broken", "refund", number: "A1"))
    _ = Self.handled(&state, Self.said("yes", yes: true))
    #expect(Self.handled(&state, .performed([:])).actions.count == 1)
    let verdict = Self.handled(&state, Self.said("A2 too", number: "A2"))
    #expect(verdict.actions == [.say(.ask(slot: "sure", again: false, ["number": "A2", "reason": "broken"]))])
  }

  @Test("A question on the way is answered, and the errand goes on")
  func digression() {
    var state = DialogueState()
    _ = Self.handled(&state, Self.said("refund", "refund"))
    let verdict = Self.handled(&state, Self.said("what are points", "points_earn"))
    #expect(verdict.rule == "digression")
    #expect(
      verdict.actions == [
        .say(.answer(.intent("points_earn"))), .say(.ask(slot: "number", again: false, ["said": "refund"])),
      ])
  }

  @Test("Another errand comes first, and then the one before goes on")
  func interrupted() {
    var state = DialogueState()
    _ = Self.handled(&state, Self.said("refund", "refund"))
    let verdict = Self.handled(&state, Self.said("where is my order", "order_status"))
    #expect(verdict.rule == "flow_interrupted")
    _ = Self.handled(&state, Self.said(number: "A3"))
    let end = Self.handled(&state, .performed(["order_found": false]))
    #expect(end.actions.contains(.say(.resuming(flow: "refund"))))
    #expect(end.actions.last == .say(.ask(slot: "number", again: false, ["said": "refund"])))
  }

  @Test("Stopping and starting over are heard at any time, a human too")
  func left() {
    for (intent, rule) in [
      (DialogueState.cancelIntent, "flow_cancelled"), (DialogueState.startOverIntent, "started_over"),
      (DialogueState.humanIntent, "asked_for_human"),
    ] {
      var state = DialogueState()
      _ = Self.handled(&state, Self.said("x", "complaint"))
      #expect(Self.handled(&state, Self.said("stop", intent)).rule == rule)
      #expect(state.errands == nil)
    }
  }

  @Test("Yes, no, choices and buttons fill slots")
  func values() {
    var state = DialogueState()
    _ = Self.handled(&state, Self.said("refund A1", "refund", number: "A1"))
    #expect(Self.handled(&state, Self.said("它坏了")).rule == "slot_filled")
    #expect(state.handle(.choice(.slot("maybe"), .about([], isEmpty: true)), in: Self.scene).rule == "slot_asked_again")
    let verdict = state.handle(.choice(.slot("true"), .about([])), in: Self.scene)
    #expect(
      verdict.actions == [
        .perform(.requestRefund, ["number": "A1", "reason": "broken", "sure": true, "said": "refund A1"])
      ])
  }

  @Test("A flow whose guard does not hold leaves the intent to its answer")
  func guarded() {
    var state = DialogueState()
    let scene = Scene(flows: Self.scene.flows, isIdentified: false)
    let verdict = state.handle(Self.said("refund", "refund"), in: scene)
    #expect(verdict.actions == [.say(.answer(.intent("refund")))])
  }

  @Test("Any words fill a slot for text, and a flow can hand over")
  func handOver() {
    var state = DialogueState()
    _ = Self.handled(&state, Self.said("complaint", "complaint"))
    let verdict = Self.handled(&state, Self.said("it was late", "order_status"))
    #expect(verdict.actions.contains(.handOff(.escalateIntent, .urgent)))
    #expect(verdict.outcome == .handoff)
  }

  @Test("A release without the flow ends its errand and answers the message")
  func flowGone() {
    var state = DialogueState()
    _ = Self.handled(&state, Self.said("refund", "refund"))
    let verdict = state.handle(Self.said("points", "points_earn"))
    #expect(verdict.actions == [.say(.answer(.intent("points_earn")))])
    #expect(state.errands == nil)
  }

  @Test("A flow that goes round in circles is broken off and hands over")
  func circle() {
    let circle = Flow(name: "circle", intents: ["x"], steps: [.say("a"), .branch([.init(condition: nil, step: 0)])])
    var state = DialogueState()
    let verdict = state.handle(Self.said("x", "x"), in: Scene(flows: Flows(flows: [circle], slots: [])))
    #expect(verdict.rule == "flow_stuck")
    #expect(verdict.outcome == .handoff)
  }
}
