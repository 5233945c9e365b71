package import TextAnalysis

/// A part of a text with what it says for an intent, or against it.
package struct IntentEvidence: Sendable, Equatable {
  /// UTF-8 byte offsets into the original text.
  package let range: Range<Int>
  /// Added to the logarithm of the odds of the intent against its strongest rival; below 0 it speaks against.
  package let weight: Double
}

/// Why a model takes a text for an intent.
package struct IntentExplanation: Sendable {
  package let intent: String
  /// The intent that would have been taken otherwise; nil when there is no other.
  package let rival: String?
  /// What speaks most for the intent; strongest first, one entry for each span.
  package let support: [IntentEvidence]
  /// What speaks most for the rival.
  package let against: [IntentEvidence]
}

extension IntentModel {
  /// The spans that weighed most for and against an intent, or against the best one when none is named.
  ///
  /// Separators are sums over n-grams, so an n-gram's part is exact; that in the networks is its part of the sums of
  /// the units that are active. Parts of n-grams with the same span are added up.
  ///
  /// - Parameter limit: at most this many for either side.
  /// - Returns: nil when the text has no known n-gram or there is no such intent.
  package func explanation(for text: AnalyzedText, intent name: String? = nil, limit: Int = 5) -> IntentExplanation? {
    let prediction = prediction(for: text, limit: 2)
    guard let place = name.map({ intents.firstIndex(of: $0) }) ?? prediction.candidates.first?.place,
      let fitted = fitted[text.language]
    else { return nil }
    let rival = prediction.candidates.first { $0.place != place }?.place
    let evidence = evidence(text, for: place, against: rival, fitted.calibration)
    let ordered = evidence.map { IntentEvidence(range: $0.key, weight: $0.value) }.sorted { first, second in
      (second.weight, first.range.lowerBound, first.range.upperBound)
        < (first.weight, second.range.lowerBound, second.range.upperBound)
    }
    return IntentExplanation(
      intent: intents[place], rival: rival.map { intents[$0] },
      support: Array(ordered.filter { $0.weight > 0 }.prefix(limit)),
      against: Array(ordered.filter { $0.weight < 0 }.reversed().prefix(limit)))
  }

  private func evidence(
    _ text: AnalyzedText, for place: Int, against rival: Int?, _ calibration: Calibration
  ) -> [Range<Int>: Double] {
    let vector = vocabulary.vector(for: FeatureExtractor(text))
    let weights = columnWeights(vector, place, rival, calibration)
    let features = FeatureExtractor(text)
    let spans = FeatureSpans(text)
    var evidence: [Range<Int>: Double] = [:]
    for (keys, ranges) in [
      (features.grams, spans.grams), (features.letters, spans.letters), (features.skips, spans.skips),
    ] {
      // An n-gram that occurs several times shares its weight among the places.
      let counts = keys.reduce(into: [UInt64: Double]()) { $0[$1, default: 0] += 1 }
      for (key, range) in zip(keys, ranges) {
        guard let column = vocabulary.columns.place(of: key), let weight = weights[Int32(column)] else { continue }
        evidence[range, default: 0] += weight / (counts[key] ?? 1)
      }
    }
    return evidence.filter { !$0.key.isEmpty && $0.value != 0 }
  }

  /// What each column of a text adds to the score of an intent, less what it adds to the rival's.
  private func columnWeights(
    _ vector: SparseVector, _ place: Int, _ rival: Int?, _ calibration: Calibration
  ) -> [Int32: Double] {
    let slopes = scorer.hidden.map { $0.slopes(for: vector, place, rival) } ?? []
    var weights: [Int32: Double] = [:]
    for (column, value) in zip(vector.columns, vector.values) {
      let separators = scorer.separators
      var weight = separators.weight(column: Int(column), output: place)
      if let rival { weight -= separators.weight(column: Int(column), output: rival) }
      weight *= calibration.sharpness
      for (unit, slope) in slopes {
        let share = scorer.hidden?.units.weight(column: Int(column), output: unit) ?? 0
        weight += calibration.networkShare * slope * share
      }
      weights[column, default: 0] += Double(weight * value)
    }
    return weights
  }
}

extension HiddenLayer {
  /// For each unit that is active, how the score of a class, less that of its rival, grows with it.
  fileprivate func slopes(for vector: SparseVector, _ place: Int, _ rival: Int?) -> [(unit: Int, slope: Float)] {
    func output(_ unit: Int, _ number: Int) -> Float {
      outputs[unit * biases.count + number / Lanes.scalarCount][number % Lanes.scalarCount]
    }
    return units.sums(for: vector).enumerated().filter { $0.element > 0 }.map { unit, _ in
      (unit, output(unit, place) - (rival.map { output(unit, $0) } ?? 0))
    }
  }
}
