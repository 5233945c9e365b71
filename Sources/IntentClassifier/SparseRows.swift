/// Many sparse vectors one after the other (compressed rows).
struct SparseRows: Sendable {
  private(set) var starts: [Int] = [0]
  private(set) var columns: [Int32] = []
  private(set) var values: [Float] = []
  /// The squared length of each row.
  private(set) var squares: [Float] = []

  var count: Int { squares.count }

  mutating func append(_ vector: SparseVector) {
    columns += vector.columns
    values += vector.values
    starts.append(columns.count)
    squares.append(vector.values.reduce(0) { $0 + $1 * $1 })
  }

  subscript(row: Int) -> SparseVector {
    let span = starts[row]..<starts[row + 1]
    return SparseVector(columns: Array(columns[span]), values: Array(values[span]))
  }

  /// Lends columns and values of all rows; not called when there are none.
  func withUnsafePointers(_ body: (UnsafePointer<Int32>, UnsafePointer<Float>) -> Void) {
    columns.withUnsafeBufferPointer { columns in
      values.withUnsafeBufferPointer { values in
        if let columns = columns.baseAddress, let values = values.baseAddress { body(columns, values) }
      }
    }
  }
}
