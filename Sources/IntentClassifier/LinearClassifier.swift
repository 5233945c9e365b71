/// One separator for each class over the same columns.
struct LinearClassifier: Sendable {
  /// As many scores as are added up at once: about a line of memory of each row.
  private typealias Block = SIMD16<Float>

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
  ///
  /// Block by block of classes and not row by row, so that the sums stay in registers and the loads of many rows, which
  /// are far apart in memory, are under way at the same time.
  func scores(for vector: SparseVector) -> [Float] {
    [Float](unsafeUninitializedCapacity: classCount) { scores, count in
      count = classCount
      weights.withUnsafeBufferPointer { weights in
        guard classCount >= Block.scalarCount else {
          for number in 0..<classCount {
            scores.initializeElement(at: number, to: score(number, vector, weights))
          }
          return
        }
        for first in stride(from: 0, to: classCount, by: Block.scalarCount) {
          // The last block may begin inside the one before: what both have comes out the same.
          let first = min(first, classCount - Block.scalarCount)
          UnsafeMutableRawBufferPointer(scores).storeBytes(
            of: block(first, vector, weights), toByteOffset: first * MemoryLayout<Float>.stride, as: Block.self)
        }
      }
    }
  }

  /// The scores of the classes from `first` on.
  private func block(_ first: Int, _ vector: SparseVector, _ weights: UnsafeBufferPointer<Float>) -> Block {
    func row(_ start: Int) -> Block {
      UnsafeRawBufferPointer(weights).loadUnaligned(
        fromByteOffset: start * MemoryLayout<Float>.stride, as: Block.self)
    }
    var sum = row(weights.count - classCount + first)
    for (column, value) in zip(vector.columns, vector.values) { sum += value * row(Int(column) * classCount + first) }
    return sum
  }

  private func score(_ number: Int, _ vector: SparseVector, _ weights: UnsafeBufferPointer<Float>) -> Float {
    var sum = weights[weights.count - classCount + number]
    for (column, value) in zip(vector.columns, vector.values) {
      sum += value * weights[Int(column) * classCount + number]
    }
    return sum
  }
}
