import Foundation

/// Fits a `Calibration` to held-out texts.
struct CalibrationFit {
  let texts: [HeldOutText]
  let hasOutOfScopeClass: Bool

  /// Fewer in-scope texts say too little.
  static let fewestTexts = 30
  /// More in-scope texts say nothing new.
  private static let mostTexts = 3_000
  /// What share of in-scope texts may count as out of scope when there are no examples of what is.
  private static let rejectedShare = 0.05
  /// At least this share of a company's traffic is out of scope, whatever the examples say.
  private static let leastOutOfScopeShare = 0.15

  func calibration() -> Calibration {
    let shares = SharpnessFit(texts: sample, hasOutOfScopeClass: hasOutOfScopeClass).sharpness()
    let evidence = evidence()
    let (constant, slope) = texts.contains { $0.intent == nil } ? learned(evidence) : assumed(evidence)
    return Calibration(
      sharpness: shares.separators, networkShare: shares.networks,
      outOfScope: [constant] + evidence.map { slope * $0 })
  }

  private var sample: [HeldOutText] {
    let inScope = texts.filter { $0.intent != nil }
    let stride = max(1, inScope.count / Self.mostTexts)
    return inScope.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
  }

  /// How much each feature says for out of scope: all the same, measured by how far they spread over in-scope texts.
  ///
  /// Weights that are fitted to examples of what is out of scope know those examples well and nothing else.
  private func evidence() -> [Double] {
    let inScope = texts.filter { $0.intent != nil }.map(features)
    guard let width = inScope.first?.count else { return [-1] }
    return (0..<width).map { place in
      let share = 1 / max(Self.deviation(inScope.map(\.[place])), 0.02)
      return Calibration.isForScope(place, of: width, hasOutOfScopeClass: hasOutOfScopeClass) ? -share : share
    }
  }

  private static func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return sqrt(values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
  }

  private func features(of text: HeldOutText) -> [Double] {
    Calibration.features(of: text.scores, hasOutOfScopeClass: hasOutOfScopeClass)
  }

  private func sum(of text: HeldOutText, _ evidence: [Double]) -> Double {
    zip(features(of: text), evidence).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private func learned(_ evidence: [Double]) -> (constant: Double, slope: Double) {
    let outside = texts.count { $0.intent == nil }
    let share = Double(outside) / Double(max(texts.count, 1))
    let wanted = max(share, Self.leastOutOfScopeShare)
    let weight = share > 0 && share < 1 ? wanted / (1 - wanted) * (1 - share) / share : 1
    let samples = texts.map { text in
      LogisticFit.Sample(
        features: [sum(of: text, evidence)], isPositive: text.intent == nil,
        weight: text.intent == nil ? weight : 1)
    }
    let factors = LogisticFit.factors(for: samples)
    return (factors[0], max(factors[1], 0.01))
  }

  /// Without examples of what is out of scope: one half where only 5 % of in-scope texts are above, and as steep as
  /// that high end is narrow.
  private func assumed(_ evidence: [Double]) -> (constant: Double, slope: Double) {
    let sums = texts.filter { $0.intent != nil }.map { sum(of: $0, evidence) }.sorted()
    guard !sums.isEmpty else { return (0, 0) }
    func quantile(_ share: Double) -> Double { sums[Int(share * Double(sums.count - 1))] }
    let limit = quantile(1 - Self.rejectedShare)
    let slope = 3 / max(limit - quantile(0.7), 0.1)
    return (-slope * limit, slope)
  }
}
