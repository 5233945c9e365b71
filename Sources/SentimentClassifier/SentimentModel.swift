import Foundation
package import TextAnalysis

/// How a message sounds.
package enum Tone: String, Sendable, Codable, CaseIterable {
  case angry, unhappy, neutral, happy

  /// What it counts in a sentiment, −1 ... 1.
  var weight: Double {
    switch self {
    case .angry: -1
    case .unhappy: -0.5
    case .neutral: 0
    case .happy: 1
    }
  }
}

/// A linear model of tones: softmax over the sums of the weights of what a message has. An immutable value.
package struct SentimentModel: Sendable {
  /// Changes with the way in which models are fitted and read.
  package static let version = 1

  /// For each column, then the bias, the weight of each tone.
  let weights: [SIMD4<Float>]

  /// The probability of each tone, in the order of `Tone.allCases`.
  package func probabilities(for text: AnalyzedText) -> [Double] {
    Self.probabilities(of: SentimentFeatures(text).columns, weights)
  }

  /// −1 furious ... 0 matter-of-fact ... 1 delighted: the expected weight of the tone.
  package func sentiment(of text: AnalyzedText) -> Double {
    zip(probabilities(for: text), Tone.allCases).reduce(0) { $0 + $1.0 * $1.1.weight }
  }

  package func tone(of text: AnalyzedText) -> Tone {
    let probabilities = probabilities(for: text)
    let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] }
    return best.map { Tone.allCases[$0] } ?? .neutral
  }

  static func probabilities(of columns: [Int], _ weights: [SIMD4<Float>]) -> [Double] {
    var sums = weights[SentimentFeatures.columnCount]
    let share = Self.share(of: columns)
    for column in columns { sums += weights[column] * share }
    let odds = (0..<4).map { exp(Double(sums[$0] - sums.max())) }
    let all = odds.reduce(0, +)
    return odds.map { $0 / all }
  }

  /// What each feature counts: long messages have the same length as short ones.
  static func share(of columns: [Int]) -> Float { columns.isEmpty ? 0 : 1 / Float(columns.count).squareRoot() }
}
