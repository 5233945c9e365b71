/// Figures about lists of numbers.
enum Statistics {
  /// The probability, 0 ... 1, that a positive scores above a negative, ties counted half (Mann–Whitney U over the number
  /// of pairs). Nil when either list is empty.
  static func auroc(positives: [Double], negatives: [Double]) -> Double? {
    guard !positives.isEmpty, !negatives.isEmpty else { return nil }
    let scores = (positives.map { ($0, true) } + negatives.map { ($0, false) }).sorted { $0.0 < $1.0 }
    var wins = 0.0
    var negativesBelow = 0
    var start = 0
    while start < scores.count {
      let end = scores[start...].firstIndex { $0.0 != scores[start].0 } ?? scores.count
      let positivesHere = scores[start..<end].count { $0.1 }
      let negativesHere = end - start - positivesHere
      wins += Double(positivesHere) * (Double(negativesBelow) + Double(negativesHere) / 2)
      negativesBelow += negativesHere
      start = end
    }
    return wins / (Double(positives.count) * Double(negatives.count))
  }

  /// The share of negatives that are at or above the threshold which `share` of the positives reach.
  static func falsePositiveRate(atRecall share: Double, positives: [Double], negatives: [Double]) -> Double? {
    guard !positives.isEmpty, !negatives.isEmpty else { return nil }
    let needed = max(1, Int((share * Double(positives.count)).rounded(.up)))
    let threshold = positives.sorted(by: >)[needed - 1]
    return Double(negatives.count { $0 >= threshold }) / Double(negatives.count)
  }

  /// The lowest threshold that at most `share` of the scores are above. Nil without scores.
  static func threshold(exceededByAtMost share: Double, of scores: [Double]) -> Double? {
    let above = Int((share * Double(scores.count)).rounded(.down))
    return scores.isEmpty ? nil : scores.sorted()[max(0, scores.count - 1 - above)]
  }

  /// Mean distance between confidence and accuracy over 15 bins of equal width, weighted by their rows (Guo et al. 2017,
  /// "On Calibration of Modern Neural Networks", equation 3).
  static func expectedCalibrationError(_ answers: [(confidence: Double, correct: Bool)]) -> Double {
    guard !answers.isEmpty else { return 0 }
    let bins = Dictionary(grouping: answers) { min(14, max(0, Int(($0.confidence * 15).rounded(.up)) - 1)) }
    let gaps = bins.values.map { bin in
      abs(bin.reduce(0) { $0 + $1.confidence } - Double(bin.count { $0.correct }))
    }
    return gaps.reduce(0, +) / Double(answers.count)
  }

  /// `part` of `whole`; 0 when the whole is nothing.
  static func share(_ part: Int, of whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
}

/// How long single calls took, in microseconds.
package struct Percentiles: Sendable, Codable, Equatable {
  package var p50: Double
  package var p99: Double

  /// Nearest ranks of durations; zeros without any.
  init(_ durations: [Duration]) {
    let sorted = durations.map(\.microseconds).sorted()
    func value(at share: Double) -> Double {
      sorted.isEmpty ? 0 : sorted[max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1)]
    }
    p50 = value(at: 0.5)
    p99 = value(at: 0.99)
  }
}

extension Duration {
  var microseconds: Double { seconds * 1_000_000 }
  /// Seconds with their fraction.
  package var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
