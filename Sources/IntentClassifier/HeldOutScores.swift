import TextAnalysis

/// Fits without a fold, scores the fold, and keeps what the fit to all examples can begin with.
struct HeldOutScores: Sendable {
  /// For each row that was held out.
  private(set) var scores: [Int: IntentScores] = [:]
  /// For each block of classes how much each row holds its separators, as far as the folds say.
  private(set) var supports: [[Lanes]]

  init(_ fitting: IntentFitting, folds: Folds) {
    let plan = fitting.plan
    let separators = fitting.oneVersusRest
    supports = Array(
      repeating: Array(repeating: Lanes(), count: fitting.rows.count), count: separators.blockCount)
    let share = 1 / Float(max(1, plan.heldOutFolds - 1))
    var linear: [Int: [Float]] = [:]
    for fold in 0..<plan.heldOutFolds {
      let blocks = separators.fit(members: folds.members(outside: fold))
      let scorer = IntentScorer(
        blocks, networks: [], classCount: fitting.classCount, columnCount: fitting.columnCount)
      for row in folds.members(of: fold) { linear[row] = scorer.scores(for: fitting.rows[row]).separators }
      for (number, block) in blocks.enumerated() {
        for row in block.supports.indices { supports[number][row] += share * block.supports[row] }
      }
    }
    let network = networkScores(fitting, folds)
    for (row, values) in linear {
      scores[row] = IntentScores(separators: values, networks: network[row] ?? [])
    }
  }

  /// The networks' mean scores for each row that was held out.
  private func networkScores(_ fitting: IntentFitting, _ folds: Folds) -> [Int: [Float]] {
    let plan = fitting.plan
    guard plan.networkCount > 0 else { return [:] }
    let results = WorkerThreads.results(plan.heldOutFolds * plan.networkCount, threads: fitting.threads) { job in
      let fold = job / plan.networkCount
      let network = fitting.network(number: job % plan.networkCount, members: folds.members(outside: fold))
      let layer = HiddenLayer([network], columnCount: fitting.columnCount)
      return folds.members(of: fold).map { ($0, layer?.scores(for: fitting.rows[$0]) ?? []) }
    }
    let share = 1 / Float(plan.networkCount)
    var means: [Int: [Float]] = [:]
    for (row, values) in results.joined() {
      let sums = means[row] ?? Array(repeating: 0, count: values.count)
      means[row] = zip(sums, values).map { $0 + share * $1 }
    }
    return means
  }
}
