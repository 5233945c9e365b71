/// Chooses thresholds on held-out predictions: as many answers as possible with few wrong ones among them.
struct ThresholdFit {
  struct Outcome {
    /// Confidences, best first.
    let confidences: [Double]
    /// The place of the right intent among them; nil when it is not there.
    let rank: Int?
  }

  /// Fewer outcomes say too little: then careful fixed thresholds serve.
  static let fewestOutcomes = 60
  static let careful = IntentThresholds(answer: 0.6, margin: 0.15, candidate: 0.15)
  private static let margins = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4]
  /// The lowest answer holds back what is out of scope, which the outcomes may have too little of.
  private static let answerRange = 0.4...0.95

  let outcomes: [Outcome]
  /// Of the answers given, at most this share may be wrong.
  let wrongShare: Double

  func thresholds() -> IntentThresholds {
    guard outcomes.count >= Self.fewestOutcomes else { return Self.careful }
    let choices = Self.margins.map { margin in (margin: margin, limit: limit(margin: margin)) }
    guard let best = choices.max(by: { $0.limit.answered < $1.limit.answered }) else { return Self.careful }
    let answer = min(max(best.limit.answer, Self.answerRange.lowerBound), Self.answerRange.upperBound)
    return IntentThresholds(answer: answer, margin: best.margin, candidate: candidate(below: answer))
  }

  /// The lowest answer threshold that keeps the share of wrong answers, and how many texts it answers.
  private func limit(margin: Double) -> (answer: Double, answered: Int) {
    let clear = outcomes.filter { ($0.confidences.first ?? 0) - ($0.confidences.dropFirst().first ?? 0) >= margin }
      .sorted { ($0.confidences.first ?? 0) > ($1.confidences.first ?? 0) }
    var wrong = 0
    var found = (answer: 1.0, answered: 0)
    for (index, outcome) in clear.enumerated() {
      wrong += outcome.rank == 0 ? 0 : 1
      if Double(wrong) <= wrongShare * Double(index + 1) {
        found = (outcome.confidences.first ?? 1, index + 1)
      }
    }
    return found
  }

  /// Low enough to offer nine of ten right intents that are in the first three places of texts not answered.
  private func candidate(below answer: Double) -> Double {
    let right = outcomes.filter { ($0.confidences.first ?? 0) < answer }
      .compactMap { outcome in outcome.rank.flatMap { $0 < 3 ? outcome.confidences[$0] : nil } }.sorted()
    guard right.count >= 10 else { return Self.careful.candidate }
    return min(max(right[right.count / 10], 0.05), answer / 2)
  }
}
