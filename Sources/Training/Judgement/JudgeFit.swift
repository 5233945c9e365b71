import Foundation
import IntentClassifier
import TextAnalysis

/// Fits a judge to sentences that classifier and index had not seen.
struct JudgeFit {
  struct Sample {
    let evidence: Evidence
    let language: Language
    /// Which of the topics are right, by place; none of them for what is out of scope.
    let right: [Bool]
  }

  /// Where a fit begins, and where it stays when there is little to learn from: what shipped content gave.
  static let usual = Judge.Fitted(
    topic: [0.53, 0.54, 1.8, 0.1, 1.6, -0.2, 0, 0], none: [2.9, 0.5, 0, -5.7, -0.5, 0, 0, 0], limits: AnswerLimits())
  /// At least this share of what customers write has no answer, whatever the content's examples say.
  private static let noneShare = 0.15
  /// Fewer sentences say too little about limits.
  private static let fewest = 60
  private static let rounds = 12
  /// How many sentences the usual weights count for.
  private static let decay = 2.0
  private static let noneWidth = 5
  private static var width: Int { Evidence.topicWidth + noneWidth }

  static func judge(for samples: [Sample]) -> Judge {
    let languages = Dictionary(grouping: samples, by: \.language.rawValue)
    return Judge(fitted: languages.mapValues { fitted(to: $0) })
  }

  private static func fitted(to samples: [Sample]) -> Judge.Fitted {
    let weights = weights(of: samples)
    var factors = factors(of: usual)
    var loss = loss(samples, weights, factors)
    for _ in 0..<rounds {
      let step = newtonStep(samples, weights, factors)
      guard let next = better(samples, weights, factors, step, than: loss) else { break }
      let gain = loss - next.loss
      (factors, loss) = next
      if gain < 1e-6 * loss { break }
    }
    var fitted = fitted(from: factors)
    fitted.limits = limits(samples, weights, fitted)
    return fitted
  }

  /// Sentences without an answer count for their share.
  private static func weights(of samples: [Sample]) -> [Double] {
    let none = samples.count { !$0.right.contains(true) }
    let share = Double(none) / Double(max(1, samples.count))
    guard none > 0, share < noneShare else { return samples.map { _ in 1 } }
    let weight = noneShare / (1 - noneShare) * (1 - share) / share
    return samples.map { $0.right.contains(true) ? 1 : weight }
  }

  // MARK: Newton's method

  private static func factors(of fitted: Judge.Fitted) -> [Double] {
    (0..<Evidence.topicWidth).map { fitted.topic[$0] } + (0..<noneWidth).map { fitted.none[$0] }
  }

  private static func fitted(from factors: [Double]) -> Judge.Fitted {
    var fitted = usual
    for place in 0..<Evidence.topicWidth { fitted.topic[place] = factors[place] }
    for place in 0..<noneWidth { fitted.none[place] = factors[Evidence.topicWidth + place] }
    return fitted
  }

  /// The whole step, or the half of it, or a quarter …, that makes it better.
  private static func better(
    _ samples: [Sample], _ weights: [Double], _ factors: [Double], _ step: [Double], than loss: Double
  ) -> (factors: [Double], loss: Double)? {
    for halvings in 0..<6 {
      let share = 1 / Double(1 << halvings)
      let tried = zip(factors, step).map { $0 - share * $1 }
      let triedLoss = self.loss(samples, weights, tried)
      if triedLoss < loss { return (tried, triedLoss) }
    }
    return nil
  }

  /// The negative logarithm of how likely what is right is, and how far the factors are from the usual ones.
  private static func loss(_ samples: [Sample], _ weights: [Double], _ factors: [Double]) -> Double {
    let fitted = fitted(from: factors)
    let far = zip(factors, self.factors(of: usual)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return zip(samples, weights).reduce(decay / 2 * far) { sum, pair in
      let shares = Judge.shares(of: pair.0.evidence, topic: fitted.topic, none: fitted.none)
      return sum - pair.1 * log(max(right(shares, of: pair.0), 1e-12))
    }
  }

  /// How likely what is right is: one of the right topics, or none of them.
  private static func right(_ shares: [Double], of sample: Sample) -> Double {
    guard sample.right.contains(true) else { return max(0, 1 - shares.reduce(0, +)) }
    return zip(shares, sample.right).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
  }

  private static func newtonStep(_ samples: [Sample], _ weights: [Double], _ factors: [Double]) -> [Double] {
    let start = self.factors(of: usual)
    var gradient = zip(factors, start).map { decay * ($0 - $1) }
    var curvature = (0..<width).map { row in (0..<width).map { $0 == row ? decay : 0 } }
    let fitted = fitted(from: factors)
    for (sample, weight) in zip(samples, weights) {
      add(sample, weight, fitted, &gradient, &curvature)
    }
    return LogisticFit.solved(curvature, gradient)
  }

  /// Adds a sample's part: the mean of the features as it is, less the mean over what is right.
  private static func add(
    _ sample: Sample, _ weight: Double, _ fitted: Judge.Fitted, _ gradient: inout [Double],
    _ curvature: inout [[Double]]
  ) {
    let shares = Judge.shares(of: sample.evidence, topic: fitted.topic, none: fitted.none)
    let none = 1 - shares.reduce(0, +)
    let isNone = !sample.right.contains(true)
    let right = right(shares, of: sample)
    var mean = [Double](repeating: 0, count: width)
    for place in 0...shares.count {
      let isLast = place == shares.count
      let share = isLast ? none : shares[place]
      let wanted = (isLast ? isNone : sample.right[place]) ? share / max(right, 1e-9) : 0
      let row = features(place, of: sample.evidence)
      for first in row.indices where row[first] != 0 {
        mean[first] += share * row[first]
        gradient[first] += weight * (share - wanted) * row[first]
        for second in row.indices { curvature[first][second] += weight * share * row[first] * row[second] }
      }
    }
    for first in mean.indices {
      for second in mean.indices { curvature[first][second] -= weight * mean[first] * mean[second] }
    }
  }

  private static func features(_ place: Int, of evidence: Evidence) -> [Double] {
    var row = [Double](repeating: 0, count: width)
    if place < evidence.topics.count {
      let values = Evidence.features(of: evidence.topics[place])
      for column in 0..<Evidence.topicWidth { row[column] = values[column] }
    } else {
      let values = evidence.features
      for column in 0..<noneWidth { row[Evidence.topicWidth + column] = values[column] }
    }
    return row
  }

  // MARK: Limits

  private static func limits(_ samples: [Sample], _ weights: [Double], _ fitted: Judge.Fitted) -> AnswerLimits {
    guard samples.count >= fewest else { return AnswerLimits() }
    let shares = samples.map { Judge.shares(of: $0.evidence, topic: fitted.topic, none: fitted.none) }
    let outcomes = samples.indices.compactMap { place -> (confidence: Double, isRight: Bool, weight: Double)? in
      guard let best = shares[place].indices.max(by: { shares[place][$0] < shares[place][$1] }) else { return nil }
      return (shares[place][best], samples[place].right[best], weights[place])
    }
    let total = weights.reduce(0, +)
    var wrong = 0.0
    let mistakes = outcomes.sorted { $0.confidence > $1.confidence }.filter { !$0.isRight }.map { outcome in
      wrong += outcome.weight
      return AnswerLimits.Mistake(confidence: outcome.confidence, share: wrong / total)
    }
    var limits = AnswerLimits(mistakes: mistakes)
    limits.offer = offer(samples, shares, below: limits.answer(wrongAnswers: 0.02)) ?? limits.offer
    return limits
  }

  /// Low enough to offer nine of ten right topics that are in the first three places of sentences not answered.
  private static func offer(_ samples: [Sample], _ shares: [[Double]], below answer: Double) -> Double? {
    let right = samples.indices.compactMap { place -> Double? in
      let best = shares[place].sorted(by: >)
      guard let first = best.first, first < answer else { return nil }
      let confidence = zip(shares[place], samples[place].right).filter(\.1).map(\.0).max()
      return confidence.flatMap { $0 >= best[min(2, best.count - 1)] ? $0 : nil }
    }.sorted()
    return right.count < 10 ? nil : min(max(right[right.count / 10], 0.05), 0.2)
  }
}
