import TextAnalysis

/// A row with what the model made of it.
struct ScoredRow {
  var text: String
  var language: Language
  /// Nil when the row is out of scope.
  var expected: String?
  /// The best intent; nil when the model gave none.
  var predicted: String?
  /// Of the best intent.
  var confidence: Double
  var outOfScope: Double
  /// Whether `outOfScope` is above the threshold that was chosen on other rows.
  var isRejected = false
  /// The same for the balanced threshold; nil when there was none to choose.
  var isRejectedInBalance: Bool?

  var isCorrect: Bool { expected != nil && expected == predicted }
}

extension IntentEvaluation {
  /// The figures that follow from rows alone.
  ///
  /// - Parameter label: what confusions call a row that is out of scope.
  init(of scored: [ScoredRow], label: String, fit: FitFigures, training: Int) {
    let inScope = scored.filter { $0.expected != nil }
    let perIntent = PerIntent.all(in: inScope)
    let right = scored.count { $0.expected == nil ? $0.isRejected : $0.isCorrect && !$0.isRejected }
    self.init(
      accuracy: Statistics.share(inScope.count(where: \.isCorrect), of: inScope.count),
      macroF1: perIntent.isEmpty ? 0 : perIntent.reduce(0) { $0 + $1.f1 } / Double(perIntent.count),
      ece: Statistics.expectedCalibrationError(inScope.map { ($0.confidence, $0.isCorrect) }),
      outOfScope: OutOfScope(of: scored),
      accuracyWithRejection: Statistics.share(right, of: scored.count),
      fitSeconds: fit.seconds, refitSeconds: fit.refitSeconds, modelBytes: fit.bytes,
      predictMicroseconds: fit.predictions,
      perIntent: perIntent, confusions: Confusion.all(in: scored, label: label),
      perLanguage: PerLanguage.all(in: inScope),
      rows: Rows(train: training, test: scored.count), curves: IntentCurves(of: scored))
  }

  /// What was measured while fitting and predicting.
  struct FitFigures {
    var seconds: Double
    var refitSeconds: Double?
    var bytes: Int
    var predictions: Percentiles
  }
}

extension IntentEvaluation.OutOfScope {
  fileprivate init(of scored: [ScoredRow]) {
    let inScope = scored.filter { $0.expected != nil }
    let outside = scored.filter { $0.expected == nil }
    let caught = outside.count(where: \.isRejected)
    let rejected = scored.count(where: \.isRejected)
    let positives = outside.map(\.outOfScope)
    let negatives = inScope.map(\.outOfScope)
    self.init(
      recall: outside.isEmpty ? nil : Statistics.share(caught, of: outside.count),
      precision: outside.isEmpty || rejected == 0 ? nil : Statistics.share(caught, of: rejected),
      inScopeRejected: Statistics.share(inScope.count(where: \.isRejected), of: inScope.count),
      auroc: Statistics.auroc(positives: positives, negatives: negatives),
      fpr95: Statistics.falsePositiveRate(atRecall: 0.95, positives: positives, negatives: negatives),
      balanced: Balanced(of: scored))
  }
}

extension IntentEvaluation.OutOfScope.Balanced {
  fileprivate init?(of scored: [ScoredRow]) {
    let inScope = scored.filter { $0.expected != nil }
    let outside = scored.filter { $0.expected == nil }
    guard !outside.isEmpty, scored.allSatisfy({ $0.isRejectedInBalance != nil }) else { return nil }
    self.init(
      recall: Statistics.share(outside.count { $0.isRejectedInBalance == true }, of: outside.count),
      inScopeRejected: Statistics.share(inScope.count { $0.isRejectedInBalance == true }, of: inScope.count))
  }
}

extension IntentEvaluation.PerIntent {
  fileprivate static func all(in rows: [ScoredRow]) -> [Self] {
    var expected: [String: Int] = [:]
    var predicted: [String: Int] = [:]
    var correct: [String: Int] = [:]
    for row in rows {
      if let name = row.expected { expected[name, default: 0] += 1 }
      if let name = row.predicted { predicted[name, default: 0] += 1 }
      if row.isCorrect, let name = row.expected { correct[name, default: 0] += 1 }
    }
    return Set(expected.keys).union(predicted.keys).sorted().map { name in
      let hits = correct[name] ?? 0
      let (rows, answers) = (expected[name] ?? 0, predicted[name] ?? 0)
      return Self(
        intent: name, rows: rows, precision: Statistics.share(hits, of: answers),
        recall: Statistics.share(hits, of: rows), f1: Statistics.share(2 * hits, of: rows + answers))
    }
  }
}

extension IntentEvaluation.Confusion {
  fileprivate static func all(in rows: [ScoredRow], label: String) -> [Self] {
    struct Pair: Hashable { var expected, predicted: String }
    // A row out of scope is taken for an intent only when it is not rejected.
    let wrong = rows.filter { !$0.isCorrect && !($0.expected == nil && $0.isRejected) }
    let groups = Dictionary(grouping: wrong) {
      Pair(expected: $0.expected ?? label, predicted: $0.predicted ?? label)
    }
    let all = groups.map { pair, rows in
      let surest = rows.sorted { ($1.confidence, $0.text) < ($0.confidence, $1.text) }.prefix(3)
      return Self(
        expected: pair.expected, predicted: pair.predicted, count: rows.count, examples: surest.map(\.text))
    }
    return Array(
      all.sorted { ($1.count, $0.expected, $0.predicted) < ($0.count, $1.expected, $1.predicted) }.prefix(100))
  }
}

extension IntentEvaluation.PerLanguage {
  fileprivate static func all(in rows: [ScoredRow]) -> [String: Self] {
    Dictionary(grouping: rows, by: \.language.rawValue).mapValues { rows in
      Self(
        rows: rows.count, accuracy: Statistics.share(rows.count(where: \.isCorrect), of: rows.count),
        ece: Statistics.expectedCalibrationError(rows.map { ($0.confidence, $0.isCorrect) }),
        inScopeRejected: Statistics.share(rows.count(where: \.isRejected), of: rows.count))
    }
  }
}
