import Foundation

/// The probability that a hit answers: a logistic function of what speaks for the hit.
///
/// Better hits of one search always get higher values.
struct ConfidenceFunction: Sendable {
  /// What speaks for a hit.
  struct Evidence {
    /// 0 ... 1: how much of the query is found there.
    let score: Double
    /// How far ahead of the best other hit, −1 ... 1; negative behind it.
    let margin: Double
  }

  let constant: Double
  /// Of the logarithm of the score.
  let score: Double
  let margin: Double

  private static let lowestScore = 0.001

  func value(_ evidence: Evidence) -> Double {
    let sum = constant + score * log(max(evidence.score, Self.lowestScore)) + margin * evidence.margin
    return 1 / (1 + exp(-sum))
  }
}
