import Dialogue
import Testing

@Suite("Handing over")
struct HandoffTests {
  @Test(
    "A human is there when asked for, at any time while the bot holds",
    arguments: [DialogueState(), DialogueState(misses: 1), DialogueState(misses: 1, hasAsked: true, unhelpful: [3])])
  func askedForHuman(start: DialogueState) {
    var state = start
    let message = Understanding.about([.intent(DialogueState.humanIntent, 0.9)])
    #expect(state.handle(.message(message)) == .init("asked_for_human", .handoff, .asked))
    #expect(state.phase == .queued)
    state = start
    #expect(state.handle(.choice(.human, .about([]))) == .init("human_button", .handoff, .asked))
    #expect(state.phase == .queued)
    #expect(!state.hasAsked)
  }

  @Test("A close rival does not keep the human away, but a guess does")
  func humanNeedsConfidence() {
    var state = DialogueState()
    let close = Understanding.about([.intent(DialogueState.humanIntent, 0.62), .intent("complaint", 0.6)])
    #expect(state.handle(.message(close)).rule == "asked_for_human")
    state = DialogueState()
    let guess = Understanding.about([.intent(DialogueState.humanIntent, 0.3)])
    #expect(state.handle(.message(guess)).outcome == .clarify)
  }

  @Test("An intent marked normal goes to a human when it is sure")
  func escalation() {
    var state = DialogueState()
    let message = Understanding.about([.intent("complaint", 0.7, escalation: .normal)])
    #expect(state.handle(.message(message)) == .init("escalate_intent", .handoff, .escalation(.normal, "complaint")))
    state = DialogueState()
    let unsure = Understanding.about([.intent("complaint", 0.5, escalation: .normal)])
    #expect(state.handle(.message(unsure)).outcome == .clarify)
  }

  @Test("An urgent intent is believed from a lower bar", arguments: [(0.42, true), (0.5, true), (0.41, false)])
  func urgentBar(confidence: Double, goes: Bool) {
    var state = DialogueState()
    let verdict = state.handle(.message(.about([.intent("card_stolen", confidence, escalation: .urgent)])))
    let escalated = Verdict("escalate_intent", .handoff, .escalation(.urgent, "card_stolen"))
    #expect((verdict == escalated) == goes)
    #expect((state.phase == .queued) == goes)
  }

  @Test("An urgent intent that is not the best candidate is offered, not believed")
  func urgentSecond() {
    var state = DialogueState()
    let message = Understanding.about([.intent("a", 0.5), .intent("card_stolen", 0.45, escalation: .urgent)])
    #expect(
      state.handle(.message(message)).actions.first == .say(.clarify([.intent("a"), .intent("card_stolen")], time: 1)))
  }

  @Test("A quick reply is answered, or handed over when its intent says so")
  func choice() {
    var state = DialogueState(misses: 1, hasAsked: true)
    let nothing = Understanding.about([])
    #expect(
      state.handle(.choice(.target(.article("x"), escalation: nil), nothing))
        == .init("choice", .answer, [.say(.answer(.article("x")))]))
    #expect(state.misses == 0 && !state.hasAsked)
    #expect(
      state.handle(.choice(.target(.intent("card_stolen"), escalation: .urgent), nothing))
        == .init("choice", .handoff, .escalation(.urgent, "card_stolen")))
    state = DialogueState()
    #expect(
      state.handle(.choice(.target(.intent(DialogueState.humanIntent), escalation: nil), nothing))
        == .init("choice", .handoff, .asked))
  }

  @Test("None of these is a miss; the second in a row brings a human")
  func noneOfThese() {
    var state = DialogueState(hasAsked: true)
    let event = DialogueEvent.choice(.noneOfThese, .about([]))
    #expect(state.handle(event) == .init("none_of_these", .unsure, [.say(.unsure), .flag(.noAnswer)]))
    #expect(!state.hasAsked)
    #expect(state.handle(event).outcome == .handoff)
  }

  @Test(
    "The bot is silent while a human holds, waits or has closed",
    arguments: [
      DialogueState.Phase.queued, .agent, .closed,
    ])
  func silent(phase: DialogueState.Phase) {
    let start = DialogueState(phase: phase, misses: 1, unhelpful: [3])
    var state = start
    let sure = Understanding.about(
      [.intent("card_stolen", 0.99, escalation: .urgent)], reviewed: .intent(DialogueState.humanIntent))
    let events: [DialogueEvent] = [
      .message(sure), .message(.about([])), .choice(.human, sure), .choice(.noneOfThese, sure),
      .choice(.target(.article("x"), escalation: nil), sure),
    ]
    for event in events { #expect(state.handle(event) == .init("human_holds", .silent, [])) }
    #expect(state == start)
  }

  @Test("The second answer that did not help hands over")
  func unhelpfulTwice() {
    var state = DialogueState()
    #expect(
      state.handle(.feedback(target: 3, helpful: false))
        == .init("not_helpful", .answer, [.say(.askWhy), .flag(.thumbsDown)]))
    #expect(
      state.handle(.feedback(target: 5, helpful: false))
        == .init(
          "not_helpful_twice", .handoff,
          [.say(.handoff(.normal, intent: nil)), .handOff(.notHelpful, .normal), .flag(.handedOff), .flag(.thumbsDown)]
        ))
    #expect(state.phase == .queued)
  }

  @Test("The same answer twice counts once; a thumb turned up takes its count back")
  func feedbackOnOne() {
    var state = DialogueState()
    _ = state.handle(.feedback(target: 3, helpful: false))
    #expect(state.handle(.feedback(target: 3, helpful: false)) == .init("not_helpful_again", .silent, []))
    #expect(state.handle(.feedback(target: 3, helpful: true)) == .init("helpful", .silent, []))
    #expect(state.unhelpful == [])
    #expect(state.handle(.feedback(target: 5, helpful: false)).outcome == .answer)
  }

  @Test(
    "While a human holds, a thumb down is kept for the trainer and nothing is said",
    arguments: [
      DialogueState.Phase.queued, .agent, .closed,
    ])
  func feedbackWhileHeld(phase: DialogueState.Phase) {
    var state = DialogueState(phase: phase, unhelpful: [3])
    #expect(state.handle(.feedback(target: 5, helpful: false)) == .init("not_helpful", .silent, [.flag(.thumbsDown)]))
    #expect(state.phase == phase)
  }

  @Test("Claimed and closed move silently; released begins anew")
  func holders() {
    var state = DialogueState(phase: .queued, misses: 2, hasAsked: true, unhelpful: [3, 5])
    #expect(state.handle(.claimed) == .init("claimed", .silent, []))
    #expect(state.phase == .agent)
    #expect(state.handle(.released) == .init("released", .answer, [.say(.welcomeBack)]))
    #expect(state.wasReleased == true)
    state.wasReleased = nil
    #expect(state == DialogueState())
    #expect(state.handle(.closed) == .init("closed", .silent, []))
    #expect(state.phase == .closed)
  }

  @Test("Any sequence of events leaves at most one miss and one thumb down while the bot holds")
  func invariant() {
    let events: [DialogueEvent] = [
      .message(.about([])), .message(.about([.intent("a", 0.9)])), .choice(.noneOfThese, .about([])),
      .message(.about([.intent("a", 0.3)])), .feedback(target: 3, helpful: false), .feedback(target: 5, helpful: false),
      .feedback(target: 3, helpful: true), .released,
    ]
    var states: Set<[Int]> = []
    for code in 0..<Int(4_096 * 8) {
      var state = DialogueState()
      for step in 0..<5 {
        let verdict = state.handle(events[code >> (3 * step) & 7])
        if state.phase == .bot {
          #expect(state.misses < DialogueState.missLimit && state.unhelpful.count < DialogueState.unhelpfulLimit)
        } else if verdict.outcome != .silent {
          #expect(verdict.outcome == .handoff)
        }
        states.insert([state.misses, state.unhelpful.count, state.phase == .bot ? 0 : 1])
      }
    }
    #expect(states.count > 4)
  }
}
