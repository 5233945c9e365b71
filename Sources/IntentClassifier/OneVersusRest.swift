import TextAnalysis

/// Fits a separator for each class, on several threads. The result does not depend on how many.
struct OneVersusRest: Sendable {
  var block: SeparatorBlock
  let classCount: Int
  let threads: Int
  let seed: UInt64
  /// Called after each block of classes that is done.
  let finishedBlock: @Sendable () -> Void
  let isCancelled: @Sendable () -> Bool

  var blockCount: Int { Lanes.blocks(for: classCount) }

  /// - Parameters:
  ///   - members: the rows to fit to.
  ///   - supports: for each block where to begin; nil begins at zero.
  /// - Returns: the solution of each block of classes.
  func fit(members: [Int], supports: [[Lanes]]? = nil) -> [SeparatorBlock.Solution] {
    let members = members.map { Int32(truncatingIfNeeded: $0) }
    let rowCount = block.rows.count
    return WorkerThreads.results(blockCount, threads: threads) { number in
      let solution = block.solution(
        first: number * Lanes.scalarCount, members: members,
        supports: supports?[number] ?? Array(repeating: Lanes(), count: rowCount),
        seed: StableHash.combined(seed, UInt64(number), salt: 5), isCancelled: isCancelled)
      finishedBlock()
      return solution
    }
  }
}
