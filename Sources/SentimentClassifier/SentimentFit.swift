import Foundation
package import TextAnalysis

/// A sentence that shows a tone.
package struct SentimentExample: Sendable {
  package let text: AnalyzedText
  package let tone: Tone

  package init(text: AnalyzedText, tone: Tone) {
    self.text = text
    self.tone = tone
  }
}

extension SentimentModel {
  /// Multinomial logistic regression with weight decay by stochastic descent with steps as in Duchi, Hazan and Singer,
  /// "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization", JMLR 2011. The same examples give
  /// the same model. Every tone counts as much in all as any other.
  package static func fitted(to examples: [SentimentExample]) -> SentimentModel {
    let rows = examples.map { (columns: SentimentFeatures($0.text).columns, tone: $0.tone) }
    let counts = Dictionary(grouping: rows, by: \.tone).mapValues(\.count)
    var descent = Descent()
    var order = Array(rows.indices)
    var seed: UInt64 = 1
    for _ in 0..<Descent.rounds {
      for place in order.indices {
        seed = StableHash.combined(seed, UInt64(place), salt: 6)
        order.swapAt(place, place + Int(seed % UInt64(order.count - place)))
      }
      for place in order {
        let row = rows[place]
        let share = Float(rows.count) / Float(4 * (counts[row.tone] ?? 1))
        descent.step(row.columns, row.tone, share: share)
      }
    }
    return SentimentModel(weights: descent.weights)
  }
}

/// The weights on their way.
private struct Descent {
  static let rounds = 12
  private static let rate: Float = 0.5
  private static let decay: Float = 2e-4

  private(set) var weights = [SIMD4<Float>](repeating: SIMD4(), count: SentimentFeatures.columnCount + 1)
  private var squares = [SIMD4<Float>](repeating: SIMD4(repeating: 1e-2), count: SentimentFeatures.columnCount + 1)

  mutating func step(_ columns: [Int], _ tone: Tone, share: Float) {
    let probabilities = SentimentModel.probabilities(of: columns, weights)
    var errors = SIMD4<Float>()
    for (place, each) in Tone.allCases.enumerated() {
      errors[place] = share * (Float(probabilities[place]) - (each == tone ? 1 : 0))
    }
    let value = SentimentModel.share(of: columns)
    for column in columns { move(column, errors * value) }
    move(SentimentFeatures.columnCount, errors)
  }

  private mutating func move(_ column: Int, _ gradient: SIMD4<Float>) {
    let gradient = gradient + Self.decay * weights[column]
    squares[column] += gradient * gradient
    weights[column] -= Self.rate * gradient / squares[column].squareRoot()
  }
}
