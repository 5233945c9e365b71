import Dialogue
import Testing

@Suite("Rules")
struct RulesTests {
  @Test("One confident intent is answered, and misses are forgotten")
  func confidentIntent() {
    var state = DialogueState(misses: 1)
    let verdict = state.handle(.message(.about([.intent("card_replace", 0.9), .intent("card_lost", 0.05)])))
    #expect(verdict == .init("answer_confident", .answer, [.say(.answer(.intent("card_replace")))]))
    #expect(state == DialogueState())
  }

  @Test("One confident article is answered, without any intent")
  func confidentArticle() {
    var state = DialogueState()
    let verdict = state.handle(.message(.about([.article("fees-abroad", 0.8)])))
    #expect(verdict == .init("answer_confident", .answer, [.say(.answer(.article("fees-abroad")))]))
  }

  @Test("Plausible but not confident: the bot offers at most three, best first")
  func lowConfidence() {
    var state = DialogueState()
    let message = Understanding.about([
      .intent("a", 0.3), .intent("b", 0.28), .intent("c", 0.25), .intent("d", 0.24), .article("x", 0.29),
    ])
    #expect(
      state.handle(.message(message))
        == .init(
          "low_confidence", .clarify,
          [.say(.clarify([.intent("a"), .article("x"), .intent("b")], time: 1)), .flag(.lowConfidence)]))
  }

  @Test("An answer between two misses keeps the human away")
  func missesInARow() {
    var state = DialogueState()
    #expect(state.handle(.message(.about([]))) == .init("no_candidate", .unsure, [.say(.unsure), .flag(.noAnswer)]))
    #expect(state.handle(.message(.about([.intent("a", 0.9)]))).outcome == .answer)
    #expect(state.handle(.message(.about([]))).outcome == .unsure)
  }

  @Test("A lone word that names a subject is asked about and alarms nobody; a lone call for a person is clear")
  func singleWord() {
    var state = DialogueState()
    let card: Understanding = .about([.intent("card_replace", 0.9, article: "card-replace")], isSingleWord: true)
    #expect(
      state.handle(.message(card))
        == Verdict(
          "low_confidence", .clarify, [.say(.clarify([.intent("card_replace")], time: 1)), .flag(.lowConfidence)]))
    state = DialogueState()
    let money: Understanding = .about([.intent("fraud", 0.9, escalation: .urgent)], isSingleWord: true)
    #expect(state.handle(.message(money)).outcome == .clarify)
    state = DialogueState()
    let agent: Understanding = .about([.intent("request_human", 0.9, escalation: .normal)], isSingleWord: true)
    #expect(state.handle(.message(agent)).outcome == .handoff)
  }

  @Test("A message of signs only is a miss, whatever the classifier says of it")
  func nothingToUnderstand() {
    var state = DialogueState()
    let message = Understanding.about([.intent("a", 0.99)], isEmpty: true)
    #expect(
      state.handle(.message(message)) == .init("nothing_to_understand", .unsure, [.say(.unsure), .flag(.noAnswer)]))
  }

  @Test("What a trainer reviewed wins over everything the classifier says")
  func reviewed() {
    var state = DialogueState(misses: 1, hasAsked: true)
    let intents: [Understanding.Evidence] = [.intent("a", 0.99), .intent("card_lost", 0.01, escalation: .urgent)]
    #expect(
      state.handle(.message(.about(intents, reviewed: .article("x"))))
        == .init("reviewed", .answer, [.say(.answer(.article("x")))]))
    #expect(state.misses == 0 && !state.hasAsked)
    #expect(
      state.handle(.message(.about(intents, reviewed: .intent("card_lost"))))
        == .init("reviewed", .handoff, .escalation(.urgent, "card_lost")))
    state = DialogueState()
    #expect(
      state.handle(.message(.about([], reviewed: .intent(DialogueState.humanIntent))))
        == .init("reviewed", .handoff, .asked))
  }
}
