import Foundation

/// The probability that a hit answers: a logistic function of what speaks for the hit.
///
/// Better hits of one search always get higher values. The share of the query's words that the article has was tried
/// beside these and told nothing more.
struct ConfidenceFunction: Sendable {
  /// What speaks for a hit, each −1 ... 1.
  struct Evidence {
    /// The share of what the query could score.
    let score: Double
    /// How far ahead of the best other hit; negative behind it.
    let margin: Double
  }

  let constant: Double
  let score: Double
  let margin: Double

  func value(_ evidence: Evidence) -> Double {
    1 / (1 + exp(-(constant + score * evidence.score + margin * evidence.margin)))
  }
}
