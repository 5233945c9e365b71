import TextAnalysis

/// Deals rows into folds so that what is alike stays together: a fit without a fold then meets wordings that it has never
/// seen, as it will from customers, and not the twins of its own examples.
///
/// The rows of a class and language are gathered around one of them, an equal share for each fold; the next fold
/// begins at the row that is least like the one before.
struct NeighbourFolds {
  let fitting: IntentFitting
  let count: Int

  func folds() -> Folds {
    var folds = [Int](repeating: 0, count: fitting.labels.count)
    let groups = Dictionary(grouping: fitting.labels.indices) { row in
      fitting.languages[row] == .chinese ? 2 * fitting.labels[row] : 2 * fitting.labels[row] + 1
    }
    var likeness = Likeness(rows: fitting.rows, columnCount: fitting.columnCount)
    for (number, rows) in groups { deal(rows, from: number, into: &folds, by: &likeness) }
    return Folds(folds, count: count)
  }

  private func deal(_ rows: [Int], from first: Int, into folds: inout [Int], by likeness: inout Likeness) {
    let share = (rows.count + count - 1) / count
    var left = rows
    var fold = first
    var seed = rows[0]
    while !left.isEmpty {
      // Sorted by likeness, of equal ones the earlier row first.
      let near = likeness.values(of: left, to: seed)
      let order = left.indices.sorted { (near[$1], left[$0]) < (near[$0], left[$1]) }
      for place in order.prefix(share) { folds[left[place]] = fold % count }
      fold += 1
      seed = left[order[order.count - 1]]
      left = order.dropFirst(share).map { left[$0] }.sorted()
    }
  }
}

/// How alike rows are: the product of their vectors, which have nearly the same length.
private struct Likeness {
  let rows: SparseRows
  private var dense: [Float]

  init(rows: SparseRows, columnCount: Int) {
    self.rows = rows
    dense = Array(repeating: 0, count: columnCount)
  }

  mutating func values(of others: [Int], to seed: Int) -> [Float] {
    let vector = rows[seed]
    for (column, value) in zip(vector.columns, vector.values) { dense[Int(column)] = value }
    defer { for column in vector.columns { dense[Int(column)] = 0 } }
    return others.map { row in
      let other = rows[row]
      return zip(other.columns, other.values).reduce(0) { $0 + dense[Int($1.0)] * $1.1 }
    }
  }
}
