import Foundation
import IntentClassifier
import Synchronization
import Testing
import TextAnalysis

struct IntentModelTests {
  let analyzer: Analyzer
  let examples: [IntentExample]

  init() throws {
    analyzer = try Analyzer()
    examples = Samples.examples(analyzer)
  }

  @Test(arguments: [
    ("my debit card is lost", "card_lost"), ("refund not arrived yet", "refund_status"),
    ("how many bonus points", "points_balance"), ("卡丢了", "card_lost"), ("退款到账没有", "refund_status"),
    ("積分還剩多少", "points_balance"), ("我的 refund 到账没", "refund_status"), ("how many bonsu poitns", "points_balance"),
  ])
  func itFindsTheIntentOfANewSentence(text: String, intent: String) throws {
    let model = try IntentModel.fitted(to: examples)
    #expect(model.prediction(for: analyzer.analyzed(text)).candidates.first?.intent == intent)
  }

  @Test func confidencesAreProbabilitiesBestFirst() throws {
    let model = try IntentModel.fitted(to: examples)
    for example in examples {
      let prediction = model.prediction(for: example.text)
      let confidences = prediction.candidates.map(\.confidence)
      #expect(confidences == confidences.sorted(by: >))
      #expect(confidences.allSatisfy { (0...1).contains($0) })
      #expect(confidences.reduce(0, +) + prediction.outOfScope < 1.000001)
    }
  }

  @Test func knownQuestionsAreInScopeAndStrangeOnesAreNot() throws {
    let model = try IntentModel.fitted(to: examples)
    #expect(model.prediction(for: analyzer.analyzed("where is my refund")).outOfScope < 0.5)
    #expect(model.prediction(for: analyzer.analyzed("zqx vbw kkj")).outOfScope > 0.5)
  }

  @Test(arguments: ["", "   ", "？？？", "\u{0}\u{200B}"])
  func aTextWithoutKnownWordsIsNone(text: String) throws {
    let model = try IntentModel.fitted(to: examples)
    let prediction = model.prediction(for: analyzer.analyzed(text))
    #expect((prediction.candidates.first?.confidence ?? 0) < model.thresholds(for: .english).answer)
    #expect(prediction.outOfScope > 0.5)
  }

  @Test func theOutOfScopeLabelIsNeverACandidate() throws {
    var options = IntentModel.Options()
    options.outOfScopeLabel = "none"
    let model = try IntentModel.fitted(to: examples + Samples.outOfScope(analyzer), options: options)
    #expect(model.intents == ["card_lost", "points_balance", "refund_status"])
    #expect(model.prediction(for: analyzer.analyzed("tell me a joke please")).outOfScope > 0.5)
    #expect(model.prediction(for: analyzer.analyzed("where is my refund")).outOfScope < 0.5)
  }

  @Test func examplesThatAreAlikeAreHeldOutTogether() throws {
    var options = IntentModel.Options()
    options.holdsOutNeighbours = true
    let groups = ["where is my lost card", "how do I replace the plastic"]
    let texts = groups.flatMap { group in (10..<30).map { "\(group) \($0)" } }
    let alike = texts.map { IntentExample(text: analyzer.analyzed($0), intent: "card") }
    let fit = try IntentModel.fit(to: examples + alike, options: options)
    #expect(fit.heldOut.map(\.example).sorted() == Array(0..<(examples.count + alike.count)))
    for (_, heldOut) in Dictionary(grouping: fit.heldOut, by: \.fold) {
      let numbers = heldOut.map { $0.example - examples.count }.filter { $0 >= 0 }
      #expect(numbers.allSatisfy { $0 < 20 } || numbers.allSatisfy { $0 >= 20 })
    }
  }

  @Test func thresholdsAreInRangeForBothLanguages() throws {
    let model = try IntentModel.fitted(to: examples)
    for language in Language.allCases {
      let thresholds = model.thresholds(for: language)
      #expect((0.4...0.95).contains(thresholds.answer))
      #expect(thresholds.candidate <= thresholds.answer)
      #expect((0...0.5).contains(thresholds.margin))
    }
  }

  @Test func theSameExamplesGiveTheSameModelOnAnyNumberOfThreads() throws {
    var one = IntentModel.Options()
    one.threads = 1
    var four = IntentModel.Options()
    four.threads = 4
    let first = try IntentModel.fitted(to: examples, options: one).encoded()
    #expect(try IntentModel.fitted(to: examples, options: four).encoded() == first)
  }

  @Test func aModelReadBackPredictsTheSame() throws {
    let model = try IntentModel.fitted(to: examples)
    let copy = try IntentModel(decoding: model.encoded())
    let text = analyzer.analyzed("refund please")
    #expect(copy.prediction(for: text).candidates == model.prediction(for: text).candidates)
    #expect(copy.thresholds(for: .chinese) == model.thresholds(for: .chinese))
  }

  @Test func damagedBytesAreRefused() throws {
    let data = try IntentModel.fitted(to: examples).encoded()
    #expect(throws: IntentModelError.notAModel) { try IntentModel(decoding: Data()) }
    #expect(throws: IntentModelError.notAModel) { try IntentModel(decoding: Data("rubbish".utf8)) }
    for length in [4, 7, 8, 12, 30, data.count / 2, data.count - 1] {
      #expect(throws: IntentModelError.damaged) { try IntentModel(decoding: data.prefix(length)) }
    }
    for position in stride(from: 8, to: data.count, by: data.count / 50) {
      var changed = data
      changed[position] ^= 1
      #expect(throws: IntentModelError.damaged) { try IntentModel(decoding: changed) }
    }
    var newer = data
    newer[4] = 9
    #expect(throws: IntentModelError.unknownVersion(9)) { try IntentModel(decoding: newer) }
  }

  @Test func withoutExamplesThereIsNoModel() {
    #expect(throws: IntentModelError.noExamples) { try IntentModel.fitted(to: []) }
  }

  @Test func oneExampleIsEnoughToFit() throws {
    let model = try IntentModel.fitted(to: Array(examples.prefix(1)))
    #expect(model.prediction(for: examples[0].text).candidates.map(\.intent) == ["card_lost"])
    #expect(model.thresholds(for: .english).answer >= 0.3)
  }

  @Test func aFastFitFindsIntentsToo() throws {
    var options = IntentModel.Options()
    options.isFast = true
    let model = try IntentModel.fitted(to: examples, options: options)
    #expect(model.prediction(for: analyzer.analyzed("my debit card is lost")).candidates.first?.intent == "card_lost")
    let copy = try IntentModel(decoding: model.encoded())
    #expect(copy.encoded() == model.encoded())
  }

  @Test func aRefitLearnsOneMoreExampleAndKeepsTheOthers() throws {
    let model = try IntentModel.fitted(to: examples)
    let added = IntentExample(text: analyzer.analyzed("grmpf flubb"), intent: "points_balance")
    let refitted = try model.refitted(to: examples + [added])
    #expect(refitted.exampleCount == examples.count + 1)
    #expect(refitted.prediction(for: added.text).candidates.first?.intent == "points_balance")
    for example in examples {
      #expect(refitted.prediction(for: example.text).candidates.first?.intent == example.intent)
    }
    #expect(try model.refitted(to: examples + [added]).encoded() == refitted.encoded())
  }

  @Test func aRefitWithANewIntentIsAFit() throws {
    let model = try IntentModel.fitted(to: examples)
    let more = examples + [IntentExample(text: analyzer.analyzed("sing me a song"), intent: "song")]
    #expect(try model.refitted(to: more).encoded() == IntentModel.fitted(to: more).encoded())
  }

  @Test func aCancelledFitEndsWithThatError() {
    var options = IntentModel.Options()
    options.isCancelled = { true }
    #expect(throws: IntentModelError.cancelled) { try IntentModel.fitted(to: examples, options: options) }
  }

  @Test func tooManyExamplesAreRefusedBeforehand() {
    let words = String(repeating: "many different words ", count: 100)
    let long = IntentExample(text: analyzer.analyzed(words), intent: "a")
    let many = Array(repeating: long, count: 20_000)
    #expect {
      try IntentModel.fitted(to: many)
    } throws: { error in
      guard case .tooLarge(let bytes, 20_000) = error as? IntentModelError else { return false }
      return bytes > 2_000_000_000 && "\(error)".contains("MB")
    }
  }

  @Test func anExplanationNamesTheSpansThatDecide() throws {
    let model = try IntentModel.fitted(to: examples)
    let text = analyzer.analyzed("Hello, where is my Refund? 积分")
    let explanation = try #require(model.explanation(for: text, intent: "refund_status"))
    let bytes = Array(text.original.utf8)
    let support = explanation.support.map { String(decoding: bytes[$0.range], as: UTF8.self) }
    #expect(support.contains { $0.contains("Refund") })
    #expect(explanation.support.map(\.weight) == explanation.support.map(\.weight).sorted(by: >))
    #expect(explanation.support.allSatisfy { $0.weight > 0 } && explanation.against.allSatisfy { $0.weight < 0 })
    let against = try #require(model.explanation(for: text, intent: "card_lost")).against
    #expect(against.allSatisfy { $0.range.upperBound <= bytes.count })
    #expect(model.explanation(for: text, intent: "nothing of the kind") == nil)
  }

  @Test func explanationsOfAnyTextStayInsideIt() throws {
    let model = try IntentModel.fitted(to: examples)
    for text in ["卡丢了refund😀ＣＡＲＤ", "ﬁnd my caaaard", "a", "é card", "card " + String(repeating: "x", count: 300)] {
      let analyzed = analyzer.analyzed(text)
      guard let explanation = model.explanation(for: analyzed, limit: 100) else { continue }
      for part in explanation.support + explanation.against {
        #expect(part.range.lowerBound >= 0 && part.range.upperBound <= text.utf8.count && !part.range.isEmpty)
      }
    }
  }

  @Test func progressRisesToOne() throws {
    let seen = Mutex<[Double]>([])
    _ = try IntentModel.fitted(to: examples) { value in seen.withLock { $0.append(value) } }
    let values = seen.withLock { $0 }
    #expect(values.last == 1)
    #expect(values.allSatisfy { (0...1).contains($0) })
  }
}
