/// Fits one linear separator with squared hinge loss: minimises |w|²/2 + Σ Cᵢ · max(0, 1 − yᵢ w·xᵢ)².
///
/// Dual coordinate descent with shrinking: Hsieh, Chang, Lin, Keerthi and Sundararajan, "A Dual Coordinate Descent
/// Method for Large-scale Linear SVM", ICML 2008, algorithm 3. A constant feature 1 stands for the bias.
struct SupportVectorMachine {
  let rows: SparseRows
  let columnCount: Int
  /// Cᵢ: how much a mistake on each row costs.
  let costs: [Float]

  private static let tolerance: Float = 0.1
  private static let mostRounds = 200

  /// The solution: a weight for each column, then the bias.
  struct Solution {
    var weights: [Float]
    /// How much each row holds the separator, at the row's own position.
    var supports: [Float]
  }

  /// - Parameters:
  ///   - members: the rows to fit to.
  ///   - signs: +1 or −1 for every row.
  ///   - supports: where to begin; zeros when nothing better is known.
  func solution(members: [Int32], signs: [Float], supports: [Float], seed: UInt64) -> Solution {
    var solution = Solution(weights: Array(repeating: 0, count: columnCount + 1), supports: supports)
    for row in members where supports[Int(row)] > 0 {
      add(signs[Int(row)] * supports[Int(row)], row: Int(row), to: &solution.weights)
    }
    var descent = Descent(members: members, seed: seed)
    for _ in 0..<Self.mostRounds where !descent.isDone {
      descent.beginRound()
      round(&descent, signs: signs, solution: &solution)
      descent.endRound(tolerance: Self.tolerance)
    }
    return solution
  }

  private func add(_ factor: Float, row: Int, to weights: inout [Float]) {
    for position in rows.starts[row]..<rows.starts[row + 1] {
      weights[Int(rows.columns[position])] += factor * rows.values[position]
    }
    weights[columnCount] += factor
  }

  /// Visits every active row once. Plain pointers, because this loop is nearly all the time that fitting takes.
  private func round(_ descent: inout Descent, signs: [Float], solution: inout Solution) {
    let bias = columnCount
    solution.weights.withUnsafeMutableBufferPointer { weights in
      solution.supports.withUnsafeMutableBufferPointer { supports in
        rows.columns.withUnsafeBufferPointer { columns in
          rows.values.withUnsafeBufferPointer { values in
            descent.visit { row in
              let span = rows.starts[row]..<rows.starts[row + 1]
              let sign = signs[row]
              let softness = 0.5 / costs[row]
              var product = weights[bias]
              for position in span { product += weights[Int(columns[position])] * values[position] }
              let support = supports[row]
              let gradient = sign * product - 1 + support * softness
              let step = Descent.Step(gradient: gradient, support: support)
              guard abs(step.projected) > 1e-6 else { return step }
              let updated = max(support - gradient / (rows.squares[row] + 1 + softness), 0)
              supports[row] = updated
              let change = (updated - support) * sign
              for position in span { weights[Int(columns[position])] += change * values[position] }
              weights[bias] += change
              return step
            }
          }
        }
      }
    }
  }
}

/// Which rows are still worth a visit, and when to stop.
private struct Descent {
  struct Step {
    let gradient: Float
    /// The gradient, or 0 where the bound `support >= 0` forbids the way down.
    let projected: Float
    let isAtBound: Bool

    init(gradient: Float, support: Float) {
      self.gradient = gradient
      isAtBound = support == 0
      projected = isAtBound ? min(gradient, 0) : gradient
    }
  }

  private var members: [Int32]
  private var active: Int
  private var random: RandomNumbers
  private var limit = Float.infinity
  private var highest = -Float.infinity
  private var lowest = Float.infinity
  private(set) var isDone = false

  init(members: [Int32], seed: UInt64) {
    self.members = members
    active = members.count
    random = RandomNumbers(seed: seed)
  }

  mutating func beginRound() {
    highest = -.infinity
    lowest = .infinity
    for index in 0..<active {
      members.swapAt(index, index + Int(random.next() % UInt64(active - index)))
    }
  }

  /// A row at its bound with a gradient above last round's highest will stay there: it is left out until the end.
  mutating func visit(_ step: (Int) -> Step) {
    var index = 0
    while index < active {
      let result = step(Int(members[index]))
      if result.isAtBound, result.gradient > limit {
        active -= 1
        members.swapAt(index, active)
        continue
      }
      highest = max(highest, result.projected)
      lowest = min(lowest, result.projected)
      index += 1
    }
  }

  mutating func endRound(tolerance: Float) {
    guard highest - lowest <= tolerance || active == 0 else {
      limit = highest > 0 ? highest : .infinity
      return
    }
    isDone = active == members.count
    active = members.count
    limit = .infinity
  }
}
