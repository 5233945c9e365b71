/// Sixteen numbers that are worked on at once: a line of memory.
typealias Lanes = SIMD16<Float>

extension Lanes {
  /// How many blocks of lanes hold `count` numbers.
  static func blocks(for count: Int) -> Int { (count + scalarCount - 1) / scalarCount }

  @inline(__always) func clamped(atLeast limit: Float) -> Lanes {
    replacing(with: Lanes(repeating: limit), where: self .< limit)
  }

  @inline(__always) func greater(_ other: Lanes) -> Lanes { replacing(with: other, where: self .< other) }
  @inline(__always) func smaller(_ other: Lanes) -> Lanes { replacing(with: other, where: other .< self) }
}

extension SparseRows {
  /// The sums over a row of its values, each times the lanes that `weights` has for the column.
  @inline(__always) static func product(
    _ span: Range<Int>, _ columns: UnsafePointer<Int32>, _ values: UnsafePointer<Float>,
    _ weights: UnsafePointer<Lanes>, from start: Lanes
  ) -> Lanes {
    var sum = start
    var position = span.lowerBound
    while position < span.upperBound {
      sum += values[position] * weights[Int(columns[position])]
      position &+= 1
    }
    return sum
  }
}
