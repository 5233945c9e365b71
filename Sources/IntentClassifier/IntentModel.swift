package import TextAnalysis

/// A fitted intent classifier. An immutable value; any thread may ask it.
package struct IntentModel: Sendable {
  package struct Options: Sendable {
    /// Equal examples and equal seeds give equal models, whatever the number of threads.
    package var seed: UInt64 = 1
    /// The intent name, if any, whose examples belong to no intent.
    package var outOfScopeLabel: String?
    /// How many threads fit; 0 = one for each core.
    package var threads = 0

    package init() {}
  }

  /// What was fitted on held-out folds for texts of one language.
  struct Fitted: Sendable, Codable, Equatable {
    var calibration: Calibration
    var thresholds: IntentThresholds
  }

  /// The intents that it tells apart, sorted by name.
  package let intents: [String]
  let vocabulary: Vocabulary
  let classifier: LinearClassifier
  let fitted: [Language: Fitted]

  private static let mostCandidates = 10

  /// Whether the classifier has one class more than there are intents, for texts without one.
  var hasOutOfScopeClass: Bool { classifier.classCount > intents.count }

  /// The intents that the text may mean. A text without any known word is out of scope.
  package func prediction(for text: AnalyzedText) -> IntentPrediction {
    let vector = vocabulary.vector(for: FeatureExtractor(text))
    guard !vector.columns.isEmpty, let fitted = fitted[text.language] else {
      return IntentPrediction(candidates: [], outOfScope: 1)
    }
    let probabilities = fitted.calibration.probabilities(
      for: classifier.scores(for: vector), hasOutOfScopeClass: hasOutOfScopeClass)
    let candidates = Self.best(Self.mostCandidates, of: probabilities.intents).map {
      IntentCandidate(intent: intents[$0], confidence: probabilities.intents[$0])
    }
    return IntentPrediction(candidates: candidates, outOfScope: probabilities.outOfScope)
  }

  /// The places of the highest values, highest first; of equal ones the earlier first.
  private static func best(_ limit: Int, of values: [Double]) -> [Int] {
    var best: [Int] = []
    for (place, value) in values.enumerated() {
      if best.count == limit {
        guard let last = best.last, value > values[last] else { continue }
        best.removeLast()
      }
      best.insert(place, at: best.firstIndex { values[$0] < value } ?? best.count)
    }
    return best
  }

  /// Fitted on held-out folds, so that about 3 % of the answers are wrong; careful fixed ones when there were few texts.
  package func thresholds(for language: Language) -> IntentThresholds {
    fitted[language]?.thresholds ?? ThresholdFit.careful
  }
}
