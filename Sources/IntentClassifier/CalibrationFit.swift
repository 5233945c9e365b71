import Foundation

/// Fits a `Calibration` to held-out texts.
struct CalibrationFit {
  let texts: [HeldOutText]
  let hasOutOfScopeClass: Bool

  /// Fewer in-scope texts say too little.
  static let fewestTexts = 30
  /// More in-scope texts say nothing new.
  private static let mostTexts = 4_000
  /// What share of in-scope texts may count as out of scope when there are no examples of what is.
  private static let rejectedShare = 0.05
  /// At least this share of a company's traffic is out of scope, whatever the examples say.
  private static let leastOutOfScopeShare = 0.15

  func calibration() -> Calibration {
    Calibration(sharpness: sharpness(), outOfScope: hasOutOfScopeClass ? learned() : assumed())
  }

  /// The sharpness with the highest likelihood, between 1 and 32, by golden section on its logarithm.
  private func sharpness() -> Double {
    let inScope = texts.filter { $0.intent != nil }
    let stride = max(1, inScope.count / Self.mostTexts)
    let sample = inScope.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
    let ratio = (sqrt(5) - 1) / 2
    var (low, high) = (0.0, log(32.0))
    var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
    var (lossLeft, lossRight) = (loss(of: sample, exp(left)), loss(of: sample, exp(right)))
    for _ in 0..<14 {
      if lossLeft < lossRight {
        (high, right, lossRight) = (right, left, lossLeft)
        left = high - ratio * (high - low)
        lossLeft = loss(of: sample, exp(left))
      } else {
        (low, left, lossLeft) = (left, right, lossRight)
        right = low + ratio * (high - low)
        lossRight = loss(of: sample, exp(right))
      }
    }
    return exp((low + high) / 2)
  }

  /// The negative log-likelihood of the right intents.
  private func loss(of sample: [HeldOutText], _ sharpness: Double) -> Double {
    sample.reduce(0) { sum, text in
      guard let intent = text.intent else { return sum }
      let inScope = hasOutOfScopeClass ? text.scores.dropLast() : text.scores[...]
      let best = inScope.max() ?? 0
      let total = inScope.reduce(Float(0)) { $0 + exp(Float(sharpness) * ($1 - best)) }
      return sum + Double(log(total)) - sharpness * Double(text.scores[intent] - best)
    }
  }

  private func learned() -> [Double] {
    let outside = texts.count { $0.intent == nil }
    let share = Double(outside) / Double(max(texts.count, 1))
    let wanted = max(share, Self.leastOutOfScopeShare)
    let weight = share > 0 ? wanted / (1 - wanted) * (1 - share) / share : 1
    let samples = texts.map { text in
      LogisticFit.Sample(
        features: Calibration.features(of: text.scores, hasOutOfScopeClass: true),
        isPositive: text.intent == nil, weight: text.intent == nil ? weight : 1)
    }
    return LogisticFit.factors(for: samples)
  }

  /// Without examples of what is out of scope: one half at the best score that only 5 % of in-scope texts fall
  /// below, and as steep as that low end of the scores is narrow.
  private func assumed() -> [Double] {
    let bests = texts.filter { $0.intent != nil }
      .flatMap { Calibration.features(of: $0.scores, hasOutOfScopeClass: false) }.sorted()
    guard !bests.isEmpty else { return [0, 0] }
    func quantile(_ share: Double) -> Double { bests[Int(share * Double(bests.count - 1))] }
    let limit = quantile(Self.rejectedShare)
    let steepness = 3 / max(quantile(0.3) - limit, 0.02)
    return [steepness * limit, -steepness]
  }
}

/// Logistic regression by Newton's method, with a little weight decay.
enum LogisticFit {
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
  private static func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
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
