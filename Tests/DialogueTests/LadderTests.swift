import Dialogue
import Testing

@Suite("The ladder")
struct LadderTests {
  private static let unclear = DialogueEvent.message(.about([.intent("a", 0.1)]))
  private static let handedOver: [Action] = [
    .say(.handoff(.normal, intent: nil)), .handOff(.unsureTwice, .normal), .flag(.handedOff), .flag(.noAnswer),
  ]

  private static func sure(of name: String, beside others: [Understanding.Evidence] = []) -> DialogueEvent {
    .message(.about([.intent(name, 0.8, article: "\(name)-article")] + others))
  }

  @Test("A sure answer stands alone")
  func answer() {
    var state = DialogueState()
    let verdict = state.handle(Self.sure(of: "fees", beside: [.intent("b", 0.1)]))
    #expect(verdict == .init("answer_confident", .answer, [.say(.answer(.intent("fees")))]))
  }

  @Test("An answer with plausible rivals names the best two of them")
  func alternatives() {
    var state = DialogueState()
    let rivals: [Understanding.Evidence] = [.article("x", 0.3), .intent("b", 0.25), .intent("c", 0.22)]
    #expect(
      state.handle(Self.sure(of: "fees", beside: rivals))
        == .init(
          "answer_with_alternatives", .answer,
          [.say(.answer(.intent("fees"))), .say(.alternatives([.article("x"), .intent("b")]))]))
  }

  @Test("What is plausible but not sure is asked about, each time in other words, and at most three times")
  func asking() {
    var state = DialogueState()
    let doubtful = DialogueEvent.message(.about([.intent("a", 0.5), .intent("b", 0.3)]))
    for time in 1...3 {
      #expect(
        state.handle(doubtful)
          == .init(
            "low_confidence", .clarify,
            [.say(.clarify([.intent("a"), .intent("b")], time: time)), .flag(.lowConfidence)]))
      #expect(state.handle(Self.sure(of: "answer\(time)")).outcome == .answer)
    }
    #expect(state.handle(doubtful).rule == "asked_already")
  }

  @Test("Asked and still not sure is a miss")
  func askedAlready() {
    var state = DialogueState()
    let doubtful = DialogueEvent.message(.about([.intent("a", 0.5), .intent("b", 0.3)]))
    #expect(state.handle(doubtful).outcome == .clarify)
    #expect(state.handle(doubtful) == .init("asked_already", .unsure, [.say(.unsure), .flag(.noAnswer)]))
  }

  @Test("Not understood: it says so, then calls a human")
  func misses() {
    var state = DialogueState()
    #expect(state.handle(Self.unclear) == .init("unsure", .unsure, [.say(.unsure), .flag(.noAnswer)]))
    #expect(state.handle(Self.unclear) == .init("unsure", .handoff, Self.handedOver))
    #expect(state.phase == .queued)
  }

  @Test("With three misses allowed it says what it can do before it calls a human")
  func threeMisses() {
    var row = EscalationPolicy.Row(name: "patient")
    row.misses = 3
    let scene = Scene(policy: EscalationPolicy(rows: [row]))
    var state = DialogueState()
    let said = (0..<3).compactMap { _ in state.handle(Self.unclear, in: scene).actions.first }
    #expect(said == [.say(.unsure), .say(.capabilities), .say(.handoff(.normal, intent: nil))])
  }

  @Test("No fallback is said twice in a conversation, even with answers in between")
  func neverTheSameFallback() {
    var state = DialogueState()
    var said: [Reply] = []
    for round in 0..<3 {
      for case .say(let reply) in state.handle(Self.unclear).actions { said.append(reply) }
      if round < 2 { #expect(state.handle(Self.sure(of: "topic\(round)")).outcome == .answer) }
    }
    #expect(said == [.unsure, .capabilities, .handoff(.normal, intent: nil)])
  }

  @Test("The same question again: the answer did not help, so something else is offered, and then a human is called")
  func sameQuestion() {
    var state = DialogueState()
    let question = Self.sure(
      of: "fees", beside: [.article("x", 0.1), .intent("b", 0.05, article: "y"), .intent("greeting", 0.02)])
    #expect(state.handle(question).outcome == .answer)
    #expect(
      state.handle(question)
        == .init(
          "same_question", .clarify, [.say(.otherwise([.article("x"), .intent("b")])), .flag(.noAnswer)]))
    #expect(
      state.handle(question)
        == .init(
          "same_question_again", .handoff,
          [.say(.handoff(.normal, intent: nil)), .handOff(.notHelpful, .normal), .flag(.handedOff), .flag(.noAnswer)]))
  }

  @Test("An example of the intent, word by word, is the same question too, and so is the intent's article")
  func sameQuestionReviewed() {
    var state = DialogueState()
    #expect(state.handle(Self.sure(of: "fees")).outcome == .answer)
    let reviewed = Understanding.about(
      [.intent("fees", 0.9, article: "fees-article")], reviewed: .article("fees-article"))
    #expect(state.handle(.message(reviewed)).rule == "same_question")
  }

  @Test("Asked in another language it is another question")
  func otherLanguage() {
    var state = DialogueState()
    var question = Understanding.about([.intent("fees", 0.8, article: "fees-article")])
    question.language = "zh"
    #expect(state.handle(.message(question)).outcome == .answer)
    question.language = "en"
    #expect(state.handle(.message(question)).outcome == .answer)
    #expect(state.handle(.message(question)).rule == "same_question")
  }

  @Test("An answer is forgotten after four messages about other things")
  func forgotten() {
    var state = DialogueState()
    #expect(state.handle(Self.sure(of: "fees")).outcome == .answer)
    for number in 0..<4 { #expect(state.handle(Self.sure(of: "other\(number)")).outcome == .answer) }
    #expect(state.handle(Self.sure(of: "fees")).outcome == .answer)
  }

  @Test("Greeting twice is no complaint, and a pressed choice is always answered")
  func notTheSameQuestion() {
    var state = DialogueState()
    let hello = DialogueEvent.message(.about([.intent("greeting", 0.9)]))
    #expect(state.handle(hello).outcome == .answer)
    #expect(state.handle(hello).outcome == .answer)
    #expect(state.handle(Self.sure(of: "fees")).outcome == .answer)
    let pressed = Choice.target(.intent("fees"), escalation: nil)
    #expect(state.handle(.choice(pressed, .about([.intent("fees", 0.9, article: "fees-article")]))).rule == "choice")
  }
}
