package import TextAnalysis

/// A fitted intent classifier. Immutable, so any thread may ask it; a class because it is much to hand on.
package final class IntentModel: Sendable {
  package struct Options: Sendable {
    /// Equal examples and equal seeds give equal models, whatever the number of threads.
    package var seed: UInt64 = 1
    /// The intent name, if any, whose examples belong to no intent.
    package var outOfScopeLabel: String?
    /// How many threads fit; 0 = one for each core.
    package var threads = 0
    /// Without networks and with fewer rounds: a fifth of the time, for about half a point of accuracy.
    package var isFast = false
    /// Of the answers given at the answer threshold, at most this share may be wrong.
    package var wrongAnswerShare = 0.02
    /// Asked now and then, from any thread; true ends the fit with `IntentModelError.cancelled`.
    package var isCancelled: @Sendable () -> Bool = { false }

    package init() {}

    /// Everything that the model depends on beside its examples.
    package var fields: String { "\(seed) \(outOfScopeLabel ?? "") \(isFast) \(wrongAnswerShare)" }
  }

  /// What was fitted on held-out folds for texts of one language.
  struct Fitted: Sendable, Codable, Equatable {
    var calibration: Calibration
    var thresholds: IntentThresholds
  }

  /// The intents that it tells apart, sorted by name.
  package let intents: [String]
  let vocabulary: Vocabulary
  let scorer: IntentScorer
  let fitted: [Language: Fitted]
  /// The hash of each example that it was fitted to, so that a refit knows which are new.
  let exampleKeys: [UInt64]

  init(
    intents: [String], vocabulary: Vocabulary, scorer: IntentScorer, fitted: [Language: Fitted], exampleKeys: [UInt64]
  ) {
    self.intents = intents
    self.vocabulary = vocabulary
    self.scorer = scorer
    self.fitted = fitted
    self.exampleKeys = exampleKeys
  }

  /// How many examples it was fitted to.
  package var exampleCount: Int { exampleKeys.count }

  /// Whether the classifier has one class more than there are intents, for texts without one.
  var hasOutOfScopeClass: Bool { scorer.classCount > intents.count }

  /// The intents that the text may mean. A text without any known word is out of scope.
  ///
  /// - Parameter limit: at most this many.
  package func prediction(for text: AnalyzedText, limit: Int = 10) -> IntentPrediction {
    let vector = vocabulary.vector(for: FeatureExtractor(text))
    guard !vector.columns.isEmpty, let fitted = fitted[text.language] else {
      return IntentPrediction(candidates: [], outOfScope: 1)
    }
    let probabilities = fitted.calibration.probabilities(
      for: scorer.scores(for: vector), hasOutOfScopeClass: hasOutOfScopeClass)
    let candidates = Self.best(limit, of: probabilities.intents).map {
      IntentCandidate(intent: intents[$0], place: $0, confidence: probabilities.intents[$0])
    }
    return IntentPrediction(candidates: candidates, outOfScope: probabilities.outOfScope)
  }

  /// The places of the highest values, highest first; of equal ones the earlier first.
  private static func best(_ limit: Int, of values: [Double]) -> [Int] {
    var best: [Int] = []
    best.reserveCapacity(max(0, min(limit, values.count)))
    for place in values.indices {
      if best.count >= limit {
        guard let last = best.last, values[place] > values[last] else { continue }
        best.removeLast()
      }
      var rank = best.count
      best.append(place)
      while rank > 0, values[best[rank - 1]] < values[place] {
        best.swapAt(rank, rank - 1)
        rank -= 1
      }
    }
    return best
  }

  /// Fitted on held-out folds, so that about 2 % of the answers are wrong; careful fixed ones when there were few texts.
  package func thresholds(for language: Language) -> IntentThresholds {
    fitted[language]?.thresholds ?? ThresholdFit.careful
  }
}
