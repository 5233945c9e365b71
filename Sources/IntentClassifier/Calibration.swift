import Foundation

/// Turns scores into probabilities.
///
/// Confidence of an intent = softmax(sharpness · score) · (1 − out of scope). Out of scope is a logistic function of the
/// best score and, when there are out-of-scope examples, of how far their class is ahead of it.
struct Calibration: Sendable, Codable, Equatable {
  /// The inverse of the temperature.
  var sharpness: Double
  /// Constant, factor of the best score, factor of the out-of-scope class's lead.
  var outOfScope: [Double]

  struct Probabilities {
    let intents: [Double]
    let outOfScope: Double
  }

  /// - Parameter hasOutOfScopeClass: whether the last score is that of the out-of-scope class.
  func probabilities(for scores: [Float], hasOutOfScopeClass: Bool) -> Probabilities {
    let count = scores.count - (hasOutOfScopeClass ? 1 : 0)
    let features = Self.features(of: scores, hasOutOfScopeClass: hasOutOfScopeClass)
    let outside = LogisticFunction(factors: outOfScope).value(features)
    let best = features.first ?? 0
    let intents = [Double](unsafeUninitializedCapacity: count) { odds, initialized in
      var total = 0.0
      for number in 0..<count {
        let value = exp(sharpness * (Double(scores[number]) - best))
        odds.initializeElement(at: number, to: value)
        total += value
      }
      for number in 0..<count { odds[number] = odds[number] / total * (1 - outside) }
      initialized = count
    }
    return Probabilities(intents: intents, outOfScope: outside)
  }

  /// What tells texts without an intent: the best score and the lead of the out-of-scope class.
  static func features(of scores: [Float], hasOutOfScopeClass: Bool) -> [Double] {
    let inScope = hasOutOfScopeClass ? scores.dropLast() : scores[...]
    let best = Double(inScope.max() ?? 0)
    guard hasOutOfScopeClass, let outside = scores.last else { return [best] }
    return [best, Double(outside) - best]
  }
}

/// 1 / (1 + exp(−(a + b·x + …))).
struct LogisticFunction: Sendable {
  /// The constant first.
  var factors: [Double]

  func value(_ features: [Double]) -> Double {
    1 / (1 + exp(-logit(features)))
  }

  private func logit(_ features: [Double]) -> Double {
    zip(factors.dropFirst(), features).reduce(factors.first ?? 0) { $0 + $1.0 * $1.1 }
  }
}
