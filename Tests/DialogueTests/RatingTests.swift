import Dialogue
import Testing

@Suite("Thumbs down asks why")
struct RatingTests {
  private static let thumb = DialogueEvent.feedback(target: 3, helpful: false)

  private func press(_ reason: UnhelpfulReason, _ state: inout DialogueState, _ scene: Scene = Scene()) -> Verdict {
    state.handle(.choice(.why(reason), .about([])), in: scene)
  }

  @Test(
    "The reason is kept for the answer that did not help, and a human is offered",
    arguments: [
      UnhelpfulReason.wrongAnswer, .notClear, .notMyQuestion,
    ])
  func reasons(reason: UnhelpfulReason) {
    var state = DialogueState()
    #expect(state.handle(Self.thumb).actions == [.say(.askWhy), .flag(.thumbsDown)])
    #expect(state.askedWhy == 3)
    let verdict = press(reason, &state)
    #expect(
      verdict
        == .init("told_why", .answer, [.recordReason(target: 3, reason), .say(.thankForReason(reason))]))
    #expect(state.askedWhy == nil && state.phase == .bot)
    #expect(press(reason, &state).actions == [.say(.thankForReason(reason))])
  }

  @Test("Who wants a human gets one, also where the policy would not")
  func wantsHuman() {
    var state = DialogueState()
    _ = state.handle(Self.thumb)
    let verdict = press(.wantHuman, &state)
    #expect(verdict.actions.contains(.handOff(.notHelpful, .normal)))
    #expect(verdict.actions.last == .recordReason(target: 3, .wantHuman))
    #expect(state.phase == .queued)
  }

  @Test("A thumb turned up again takes the question back, and an errand goes on after the reason")
  func turnedUp() {
    var state = DialogueState()
    _ = state.handle(Self.thumb)
    _ = state.handle(.feedback(target: 3, helpful: true))
    #expect(state.askedWhy == nil)

    let scene = Scene(
      flows: Flows(
        flows: [Flow(name: "order", intents: ["order"], steps: [.collect("number")])],
        slots: [Slot(name: "number", kind: .orderNumber)]), isIdentified: true)
    _ = state.handle(.message(.about([.intent("order", 0.9)])), in: scene)
    _ = state.handle(Self.thumb, in: scene)
    let verdict = press(.notClear, &state, scene)
    guard case .say(.ask(slot: "number", again: false, _))? = verdict.actions.last else {
      Issue.record("the errand does not go on: \(verdict)")
      return
    }
  }
}
