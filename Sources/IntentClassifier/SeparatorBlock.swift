/// Fits sixteen linear separators side by side, each with squared hinge loss: minimises |w|²/2 + Σ Cᵢ · max(0, 1 − yᵢ w·xᵢ)².
///
/// Dual coordinate descent with shrinking: Hsieh, Chang, Lin, Keerthi and Sundararajan, "A Dual Coordinate Descent
/// Method for Large-scale Linear SVM", ICML 2008, algorithm 3, which converges for every order of the rows. All sixteen
/// visit a row together, so a weight's line of memory serves them all. A constant feature 1 stands for the bias.
struct SeparatorBlock {
  let rows: SparseRows
  let columnCount: Int
  /// The class of each row.
  let labels: [Int]
  /// Cᵢ: how much a mistake on each row costs.
  let costs: [Float]
  /// Of the projected gradients: how far apart they may lie in the end.
  var tolerance: Float
  var mostRounds: Int

  /// A solution, or where to begin.
  struct Solution: Sendable {
    /// For each column, then the bias.
    var weights: [Lanes]
    /// How much each row holds the separators, at the row's own position.
    var supports: [Lanes]
  }

  /// - Parameters:
  ///   - first: the class of the first lane.
  ///   - members: the rows to fit to.
  ///   - start: where to begin.
  ///   - isCancelled: asked before each round.
  func solution(
    first: Int, members: [Int32], from start: Solution, seed: UInt64, isCancelled: () -> Bool
  ) -> Solution {
    var solution = start
    var descent = Descent(members: members, seed: seed)
    for _ in 0..<mostRounds where !descent.isDone && !isCancelled() {
      descent.beginRound()
      round(&descent, first: first, solution: &solution)
      descent.endRound(tolerance: tolerance)
    }
    return solution
  }

  /// What supports give: zeros when nothing better is known.
  func start(first: Int, members: [Int32], supports: [Lanes]?) -> Solution {
    var start = Solution(
      weights: Array(repeating: Lanes(), count: columnCount + 1),
      supports: supports ?? Array(repeating: Lanes(), count: rows.count))
    for row in members where start.supports[Int(row)] != Lanes() {
      add(start.supports[Int(row)] * signs(of: Int(row), first), row: Int(row), to: &start.weights)
    }
    return start
  }

  /// +1 for the class of the row, −1 for all others.
  @inline(__always) private func signs(of row: Int, _ first: Int) -> Lanes {
    var signs = Lanes(repeating: -1)
    let lane = labels[row] - first
    if lane >= 0, lane < Lanes.scalarCount { signs[lane] = 1 }
    return signs
  }

  private func add(_ factors: Lanes, row: Int, to weights: inout [Lanes]) {
    for position in rows.starts[row]..<rows.starts[row + 1] {
      weights[Int(rows.columns[position])] += rows.values[position] * factors
    }
    weights[columnCount] += factors
  }

  /// Visits every active row once. Plain pointers, because this loop is nearly all the time that fitting takes.
  private func round(_ descent: inout Descent, first: Int, solution: inout Solution) {
    let bias = columnCount
    solution.weights.withUnsafeMutableBufferPointer { weights in
      solution.supports.withUnsafeMutableBufferPointer { supports in
        rows.withUnsafePointers { columns, values in
          guard let weights = weights.baseAddress, let supports = supports.baseAddress else { return }
          descent.visit { row, limit in
            let span = rows.starts[row]..<rows.starts[row + 1]
            let signs = signs(of: row, first)
            let softness = 0.5 / costs[row]
            let sums = SparseRows.product(span, columns, values, weights, from: weights[bias])
            let support = supports[row]
            let gradient = signs * sums - 1 + support * softness
            let step = Descent.Step(gradient: gradient, support: support, limit: limit)
            guard !step.isIdle, step.isWorthwhile else { return step }
            let updated = (support - gradient / (rows.squares[row] + 1 + softness)).clamped(atLeast: 0)
            supports[row] = updated
            let change = (updated - support) * signs
            for position in span { weights[Int(columns[position])] += values[position] * change }
            weights[bias] += change
            return step
          }
        }
      }
    }
  }
}

/// Which rows are still worth a visit, and when to stop.
private struct Descent {
  struct Step {
    /// The gradients, or 0 where the bound `support >= 0` forbids the way down.
    let projected: Lanes
    /// Whether all separators rest at their bounds and are expected to stay there.
    let isIdle: Bool

    @inline(__always) init(gradient: Lanes, support: Lanes, limit: Lanes) {
      let isAtBound = support .== Lanes()
      projected = gradient.replacing(with: gradient.smaller(Lanes()), where: isAtBound)
      isIdle = all(isAtBound .& (gradient .> limit))
    }

    @inline(__always) var isWorthwhile: Bool { any((projected .> 1e-3) .| (projected .< -1e-3)) }
  }

  private var members: [Int32]
  private var active: Int
  private var random: RandomNumbers
  private var limit = Lanes(repeating: .infinity)
  private var highest = Lanes(repeating: -.infinity)
  private var lowest = Lanes(repeating: .infinity)
  private(set) var isDone = false

  init(members: [Int32], seed: UInt64) {
    self.members = members
    active = members.count
    random = RandomNumbers(seed: seed)
  }

  mutating func beginRound() {
    highest = Lanes(repeating: -.infinity)
    lowest = Lanes(repeating: .infinity)
    for index in 0..<active {
      members.swapAt(index, index + Int(random.next() % UInt64(active - index)))
    }
  }

  /// A row at its bounds with gradients above last round's highest will stay there: it is left out until the end.
  @inline(__always) mutating func visit(_ step: (Int, Lanes) -> Step) {
    var index = 0
    while index < active {
      let result = step(Int(members[index]), limit)
      if result.isIdle {
        active -= 1
        members.swapAt(index, active)
        continue
      }
      highest = highest.greater(result.projected)
      lowest = lowest.smaller(result.projected)
      index += 1
    }
  }

  mutating func endRound(tolerance: Float) {
    guard active == 0 || (highest - lowest).max() <= tolerance else {
      limit = highest.replacing(with: .infinity, where: highest .<= 0)
      return
    }
    isDone = active == members.count
    active = members.count
    limit = Lanes(repeating: .infinity)
  }
}
