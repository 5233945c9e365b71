/// What a report draws: how the figures change with a threshold, and which intents are taken for which.
package struct IntentCurves: Sendable, Equatable {
  /// What answering from a confidence on would do.
  package struct Threshold: Sendable, Equatable {
    package var confidence: Double
    /// The share of rows in scope that are answered, and that of the answers to them which are wrong.
    package var answered: Double
    package var wrong: Double
    /// The share of rows out of scope that are answered; nil without such rows.
    package var outOfScopeAnswered: Double?
  }

  /// Counts of rows by expected (first) and predicted intent.
  package struct Matrix: Sendable, Equatable {
    package var intents: [String]
    package var counts: [[Int]]
  }

  package var bins: [CalibrationBin] = []
  package var thresholds: [Threshold] = []
  package var matrix = Matrix(intents: [], counts: [])

  private static let steps = 50
  /// More rows and columns cannot be read; those with most mistakes are shown.
  private static let mostIntents = 40

  init(bins: [CalibrationBin] = [], thresholds: [Threshold] = []) {
    self.bins = bins
    self.thresholds = thresholds
  }

  init(of rows: [ScoredRow]) {
    let inScope = rows.filter { $0.expected != nil }
    bins = CalibrationBin.all(of: inScope.map { ($0.confidence, $0.isCorrect) })
    thresholds = (0...Self.steps).map { step in
      Self.threshold(Double(step) / Double(Self.steps), inScope, rows.filter { $0.expected == nil })
    }
    matrix = Self.matrix(inScope)
  }

  private static func threshold(_ confidence: Double, _ inScope: [ScoredRow], _ outside: [ScoredRow]) -> Threshold {
    let answered = inScope.filter { $0.confidence >= confidence }
    let others = outside.count { $0.confidence >= confidence }
    return Threshold(
      confidence: confidence, answered: Statistics.share(answered.count, of: inScope.count),
      wrong: Statistics.share(answered.count { !$0.isCorrect }, of: answered.count),
      outOfScopeAnswered: outside.isEmpty ? nil : Statistics.share(others, of: outside.count))
  }

  private static func matrix(_ rows: [ScoredRow]) -> Matrix {
    var mistakes: [String: Int] = [:]
    for row in rows where !row.isCorrect {
      for name in [row.expected, row.predicted].compactMap(\.self) { mistakes[name, default: 0] += 1 }
    }
    let worst = mistakes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(mostIntents).map(\.key).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(worst, worst.indices))
    var counts = worst.map { _ in worst.map { _ in 0 } }
    for row in rows {
      guard let expected = row.expected.flatMap({ places[$0] }), let predicted = row.predicted.flatMap({ places[$0] })
      else { continue }
      counts[expected][predicted] += 1
    }
    return Matrix(intents: worst, counts: counts)
  }
}
