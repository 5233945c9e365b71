/// From which out-of-scope score on a text is rejected, chosen on held-out rows.
struct RejectionLimits {
  /// At most `budget` of the rows in scope are above it.
  let budget: Double
  /// Where recall less rejected rows in scope is highest; nil without rows out of scope.
  let balanced: Double?

  init(_ heldOut: [ScoredRow], budget share: Double) {
    let inScope = heldOut.filter { $0.expected != nil }.map(\.outOfScope)
    let outside = heldOut.filter { $0.expected == nil }.map(\.outOfScope)
    budget = Statistics.threshold(exceededByAtMost: share, of: inScope) ?? 1
    balanced = Statistics.balancedThreshold(positives: outside, negatives: inScope)
  }

  func apply(to rows: inout [ScoredRow]) {
    for index in rows.indices {
      rows[index].isRejected = rows[index].outOfScope > budget
      rows[index].isRejectedInBalance = balanced.map { rows[index].outOfScope > $0 }
    }
  }
}

extension Statistics {
  /// The threshold with the highest share of positives above it less that of negatives (Youden 1950). Nil when either
  /// list is empty.
  static func balancedThreshold(positives: [Double], negatives: [Double]) -> Double? {
    guard !positives.isEmpty, !negatives.isEmpty else { return nil }
    let scores = (positives.map { ($0, true) } + negatives.map { ($0, false) }).sorted { $0.0 > $1.0 }
    var (caught, rejected) = (0, 0)
    var best = (gain: -Double.infinity, threshold: scores[0].0)
    var index = 0
    while index < scores.count {
      let gain = share(caught, of: positives.count) - share(rejected, of: negatives.count)
      if gain > best.gain { best = (gain, scores[index].0) }
      let value = scores[index].0
      while index < scores.count, scores[index].0 == value {
        if scores[index].1 { caught += 1 } else { rejected += 1 }
        index += 1
      }
    }
    return best.threshold
  }
}
