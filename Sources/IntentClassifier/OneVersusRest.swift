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
    let results = Results(count: classCount)
    let members = members.map { Int32(truncatingIfNeeded: $0) }
    let workers = max(1, min(threads, classCount))
    Self.concurrently(workers) { worker in
      for number in stride(from: worker, to: classCount, by: workers) {
        let solution = machine.solution(
          members: members, signs: labels.map { $0 == number ? 1 : -1 },
          supports: supports?[number] ?? Array(repeating: 0, count: labels.count),
          seed: StableHash.combined(seed, UInt64(number), salt: 5))
        results.values.withLock { $0[number] = solution }
        finishedClass()
      }
    }
    let solutions = results.values.withLock { $0.compactMap(\.self) }
    return Fit(separators: solutions.map(\.weights), supports: solutions.map(\.supports))
  }

  /// What the workers have found, by class.
  private final class Results: Sendable {
    let values: Mutex<[SupportVectorMachine.Solution?]>

    init(count: Int) { values = Mutex(Array(repeating: nil, count: count)) }
  }

  /// Runs `body` with 0 ..< `count` at once. Its threads have the priority of the caller, which Dispatch's would not.
  private static func concurrently(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let others = DispatchGroup()
    for worker in 1..<count {
      others.enter()
      Thread {
        body(worker)
        others.leave()
      }.start()
    }
    body(0)
    others.wait()
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
