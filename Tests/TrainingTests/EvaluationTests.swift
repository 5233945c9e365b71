import Foundation
import Testing
import TextAnalysis

@testable import Training

@Suite struct EvaluationTests {
  private func row(
    _ expected: String?, _ predicted: String, _ confidence: Double, outOfScope: Double = 0, rejected: Bool = false,
    language: Language = .english
  ) -> ScoredRow {
    ScoredRow(
      text: "\(expected ?? "none")>\(predicted)", language: language, expected: expected, predicted: predicted,
      confidence: confidence, outOfScope: outOfScope, isRejected: rejected)
  }

  private func evaluation(_ rows: [ScoredRow]) -> IntentEvaluation {
    IntentEvaluation(
      of: rows, label: "oos", fit: .init(seconds: 1, bytes: 2, predictions: Percentiles([.microseconds(3)])),
      training: 9)
  }

  /// Four rows in scope, three right; two out of scope, one of them rejected.
  private var sample: [ScoredRow] {
    [
      row("a", "a", 1, outOfScope: 0.1),
      row("a", "b", 0.5, outOfScope: 0.6, rejected: true, language: .chinese),
      row("b", "b", 0.9, outOfScope: 0.2), row("b", "b", 0.8, outOfScope: 0.5, language: .chinese),
      row(nil, "a", 0.4, outOfScope: 0.9, rejected: true), row(nil, "b", 0.7, outOfScope: 0.3),
    ]
  }

  @Test("Accuracy, F1, calibration and rejection agree with a count by hand")
  func intentFigures() throws {
    let figures = evaluation(sample)
    #expect(figures.accuracy == 0.75)
    // a: precision 1/1, recall 1/2, F1 2/3. b: precision 2/3, recall 2/2, F1 4/5.
    #expect(abs(figures.macroF1 - (2.0 / 3 + 4.0 / 5) / 2) < 1e-12)
    // Each row is alone in its bin: gaps 0, 0.5, 0.1, 0.2.
    #expect(abs(figures.ece - 0.2) < 1e-12)
    // Right: three in scope, and one of two out of scope.
    #expect(abs(figures.accuracyWithRejection - 4.0 / 6) < 1e-12)
    #expect(figures.outOfScope.recall == 0.5)
    #expect(figures.outOfScope.precision == 0.5)
    #expect(figures.outOfScope.inScopeRejected == 0.25)
    // 0.9 is above all four, 0.3 above two.
    #expect(figures.outOfScope.auroc == 6.0 / 8)
    #expect(figures.outOfScope.fpr95 == 0.5)
    #expect(figures.perIntent.map(\.intent) == ["a", "b"])
    #expect(figures.perIntent.map(\.rows) == [2, 2])
    #expect(figures.perLanguage["zh"]?.accuracy == 0.5 && figures.perLanguage["en"]?.accuracy == 1)
    #expect(figures.perLanguage["zh"]?.inScopeRejected == 0.5)
    #expect(figures.confusions.map { "\($0.expected) \($0.predicted) \($0.count)" } == ["a b 1", "oos b 1"])
    #expect(figures.confusions.first?.examples == ["a>b"])
    #expect(figures.rows == IntentEvaluation.Rows(train: 9, test: 6))
  }

  @Test("The JSON has exactly the promised keys, null where there is nothing to measure")
  func intentJSON() throws {
    let data = try JSONEncoder().encode(evaluation(sample.filter { $0.expected != nil }))
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(
      object.keys.sorted() == [
        "accuracy", "accuracy_with_rejection", "confusions", "ece", "fit_seconds", "macro_f1", "model_bytes",
        "out_of_scope", "per_intent", "per_language", "predict_microseconds", "rows",
      ])
    let outside = try #require(object["out_of_scope"] as? [String: Any])
    #expect(outside.keys.sorted() == ["auroc", "balanced", "fpr95", "in_scope_rejected", "precision", "recall"])
    #expect(outside["recall"] is NSNull)
    #expect((object["predict_microseconds"] as? [String: Double]) == ["p50": 3, "p99": 3])
    let decoded = try JSONDecoder().decode(IntentEvaluation.self, from: data)
    var expected = evaluation(sample.filter { $0.expected != nil })
    expected.curves = IntentCurves()
    #expect(decoded == expected)
  }

  @Test("AUROC counts ties half")
  func aurocTies() {
    #expect(Statistics.auroc(positives: [1, 1], negatives: [1, 0]) == 0.75)
    #expect(Statistics.auroc(positives: [], negatives: [1]) == nil)
  }

  @Test("The threshold lets at most the allowed share above it, ties included")
  func threshold() {
    let scores = (1...40).map(Double.init)
    #expect(Statistics.threshold(exceededByAtMost: 0.05, of: scores) == 38)
    #expect(Statistics.threshold(exceededByAtMost: 0.05, of: [1, 2, 3]) == 3)
    #expect(Statistics.threshold(exceededByAtMost: 0.05, of: [7, 7, 7] + scores.map { _ in 0 }) == 7)
    #expect(Statistics.threshold(exceededByAtMost: 0.05, of: []) == nil)
  }

  @Test("The balanced threshold is best for both sides, and nil where one is missing")
  func balancedThreshold() {
    #expect(Statistics.balancedThreshold(positives: [0.9, 0.8, 0.3], negatives: [0.1, 0.2, 0.7, 0.75]) == 0.75)
    #expect(Statistics.balancedThreshold(positives: [1, 1], negatives: [0, 0]) == 0)
    #expect(Statistics.balancedThreshold(positives: [], negatives: [1]) == nil)
    var rows = sample
    RejectionLimits(sample, budget: 0).apply(to: &rows)
    #expect(rows.map(\.isRejected) == [false, false, false, false, true, false])
    #expect(evaluation(rows).outOfScope.balanced == .init(recall: 0.5, inScopeRejected: 0))
  }

  @Test("Curves agree with a count by hand")
  func curves() throws {
    let curves = evaluation(sample).curves
    #expect(curves.bins.map(\.rows) == [1, 1, 1, 1])
    #expect(curves.bins.map(\.accuracy) == [0, 1, 1, 1])
    let half = try #require(curves.thresholds.first { $0.confidence == 0.6 })
    #expect(half.answered == 0.75 && half.wrong == 0 && half.outOfScopeAnswered == 0.5)
    #expect(curves.matrix == .init(intents: ["a", "b"], counts: [[1, 1], [0, 2]]))
  }

  @Test("Cross-validation deals every row into one part, every intent evenly, the same for a seed")
  func folds() {
    let rows = (0..<30).map { LabelledRow(text: "t\($0)", intent: $0 < 20 ? "a" : "b") }
    let parts = Folds.parts(of: rows, count: 5, seed: 3)
    #expect(parts.map { $0.count { $0.intent == "a" } } == [4, 4, 4, 4, 4])
    #expect(parts.map { $0.count { $0.intent == "b" } } == [2, 2, 2, 2, 2])
    #expect(Set(parts.joined().map(\.text)).count == 30)
    #expect(Folds.parts(of: rows, count: 5, seed: 3) == parts)
    #expect(Folds.parts(of: rows, count: 5, seed: 4) != parts)
    #expect(Folds.shots(2, of: rows).map(\.text) == ["t0", "t1", "t20", "t21"])
  }

  @Test("A model is fitted and tested, with validation, with a test alone, and by cross-validation")
  func wholeRun() throws {
    let verbs = ["lost", "misplaced", "cannot find", "dropped", "left", "do not have"]
    let places = ["in a taxi", "at home", "on the train", "yesterday"]
    let rows = verbs.flatMap { verb in
      places.flatMap { place in
        [
          LabelledRow(text: "i \(verb) my card \(place)", intent: "card_lost"),
          LabelledRow(text: "refund the order i \(verb) \(place)", intent: "refund"),
        ]
      }
    }
    let evaluator = IntentEvaluator(analyzer: try Analyzer())
    let withTest = try evaluator.evaluation(train: Array(rows.dropLast(8)), valid: [], test: Array(rows.suffix(8)))
    #expect(withTest.accuracy == 1 && withTest.rows == .init(train: 40, test: 8))
    #expect(withTest.outOfScope.recall == nil)
    #expect(withTest.refitSeconds.map { $0 > 0 } == true)
    #expect(withTest.modelBytes > 0 && withTest.predictMicroseconds.p50 > 0)
    let crossed = try evaluator.crossValidation(train: rows)
    #expect(crossed.rows == .init(train: 48, test: 48))
    #expect(crossed.accuracy > 0.9)
  }
}
