import Foundation

/// How much separators and networks count: the shares with the highest likelihood of the right intents.
///
/// The logarithm of the likelihood is concave in both shares (they are the parameters of an exponential family), so
/// Newton's method finds its top. With one kind of score this is temperature scaling (Guo and others, "On Calibration of
/// Modern Neural Networks", ICML 2017).
struct SharpnessFit {
  typealias Shares = (separators: Float, networks: Float)

  /// In scope only.
  let texts: [HeldOutText]
  let hasOutOfScopeClass: Bool

  /// What serves until there are enough texts.
  private static let usual: Shares = (4, 0.5)
  private static let separatorRange: ClosedRange<Float> = 0.5...32
  private static let networkRange: ClosedRange<Float> = 0...4
  private static let rounds = 12
  /// Keeps the matrix regular and a few texts from saying too much.
  private static let decay = 0.01

  func sharpness() -> Shares {
    guard let first = texts.first else { return Self.usual }
    let hasNetworks = !first.scores.networks.isEmpty
    var shares: Shares = (Self.usual.separators, hasNetworks ? Self.usual.networks : 0)
    for _ in 0..<Self.rounds {
      let (gradient, curvature) = derivatives(shares, hasNetworks: hasNetworks)
      let step = LogisticFit.solved(curvature, gradient)
      let longest = max(1, abs(Float(step[0])) / 4)
      shares.separators = (shares.separators - Float(step[0]) / longest).clamped(to: Self.separatorRange)
      if hasNetworks { shares.networks = (shares.networks - Float(step[1]) / longest).clamped(to: Self.networkRange) }
      if step.allSatisfy({ abs($0) < 1e-3 }) { break }
    }
    return shares
  }

  /// Of the negative log-likelihood: its gradient and the matrix of its second derivatives.
  private func derivatives(_ shares: Shares, hasNetworks: Bool) -> (gradient: [Double], curvature: [[Double]]) {
    var moments = Moments()
    let calibration = Calibration(sharpness: shares.separators, networkShare: shares.networks, outOfScope: [])
    for text in texts {
      let count = text.scores.separators.count - (hasOutOfScopeClass ? 1 : 0)
      moments.add(text, odds: calibration.odds(for: text.scores, count: count), hasNetworks: hasNetworks)
    }
    let pull = Double(shares.separators - Self.usual.separators) * Self.decay
    let networkPull = Double(shares.networks - Self.usual.networks) * Self.decay
    guard hasNetworks else {
      return ([moments.separators + pull], [[moments.separatorVariance + Self.decay]])
    }
    return (
      [moments.separators + pull, moments.networks + networkPull],
      [
        [moments.separatorVariance + Self.decay, moments.covariance],
        [moments.covariance, moments.networkVariance + Self.decay],
      ]
    )
  }

  /// Sums over texts of expected less right scores, and of their variances.
  private struct Moments {
    var separators = 0.0
    var networks = 0.0
    var separatorVariance = 0.0
    var networkVariance = 0.0
    var covariance = 0.0

    mutating func add(_ text: HeldOutText, odds: [Float], hasNetworks: Bool) {
      guard let intent = text.intent else { return }
      let (scores, network) = (text.scores.separators, text.scores.networks)
      let share = 1 / odds.reduce(0, +)
      var (first, second, firstSquare, secondSquare, product) = (Float(0), Float(0), Float(0), Float(0), Float(0))
      for number in odds.indices {
        // Differences from the right intent's scores: their variances are the same, and numbers stay small.
        let odd = odds[number] * share
        let difference = scores[number] - scores[intent]
        let other = hasNetworks ? network[number] - network[intent] : 0
        first += odd * difference
        second += odd * other
        firstSquare += odd * difference * difference
        secondSquare += odd * other * other
        product += odd * difference * other
      }
      separators += Double(first)
      networks += Double(second)
      separatorVariance += Double(max(0, firstSquare - first * first))
      networkVariance += Double(max(0, secondSquare - second * second))
      covariance += Double(product - first * second)
    }
  }
}

extension Float {
  fileprivate func clamped(to range: ClosedRange<Float>) -> Float {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
