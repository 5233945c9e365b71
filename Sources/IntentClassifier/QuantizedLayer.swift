/// Weights of sparse inputs as small integers: an output is the sum over the columns of value · scale · integer.
///
/// Each column has a scale of its own, so that its largest weight is ±127. What is lost is below a hundredth of the
/// distance that decides; a quarter of the memory is read for each text.
struct QuantizedLayer: Sendable {
  /// Sixteen integers: byte k of lane i is output 4 k + i of the block.
  typealias Packed = SIMD4<UInt32>
  private typealias Sums = SIMD4<Float>

  static let lanes = 16
  let outputCount: Int
  /// For each column.
  let scales: [Float]
  /// The blocks of column 0, then those of column 1, …
  let weights: [Packed]

  var blockCount: Int { (outputCount + Self.lanes - 1) / Self.lanes }

  init(outputCount: Int, scales: [Float], weights: [Packed]) {
    self.outputCount = outputCount
    self.scales = scales
    self.weights = weights
  }

  /// - Parameter blocks: for each sixteen outputs their weights by column; what follows the columns is left out.
  init(outputCount: Int, columnCount: Int, blocks: [[Lanes]]) {
    var scales: [Float] = []
    scales.reserveCapacity(columnCount)
    var weights: [Packed] = []
    weights.reserveCapacity(columnCount * blocks.count)
    for column in 0..<columnCount {
      var largest = Lanes()
      for block in blocks { largest = largest.greater(block[column]).greater(-block[column]) }
      let scale = largest.max() / 127
      scales.append(scale)
      let factor = scale > 0 ? 1 / scale : 0
      for block in blocks { weights.append(Self.packed(block[column] * factor)) }
    }
    self.init(outputCount: outputCount, scales: scales, weights: weights)
  }

  private static func packed(_ numbers: Lanes) -> Packed {
    var packed = Packed()
    for index in 0..<lanes {
      let byte = UInt8(bitPattern: Int8(numbers[index].rounded().clamped(to: 127)))
      packed[index % 4] |= UInt32(byte) << UInt32(8 * (index / 4))
    }
    return packed
  }

  /// The weight of one output for one column.
  func weight(column: Int, output: Int) -> Float {
    lanes(ofColumn: column, block: output / Self.lanes)[output % Self.lanes]
  }

  /// The weights of a column to one block of outputs.
  func lanes(ofColumn column: Int, block: Int) -> Lanes {
    let packed = weights[column * blockCount + block]
    var lanes = Lanes()
    for lane in 0..<Self.lanes {
      let byte = packed[lane % 4] >> UInt32(8 * (lane / 4))
      lanes[lane] = scales[column] * Float(Int8(truncatingIfNeeded: byte))
    }
    return lanes
  }

  /// Adds up all outputs, as many as fill the last block.
  ///
  /// Block by block of outputs and not column by column, so that the sums stay in registers and the loads of many
  /// columns, which are far apart in memory, are under way at the same time.
  func sums(for vector: SparseVector) -> [Float] {
    [Float](unsafeUninitializedCapacity: blockCount * Self.lanes) { sums, count in
      count = blockCount * Self.lanes
      withUnsafeTemporaryAllocation(of: Float.self, capacity: vector.values.count) { values in
        for (position, column) in vector.columns.enumerated() {
          values.initializeElement(at: position, to: vector.values[position] * scales[Int(column)])
        }
        weights.withUnsafeBufferPointer { weights in
          for block in 0..<blockCount {
            let four = self.sums(of: block, vector.columns, UnsafeBufferPointer(values), weights)
            for lane in 0..<Self.lanes {
              sums.initializeElement(at: block * Self.lanes + lane, to: four[lane / 4][lane % 4])
            }
          }
        }
      }
    }
  }

  @inline(__always) private func sums(
    of block: Int, _ columns: [Int32], _ values: UnsafeBufferPointer<Float>, _ weights: UnsafeBufferPointer<Packed>
  ) -> [4 of SIMD4<Float>] {
    let stride = blockCount
    var (first, second, third, fourth) = (Sums(), Sums(), Sums(), Sums())
    for (position, column) in columns.enumerated() {
      let bytes = unsafeBitCast(weights[Int(column) &* stride &+ block], to: SIMD4<Int32>.self)
      let value = values[position]
      first += value * Sums((bytes &<< 24) &>> 24)
      second += value * Sums((bytes &<< 16) &>> 24)
      third += value * Sums((bytes &<< 8) &>> 24)
      fourth += value * Sums(bytes &>> 24)
    }
    return [first, second, third, fourth]
  }
}

extension Float {
  fileprivate func clamped(to limit: Float) -> Float { Swift.min(Swift.max(self, -limit), limit) }
}
