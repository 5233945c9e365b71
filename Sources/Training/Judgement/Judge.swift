import Foundation
package import TextAnalysis

/// Says how sure each topic is, from what classifier and search found together.
///
/// Confidence is a softmax over the topics and "none of them" (a conditional logit model: McFadden 1974), so that what
/// speaks for one topic speaks against the others. Weights and limits were fitted to sentences that were held out.
package struct Judge: Sendable, Codable, Equatable {
  /// What was fitted for one language.
  struct Fitted: Sendable, Codable, Equatable {
    var topic: SIMD8<Double>
    var none: SIMD8<Double>
    var limits: AnswerLimits
  }

  var fitted: [String: Fitted]

  /// The confidence of each topic, 0 ... 1, in the order of the evidence; together with "none" they are 1.
  package func confidences(of evidence: Evidence, _ language: Language) -> [Double] {
    let fitted = fitted[language.rawValue] ?? JudgeFit.usual
    return Self.shares(of: evidence, topic: fitted.topic, none: fitted.none)
  }

  /// From which confidence on to answer and to offer, so that at most this share of all messages is answered wrongly.
  package func limits(for language: Language, wrongAnswers: Double) -> (answer: Double, offer: Double) {
    let limits = fitted[language.rawValue]?.limits ?? AnswerLimits()
    return (limits.answer(wrongAnswers: wrongAnswers), limits.offer)
  }

  static func shares(of evidence: Evidence, topic: SIMD8<Double>, none: SIMD8<Double>) -> [Double] {
    let noneValue = (none * evidence.features).sum()
    var values = evidence.topics.map { (topic * Evidence.features(of: $0)).sum() }
    let highest = values.reduce(noneValue, max)
    var sum = exp(noneValue - highest)
    for place in values.indices {
      values[place] = exp(values[place] - highest)
      sum += values[place]
    }
    for place in values.indices { values[place] /= sum }
    return values
  }
}

/// What confidence an answer needs, for every share of wrong answers that one may want.
struct AnswerLimits: Sendable, Codable, Equatable {
  /// A held-out sentence that was answered wrongly.
  struct Mistake: Sendable, Codable, Equatable {
    let confidence: Double
    /// The share of all held-out sentences that is answered wrongly when it and all above are answered.
    let share: Double
  }

  /// Most confident first; nil when there were too few sentences to say.
  var mistakes: [Mistake]?
  /// What is worth offering when nothing is sure.
  var offer = 0.12

  /// Held-out sentences count one right topic only, though another often answers as well, and lose their nearest
  /// neighbours with them: of customers' questions a quarter as many are answered wrongly (development questions).
  private static let heldOutFactor = 4.0
  private static let careful = 0.6
  private static let range = 0.4...0.95

  func answer(wrongAnswers: Double) -> Double {
    guard let mistakes else { return Self.careful }
    let first = mistakes.first { $0.share > Self.heldOutFactor * wrongAnswers }
    return min(max(first?.confidence.nextUp ?? 0, Self.range.lowerBound), Self.range.upperBound)
  }
}
