/// Rows dealt into folds so that every class is spread evenly.
struct Folds {
  let count: Int
  private let folds: [Int]

  /// - Parameter folds: for each row the fold that it is in, 0 ..< `count`.
  init(_ folds: [Int], count: Int) {
    self.folds = folds
    self.count = count
  }

  init(labels: [Int], count: Int, seed: UInt64) {
    self.count = count
    var random = RandomNumbers(seed: seed)
    var dealt: [Int: Int] = [:]
    var folds = [Int](repeating: 0, count: labels.count)
    for row in labels.indices.shuffled(using: &random) {
      // Classes begin at different folds: else the classes with few rows would all miss the same one.
      let next = dealt[labels[row], default: labels[row]]
      folds[row] = next % count
      dealt[labels[row]] = next + 1
    }
    self.folds = folds
  }

  func members(of fold: Int) -> [Int] { folds.indices.filter { folds[$0] == fold } }
  func members(outside fold: Int) -> [Int] { folds.indices.filter { folds[$0] != fold } }
}
