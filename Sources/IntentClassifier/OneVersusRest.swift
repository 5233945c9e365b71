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
  ///   - supports: for each block what its rows hold at the beginning; nil begins at zero.
  /// - Returns: the solution of each block of classes.
  func fit(members: [Int], supports: [[Lanes]]? = nil) -> [SeparatorBlock.Solution] {
    let rows = members.map { Int32(truncatingIfNeeded: $0) }
    return fit(members: members) { number in
      block.start(first: number * Lanes.scalarCount, members: rows, supports: supports?[number])
    }
  }

  /// - Parameter start: where each block begins.
  func fit(
    members: [Int], from start: @escaping @Sendable (_ block: Int) -> SeparatorBlock.Solution
  ) -> [SeparatorBlock.Solution] {
    let members = members.map { Int32(truncatingIfNeeded: $0) }
    return WorkerThreads.results(blockCount, threads: threads) { number in
      let solution = block.solution(
        first: number * Lanes.scalarCount, members: members, from: start(number),
        seed: StableHash.combined(seed, UInt64(number), salt: 5), isCancelled: isCancelled)
      finishedBlock()
      return solution
    }
  }
}
