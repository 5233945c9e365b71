import Foundation

/// Logistic regression by Newton's method, with a little weight decay.
package enum LogisticFit {
  struct Sample {
    let features: [Double]
    let isPositive: Bool
    let weight: Double
  }

  private static let decay = 1e-3
  private static let rounds = 25

  /// The constant, then a factor for each feature.
  static func factors(for samples: [Sample]) -> [Double] {
    guard let width = samples.first.map({ $0.features.count + 1 }) else { return [0] }
    var factors = [Double](repeating: 0, count: width)
    for _ in 0..<rounds {
      let step = newtonStep(samples, factors)
      for index in factors.indices { factors[index] -= step[index] }
      if step.allSatisfy({ abs($0) < 1e-6 }) { break }
    }
    return factors
  }

  private static func newtonStep(_ samples: [Sample], _ factors: [Double]) -> [Double] {
    let width = factors.count
    var gradient = factors.map { $0 * decay }
    var curvature = (0..<width).map { row in (0..<width).map { $0 == row ? decay : 0 } }
    for sample in samples {
      let inputs = [1] + sample.features
      let value = LogisticFunction(factors: factors).value(sample.features)
      let error = sample.weight * (value - (sample.isPositive ? 1 : 0))
      let slope = max(sample.weight * value * (1 - value), 1e-9)
      for row in 0..<width {
        gradient[row] += error * inputs[row]
        for column in 0..<width { curvature[row][column] += slope * inputs[row] * inputs[column] }
      }
    }
    return solved(curvature, gradient)
  }

  /// Gaussian elimination; the matrix is symmetric and positive definite.
  package static func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    var matrix = matrix
    var right = right
    for pivot in right.indices {
      for row in right.indices where row != pivot {
        let factor = matrix[row][pivot] / matrix[pivot][pivot]
        for column in pivot..<right.count { matrix[row][column] -= factor * matrix[pivot][column] }
        right[row] -= factor * right[pivot]
      }
    }
    return right.indices.map { right[$0] / matrix[$0][$0] }
  }
}
