/// One separator for each class over the same columns.
struct LinearClassifier: Sendable {
  let classCount: Int
  /// The weights of all classes for column 0, then for column 1, ...; the biases come last.
  let weights: [Float]

  init(classCount: Int, weights: [Float]) {
    self.classCount = classCount
    self.weights = weights
  }

  /// - Parameter separators: for each class, its weights by column and then its bias.
  init(separators: [[Float]]) {
    classCount = separators.count
    let columnCount = separators.first?.count ?? 0
    var weights = [Float](repeating: 0, count: classCount * columnCount)
    for (number, separator) in separators.enumerated() {
      for column in separator.indices { weights[column * classCount + number] = separator[column] }
    }
    self.weights = weights
  }

  /// How far on its own side of each separator the text is; about 1 for a clear member.
  func scores(for vector: SparseVector) -> [Float] {
    [Float](unsafeUninitializedCapacity: classCount) { scores, count in
      weights.withUnsafeBufferPointer { weights in
        _ = scores.initialize(fromContentsOf: weights.suffix(classCount))
        for index in vector.columns.indices {
          let base = Int(vector.columns[index]) * classCount
          add(vector.values[index], UnsafeBufferPointer(rebasing: weights[base..<(base + classCount)]), to: scores)
        }
      }
      count = classCount
    }
  }

  /// Adds a multiple of the weights to the scores: a loop that the compiler makes into one over vectors.
  private func add(
    _ factor: Float, _ weights: UnsafeBufferPointer<Float>, to scores: UnsafeMutableBufferPointer<Float>
  ) {
    for number in 0..<classCount { scores[number] += factor * weights[number] }
  }
}
