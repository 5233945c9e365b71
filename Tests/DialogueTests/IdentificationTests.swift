import Dialogue
import Testing

@Suite("Identification")
struct IdentificationTests {
  private static let order = Flow(
    name: "order", intents: ["order_status"], guardCondition: .name("context.identified"),
    steps: [.collect("number"), .perform(.findOrder), .say("utter_done"), .end])
  private static let identify = Flow(
    name: "identify", intents: [],
    steps: [
      .collect("email"), .perform(.sendCode), .collect("code"), .perform(.checkCode), .set(["code": nil]),
      .branch([.init(condition: .name("context.identified"), step: 7)]), .branch([.init(condition: nil, step: 2)]),
      .say("utter_identified"), .end,
    ])
  private static let flows = Flows(
    flows: [order, identify],
    slots: [
      Slot(name: "number", kind: .orderNumber), Slot(name: "email", kind: .email),
      Slot(name: "code", kind: .code, choices: [.init(value: "resend", words: ["send again"])]),
      Slot(name: "identify_accept", kind: .choice, choices: [.init(value: "identify", words: ["send a code"])]),
    ])
  private static let scene = Scene(flows: flows, canSendCodes: true)
  private static let offer = Action.say(.utter(DialogueState.identifyOffer, [:]))

  private static func said(
    _ text: String, _ intent: String? = nil, _ mentions: [Mention] = [], yes: Bool? = nil
  ) -> DialogueEvent {
    var understanding = Understanding.about(intent.map { [.intent($0, 0.9)] } ?? [])
    understanding.text = text
    understanding.mentions = mentions
    understanding.affirmation = yes
    return .message(understanding)
  }

  private static let email = Mention(kind: .email, value: "mei@mail.example")
  private static let code = Mention(kind: .code, value: "******")

  private func offered(_ mentions: [Mention] = []) -> DialogueState {
    var state = DialogueState()
    let verdict = state.handle(Self.said("where is my order", "order_status", mentions), in: Self.scene)
    #expect(verdict.actions == [.say(.answer(.intent("order_status"))), Self.offer])
    #expect(state.errands == nil)
    return state
  }

  @Test("An errand for known customers is answered, with the offer to say who one is")
  func offers() { _ = offered() }

  @Test("Where no codes are sent, and for a known customer, nothing is offered")
  func notOffered() {
    var state = DialogueState()
    let verdict = state.handle(Self.said("where", "order_status"), in: Scene(flows: Self.flows))
    #expect(verdict.actions == [.say(.answer(.intent("order_status")))])
    var known = DialogueState()
    let begun = known.handle(
      Self.said("where", "order_status"), in: Scene(flows: Self.flows, isIdentified: true, canSendCodes: true))
    #expect(begun.rule == "flow_started")
  }

  @Test("An address takes the offer up, and with the right code the errand goes on with what was said first")
  func goesOn() {
    var state = offered([Mention(kind: .orderNumber, value: "A1")])
    let sent = state.handle(Self.said("mei@mail.example", nil, [Self.email]), in: Self.scene)
    #expect(sent.rule == "identification_started")
    #expect(sent.actions == [.perform(.sendCode, ["email": "mei@mail.example"])])
    let asked = state.handle(.performed(["code_status": "sent"]), in: Self.scene)
    #expect(asked.actions.count == 1)
    #expect(state.asksForCode(in: Self.flows))
    let typed = state.handle(Self.said("******", nil, [Self.code]), in: Self.scene)
    guard case .perform(.checkCode, let slots)? = typed.actions.last else {
      Issue.record("no code is checked")
      return
    }
    #expect(slots["code"] == "******")
    let known = Scene(flows: Self.flows, isIdentified: true, canSendCodes: true)
    let done = state.handle(.performed(["code_status": "identified"]), in: known)
    #expect(done.actions.contains(.say(.resuming(flow: "order"))))
    guard case .perform(.findOrder, let found)? = done.actions.last else {
      Issue.record("the errand does not go on")
      return
    }
    #expect(found["number"] == "A1")
  }

  @Test("A yes, the words of the offer and its button ask for the address")
  func accepted() {
    for event in [Self.said("yes please", nil, yes: true), Self.said("send a code then")] {
      var state = offered()
      let verdict = state.handle(event, in: Self.scene)
      #expect(verdict.rule == "identification_started")
      #expect(verdict.actions.last == .say(.ask(slot: "email", again: false, [:])))
    }
    var state = offered()
    let verdict = state.handle(.choice(.slot(DialogueState.acceptValue), .about([])), in: Self.scene)
    #expect(verdict.rule == "identification_started")
  }

  @Test("Who says something else is answered and not asked again")
  func ignored() {
    var state = offered()
    let verdict = state.handle(Self.said("what are points", "points_earn"), in: Self.scene)
    #expect(verdict.actions == [.say(.answer(.intent("points_earn")))])
    let late = state.handle(Self.said("mei@mail.example", nil, [Self.email]), in: Self.scene)
    #expect(late.rule == "identification_started")
  }

  @Test("A wrong code is asked for again, and another address begins anew without the old code")
  func wrong() {
    var state = offered()
    _ = state.handle(Self.said("mei@mail.example", nil, [Self.email]), in: Self.scene)
    _ = state.handle(.performed(["code_status": "sent"]), in: Self.scene)
    _ = state.handle(Self.said("******", nil, [Self.code]), in: Self.scene)
    let again = state.handle(.performed(["code_status": "wrong"]), in: Self.scene)
    #expect(again.outcome == .answer)
    #expect(state.asksForCode(in: Self.flows))
    let other = Mention(kind: .email, value: "mei@post.example")
    let corrected = state.handle(Self.said("no, mei@post.example", nil, [other]), in: Self.scene)
    #expect(corrected.rule == "slot_corrected")
    #expect(corrected.actions == [.perform(.sendCode, ["email": "mei@post.example"])])
  }

  @Test("Who stays unknown gets nothing of the errand that waits behind")
  func dropped() {
    var state = offered()
    _ = state.handle(Self.said("mei@mail.example", nil, [Self.email]), in: Self.scene)
    let ended = Flow(name: "identify", intents: [], steps: [.collect("email"), .perform(.sendCode), .end])
    let scene = Scene(
      flows: Flows(flows: [Self.order, ended], slots: Array(Self.flows.slots.values)), canSendCodes: true)
    let verdict = state.handle(.performed(["code_status": "too_many"]), in: scene)
    #expect(verdict.actions.isEmpty)
    #expect(state.errands == nil)
    #expect(state.lastErrand == nil)
  }

  @Test("Stopping and a human are heard while a code is asked for")
  func left() {
    for (intent, rule) in [
      (DialogueState.cancelIntent, "flow_cancelled"), (DialogueState.humanIntent, "asked_for_human"),
    ] {
      var state = offered()
      _ = state.handle(Self.said("mei@mail.example", nil, [Self.email]), in: Self.scene)
      _ = state.handle(.performed(["code_status": "sent"]), in: Self.scene)
      #expect(state.handle(Self.said("…", intent), in: Self.scene).rule == rule)
      #expect(!state.asksForCode(in: Self.flows))
    }
  }
}
