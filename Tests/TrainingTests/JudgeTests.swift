import FAQIndex
import Foundation
import IntentClassifier
import Testing
import TextAnalysis

@testable import Training

@Suite("The judge")
struct JudgeTests {
  private static let limits = AnswerLimits(
    mistakes: [
      .init(confidence: 0.9, share: 0.03), .init(confidence: 0.7, share: 0.07), .init(confidence: 0.55, share: 0.11),
    ], offer: 0.1)

  private static func brief(_ name: String, article: String?) -> IntentBrief {
    IntentBrief(name: name, intent: Intent(name: name, article: article))
  }

  /// Two intents, the first with an article, and an article without an intent.
  private static func evidence(
    _ first: Double, _ second: Double, outOfScope: Double = 0.1, hits: [(String, Double)] = []
  ) -> Evidence {
    let briefs = [brief("a", article: "a-article"), brief("b", article: nil)]
    let prediction = IntentPrediction(
      candidates: [
        IntentCandidate(intent: "a", place: 0, confidence: first),
        IntentCandidate(intent: "b", place: 1, confidence: second),
      ], outOfScope: outOfScope)
    return Evidence(
      prediction,
      hits.map { .init(id: $0.0, language: .english, score: $0.1, confidence: $0.1, terms: []) },
      topics: briefs.topicPlaces, briefs: briefs, length: 5)
  }

  @Test("An intent and the article that answers it are one topic; other articles are topics of their own")
  func topics() {
    let evidence = Self.evidence(0.6, 0.2, hits: [("a-article", 0.5), ("x", 0.4)])
    #expect(evidence.topics.map(\.target) == [.intent("a"), .intent("b"), .article("x")])
    #expect(evidence.topics.map(\.search) == [0.5, 0, 0.4])
  }

  @Test("Confidences are probabilities, and what is not there has none", arguments: [Language.chinese, .english])
  func probabilities(language: Language) {
    let judge = Judge(fitted: [:])
    let confidences = judge.confidences(of: Self.evidence(0.6, 0.2, hits: [("x", 0.4)]), language)
    #expect(confidences.count == 3)
    #expect(confidences.allSatisfy { (0...1).contains($0) } && confidences.reduce(0, +) < 1)
    #expect(judge.confidences(of: Self.evidence(0, 0, outOfScope: 1), language).allSatisfy { $0 < 0.1 })
  }

  @Test("When search and classifier agree, both are believed more")
  func agreement() {
    let judge = Judge(fitted: [:])
    let alone = judge.confidences(of: Self.evidence(0.5, 0.3), .english)[0]
    let together = judge.confidences(of: Self.evidence(0.5, 0.3, hits: [("a-article", 0.6)]), .english)[0]
    let against = judge.confidences(of: Self.evidence(0.5, 0.3, hits: [("x", 0.6)]), .english)[0]
    #expect(alone < together && against < together)
  }

  @Test("The more wrong answers are allowed, the less sure an answer must be")
  func budget() {
    #expect(Self.limits.answer(wrongAnswers: 0.005) == 0.9.nextUp)
    #expect(Self.limits.answer(wrongAnswers: 0.01) == 0.7.nextUp)
    #expect(Self.limits.answer(wrongAnswers: 0.02) == 0.55.nextUp)
    #expect(Self.limits.answer(wrongAnswers: 0.2) == 0.4)
    #expect(AnswerLimits().answer(wrongAnswers: 0.2) == 0.6)
  }

  @Test("A fit learns whom to believe")
  func fit() {
    // The search is always right here, and the classifier never.
    let samples = (0..<200).map { number in
      let score = 0.4 + Double(number % 10) / 20
      return JudgeFit.Sample(
        evidence: Self.evidence(0.5, 0.4, hits: [("x", score)]), language: .english, right: [false, false, true])
    }
    let judge = JudgeFit.judge(for: samples)
    let evidence = Self.evidence(0.5, 0.4, hits: [("x", 0.6)])
    let before = Judge(fitted: [:]).confidences(of: evidence, .english)
    let after = judge.confidences(of: evidence, .english)
    #expect(after[2] > 0.9 && after[2] > before[2])
    #expect(judge.limits(for: .english, wrongAnswers: 0.02).answer == 0.4)
    #expect(judge.limits(for: .chinese, wrongAnswers: 0.02).answer == 0.6)
  }

  @Test("Every article without an intent is a topic, with its questions as examples")
  func articleTopics() throws {
    let content = Content(
      intents: [Intent(name: "a", article: "a-article", examples: [Example(text: "one", file: "", line: 1)])],
      articles: [
        Article(id: "a-article", language: .english, title: "One?", questions: ["one"], answer: "1", file: "", line: 1),
        Article(id: "x", language: .english, title: "Two?", questions: ["two"], answer: "2", file: "", line: 1),
      ])
    #expect(content.topics.map(\.name) == ["a", "faq/x"])
    #expect(content.topics.map { $0.examples.map(\.text) } == [["one", "One?"], ["Two?", "two"]])
    #expect(content.topics.map(\.isArticle) == [false, true])
  }
}
