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

  @Test("An intent and its article that are each half sure are sure together, and one candidate")
  func evidenceTogether() {
    var state = DialogueState()
    let message = Understanding.about([.intent("fees", 0.5, article: "fees-abroad"), .article("fees-abroad", 0.5)])
    #expect(message.candidates().map(\.target) == [.intent("fees")])
    #expect(message.candidates().map(\.confidence) == [0.625])
    #expect(state.handle(.message(message)).rule == "answer_confident")
  }

  @Test("Candidates come best first; of equals the intent before the article")
  func order() {
    let message = Understanding.about([
      .intent("a", 0.2), .intent("b", 0.4), .article("x", 0.4), .article("y", 0.7),
    ])
    #expect(message.candidates().map(\.target) == [.article("y"), .intent("b"), .article("x"), .intent("a")])
  }

  @Test("Two that are close: the bot asks which once, then that is a miss")
  func closeCandidates() {
    var state = DialogueState()
    let message = DialogueEvent.message(.about([.intent("a", 0.66), .intent("b", 0.6), .intent("c", 0.05)]))
    let asked = Verdict(
      "close_candidates", .clarify, [.say(.clarify([.intent("a"), .intent("b")])), .flag(.lowConfidence)])
    #expect(state.handle(message) == asked)
    #expect(state == DialogueState(misses: 0, hasAsked: true))
    #expect(state.handle(message) == .init("asked_already", .unsure, [.say(.unsure), .flag(.noAnswer)]))
    #expect(state == DialogueState(misses: 1))
    #expect(state.handle(message) == asked)
    #expect(
      state.handle(message)
        == .init(
          "asked_already", .handoff,
          [.say(.handoff(.normal, intent: nil)), .handOff(.unsureTwice, .normal), .flag(.handedOff), .flag(.noAnswer)]))
  }

  @Test("A confident candidate is answered when the next one is farther off than the margin, or not worth offering")
  func farRivals() {
    var state = DialogueState()
    #expect(state.handle(.message(.about([.intent("a", 0.62), .intent("b", 0.5)]))).rule == "answer_confident")
    let narrow = Understanding.about([.intent("a", 0.62), .intent("b", 0.58)], candidate: 0.6)
    #expect(state.handle(.message(narrow)).rule == "answer_confident")
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
          [.say(.clarify([.intent("a"), .article("x"), .intent("b")])), .flag(.lowConfidence)]))
  }

  @Test("Unsure: the bot says so, and at the second in a row hands over")
  func unsureTwice() {
    var state = DialogueState()
    let message = DialogueEvent.message(.about([.intent("a", 0.1)]))
    #expect(state.handle(message) == .init("unsure", .unsure, [.say(.unsure), .flag(.noAnswer)]))
    #expect(
      state.handle(message)
        == .init(
          "unsure", .handoff,
          [.say(.handoff(.normal, intent: nil)), .handOff(.unsureTwice, .normal), .flag(.handedOff), .flag(.noAnswer)]))
    #expect(state.phase == .queued)
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
          "low_confidence", .clarify, [.say(.clarify([.intent("card_replace")])), .flag(.lowConfidence)]))
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
    #expect(state == DialogueState())
    #expect(
      state.handle(.message(.about(intents, reviewed: .intent("card_lost"))))
        == .init("reviewed", .handoff, .escalation(.urgent, "card_lost")))
    state = DialogueState()
    #expect(
      state.handle(.message(.about([], reviewed: .intent(DialogueState.humanIntent))))
        == .init("reviewed", .handoff, .asked))
  }
}
