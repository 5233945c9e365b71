import Foundation

/// Turns scores into probabilities.
///
/// Confidence of an intent = softmax(sharpness · separator's score + networkShare · networks' score) · (1 − out of
/// scope). Out of scope is a logistic function of `features`.
struct Calibration: Sendable, Codable, Equatable {
  /// The inverse of the temperature of the separators' scores.
  var sharpness: Float
  /// The same for the networks' scores.
  var networkShare: Float
  /// A constant, then a factor for each feature.
  var outOfScope: [Double]

  struct Probabilities {
    let intents: [Double]
    let outOfScope: Double
  }

  /// - Parameter hasOutOfScopeClass: whether the last score is that of the out-of-scope class.
  func probabilities(for scores: IntentScores, hasOutOfScopeClass: Bool) -> Probabilities {
    let features = Self.features(of: scores, hasOutOfScopeClass: hasOutOfScopeClass)
    let outside = LogisticFunction(factors: outOfScope).value(features)
    let odds = odds(for: scores, count: scores.separators.count - (hasOutOfScopeClass ? 1 : 0))
    let share = (1 - outside) / Double(odds.reduce(0, +))
    return Probabilities(intents: odds.map { Double($0) * share }, outOfScope: outside)
  }

  /// The odds of the first `count` classes against the best of them.
  func odds(for scores: IntentScores, count: Int) -> [Float] {
    var odds = [Float](repeating: 0, count: count)
    var best = -Float.infinity
    for number in odds.indices {
      odds[number] = sharpness * scores.separators[number]
      if !scores.networks.isEmpty { odds[number] += networkShare * scores.networks[number] }
      best = max(best, odds[number])
    }
    for number in odds.indices { odds[number] = exp(odds[number] - best) }
    return odds
  }

  /// What tells texts without an intent: the best separator's score; the networks' energy, which is the logarithm of
  /// their summed odds (Liu and others, "Energy-based Out-of-distribution Detection", NeurIPS 2020); and how far the
  /// out-of-scope class is ahead of either.
  static func features(of scores: IntentScores, hasOutOfScopeClass: Bool) -> [Double] {
    let best = Double((hasOutOfScopeClass ? scores.separators.dropLast() : scores.separators[...]).max() ?? 0)
    let lead = hasOutOfScopeClass ? [Double(scores.separators.last ?? 0) - best] : []
    guard !scores.networks.isEmpty else { return [best] + lead }
    let energy = energy(of: hasOutOfScopeClass ? scores.networks.dropLast() : scores.networks[...])
    let networkLead = hasOutOfScopeClass ? [Double(scores.networks.last ?? 0) - energy] : []
    return [best, energy] + lead + networkLead
  }

  /// Whether a high value of a feature says that the text has an intent.
  static func isForScope(_ place: Int, of count: Int, hasOutOfScopeClass: Bool) -> Bool {
    place < (hasOutOfScopeClass ? count / 2 : count)
  }

  private static func energy(of scores: ArraySlice<Float>) -> Double {
    let highest = scores.max() ?? 0
    return Double(highest + log(scores.reduce(0) { $0 + exp($1 - highest) }))
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
