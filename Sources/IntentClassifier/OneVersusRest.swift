import Dispatch
import Foundation
import Synchronization
import TextAnalysis

/// Fits a separator for each class, on several threads. The result does not depend on how many.
struct OneVersusRest {
  let machine: SupportVectorMachine
  /// The class of each row.
  let labels: [Int]
  let classCount: Int
  let threads: Int
  let seed: UInt64
  /// Called after each class that is done.
  let finishedClass: @Sendable () -> Void

  struct Fit {
    /// For each class its weights by column and then its bias.
    var separators: [[Float]]
    /// For each class how much each row holds its separator.
    var supports: [[Float]]
  }

  /// - Parameter supports: for each class where to begin; nil begins at zero.
  func fit(members: [Int], supports: [[Float]]? = nil) -> Fit {
    let results = Mutex([SupportVectorMachine.Solution?](repeating: nil, count: classCount))
    let members = members.map { Int32(truncatingIfNeeded: $0) }
    let workers = max(1, min(threads, classCount))
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for number in stride(from: worker, to: classCount, by: workers) {
        let solution = machine.solution(
          members: members, signs: labels.map { $0 == number ? 1 : -1 },
          supports: supports?[number] ?? Array(repeating: 0, count: labels.count),
          seed: StableHash.combined(seed, UInt64(number), salt: 5))
        results.withLock { $0[number] = solution }
        finishedClass()
      }
    }
    let solutions = results.withLock { $0.compactMap(\.self) }
    return Fit(separators: solutions.map(\.weights), supports: solutions.map(\.supports))
  }

  /// The scores that each row gets from a fit which has not seen it, and where a fit to all rows should begin.
  func heldOut(folds: Folds) -> (scores: [[Float]], supports: [[Float]]) {
    var scores = [[Float]](repeating: [], count: labels.count)
    var supports = [[Float]](repeating: Array(repeating: 0, count: labels.count), count: classCount)
    let share = 1 / Float(folds.count - 1)
    for fold in 0..<folds.count {
      let fit = fit(members: folds.members(outside: fold))
      let classifier = LinearClassifier(separators: fit.separators)
      for row in folds.members(of: fold) { scores[row] = classifier.scores(for: machine.rows[row]) }
      for (number, held) in fit.supports.enumerated() {
        for row in held.indices { supports[number][row] += share * held[row] }
      }
    }
    return (scores, supports)
  }
}

extension SparseRows {
  subscript(row: Int) -> SparseVector {
    let span = starts[row]..<starts[row + 1]
    return SparseVector(columns: Array(columns[span]), values: Array(values[span]))
  }
}
