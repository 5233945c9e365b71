/// How much work a fit does, by the number of examples alone.
struct FittingPlan: Sendable {
  /// From this many examples on one fold says enough about new texts.
  private static let many = 5_000
  /// How many rows the networks of smaller sets go through, within limits.
  private static let fewRows = 60_000

  let foldCount: Int
  /// How many of the folds are held out, one after the other.
  let heldOutFolds: Int
  let networkCount: Int
  let epochs: Int
  /// The rate of the networks' first steps.
  let rate: Float
  let tolerance: Float
  let mostRounds: Int

  init(examples count: Int, isFast: Bool) {
    foldCount = count < 1_000 ? 10 : 5
    let isOneFold = count >= (isFast ? Self.many / 5 : Self.many)
    heldOutFolds = isOneFold ? 1 : foldCount
    networkCount = isFast ? 0 : 2
    epochs = isOneFold ? 12 : min(30, max(15, Self.fewRows / max(1, count)))
    rate = isOneFold ? 0.07 : 0.05
    tolerance = isFast ? 1 : 0.3
    mostRounds = isFast ? 5 : 100
  }
}
