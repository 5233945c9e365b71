import Foundation

/// Fits a `HiddenNetwork` to classes by their cross-entropy, one row at a time.
///
/// Steps are scaled by what a column's earlier ones added up to, so that rare n-grams learn as much as frequent ones:
/// Duchi, Hazan and Singer, "Adaptive Subgradient Methods", JMLR 2011, with one sum for each column and unit. At every
/// step a random half of the columns is left out: Srivastava and others, "Dropout", JMLR 2014.
struct HiddenNetworkFit: Sendable {
  let rows: SparseRows
  /// The class of each row.
  let labels: [Int]
  let isCancelled: @Sendable () -> Bool

  /// Goes through the members `epochs` times, with a rate that falls to 0.
  func fit(_ network: inout HiddenNetwork, members: [Int], epochs: Int, rate: Float, seed: UInt64) {
    var random = RandomNumbers(seed: seed)
    var order = members
    let steps = Float(max(1, epochs * members.count))
    var done = 0
    for _ in 0..<epochs where !isCancelled() {
      order.shuffle(using: &random)
      withMemory(of: &network) { memory, columns, values in
        for row in order {
          let half = memory.choose(rows.starts[row]..<rows.starts[row + 1], columns, values, &random)
          memory.step(half, label: labels[row], rate: rate * (1 - Float(done) / steps))
          done += 1
        }
      }
    }
  }

  private func withMemory(
    of network: inout HiddenNetwork,
    _ body: (inout NetworkMemory, UnsafePointer<Int32>, UnsafePointer<Float>) -> Void
  ) {
    let widest = (0..<rows.count).reduce(1) { max($0, rows.starts[$1 + 1] - rows.starts[$1]) }
    let blocks = network.classBlocks
    var biasSquares = network.biasSquares
    network.inputs.withUnsafeMutableBufferPointer { inputs in
      network.outputs.withUnsafeMutableBufferPointer { outputs in
        network.biases.withUnsafeMutableBufferPointer { biases in
          network.inputSquares.withUnsafeMutableBufferPointer { inputSquares in
            network.outputSquares.withUnsafeMutableBufferPointer { outputSquares in
              rows.withUnsafePointers { columns, values in
                var memory = NetworkMemory(
                  inputs: inputs, outputs: outputs, biases: biases, inputSquares: inputSquares,
                  outputSquares: outputSquares, biasSquares: biasSquares, widest: widest, classBlocks: blocks)
                body(&memory, columns, values)
                biasSquares = memory.biasSquares
              }
            }
          }
        }
      }
    }
    network.biasSquares = biasSquares
  }
}

/// The weights of a network while it is fitted, with room for what a step computes.
private struct NetworkMemory {
  private static let smallest: Float = 1e-6
  private static let unitBlocks = HiddenNetwork.unitBlocks

  let inputs: UnsafeMutableBufferPointer<Lanes>
  let outputs: UnsafeMutableBufferPointer<Lanes>
  let biases: UnsafeMutableBufferPointer<Lanes>
  let inputSquares: UnsafeMutableBufferPointer<Float>
  let outputSquares: UnsafeMutableBufferPointer<Float>
  var biasSquares: Float
  let classBlocks: Int
  private var columns: [Int32]
  private var values: [Float]
  private var units = [Float](repeating: 0, count: HiddenNetwork.unitCount)
  private var slopes = [Float](repeating: 0, count: HiddenNetwork.unitCount)
  private var errors: [Lanes]

  init(
    inputs: UnsafeMutableBufferPointer<Lanes>, outputs: UnsafeMutableBufferPointer<Lanes>,
    biases: UnsafeMutableBufferPointer<Lanes>, inputSquares: UnsafeMutableBufferPointer<Float>,
    outputSquares: UnsafeMutableBufferPointer<Float>, biasSquares: Float, widest: Int, classBlocks: Int
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.biases = biases
    self.inputSquares = inputSquares
    self.outputSquares = outputSquares
    self.biasSquares = biasSquares
    self.classBlocks = classBlocks
    columns = Array(repeating: 0, count: widest)
    values = Array(repeating: 0, count: widest)
    errors = Array(repeating: Lanes(), count: classBlocks)
  }

  /// Keeps about half of a row's columns, with twice their values; how many.
  mutating func choose(
    _ span: Range<Int>, _ columns: UnsafePointer<Int32>, _ values: UnsafePointer<Float>, _ random: inout RandomNumbers
  ) -> Int {
    var count = 0
    var coins: UInt64 = 0
    for position in span {
      if (position - span.lowerBound) & 63 == 0 { coins = random.next() }
      self.columns[count] = columns[position]
      self.values[count] = 2 * values[position]
      count += Int(coins & 1)
      coins >>= 1
    }
    return count
  }

  /// Learns from a row: the first `count` of the chosen columns and the class it has.
  mutating func step(_ count: Int, label: Int, rate: Float) {
    activate(count)
    predict()
    errors[label / Lanes.scalarCount][label % Lanes.scalarCount] -= 1
    updateOutputs(rate)
    updateInputs(count, rate)
  }

  private mutating func activate(_ count: Int) {
    var sums: [4 of Lanes] = [Lanes(), Lanes(), Lanes(), Lanes()]
    for position in 0..<count {
      let start = Int(columns[position]) &* Self.unitBlocks
      let value = values[position]
      sums[0] += value * inputs[start]
      sums[1] += value * inputs[start &+ 1]
      sums[2] += value * inputs[start &+ 2]
      sums[3] += value * inputs[start &+ 3]
    }
    for unit in units.indices {
      units[unit] = max(0, sums[unit / Lanes.scalarCount][unit % Lanes.scalarCount])
    }
  }

  /// Puts the probabilities of all classes into `errors`.
  private mutating func predict() {
    for block in 0..<classBlocks { errors[block] = biases[block] }
    for unit in units.indices where units[unit] > 0 {
      for block in 0..<classBlocks { errors[block] += units[unit] * outputs[unit &* classBlocks &+ block] }
    }
    var highest = -Float.infinity
    for block in 0..<classBlocks { highest = max(highest, errors[block].max()) }
    var total: Float = 0
    for block in 0..<classBlocks {
      for lane in 0..<Lanes.scalarCount { errors[block][lane] = exp(errors[block][lane] - highest) }
      total += errors[block].sum()
    }
    for block in 0..<classBlocks { errors[block] *= 1 / total }
  }

  /// Moves the weights to the classes; what that asks of each unit goes to `slopes`.
  private mutating func updateOutputs(_ rate: Float) {
    var square: Float = 0
    for block in 0..<classBlocks { square += (errors[block] * errors[block]).sum() }
    square /= Float(classBlocks * Lanes.scalarCount)
    for unit in units.indices {
      slopes[unit] = 0
      let value = units[unit]
      guard value > 0 else { continue }
      outputSquares[unit] += value * value * square
      let step = value * rate / (outputSquares[unit] + 100 * Self.smallest).squareRoot()
      var slope = Lanes()
      for block in 0..<classBlocks {
        slope += errors[block] * outputs[unit &* classBlocks &+ block]
        outputs[unit &* classBlocks &+ block] -= step * errors[block]
      }
      slopes[unit] = slope.sum()
    }
    biasSquares += square
    let step = rate / (biasSquares + 100 * Self.smallest).squareRoot()
    for block in 0..<classBlocks { biases[block] -= step * errors[block] }
  }

  private mutating func updateInputs(_ count: Int, _ rate: Float) {
    var lanes: [4 of Lanes] = [Lanes(), Lanes(), Lanes(), Lanes()]
    var square: Float = 0
    for unit in units.indices {
      lanes[unit / Lanes.scalarCount][unit % Lanes.scalarCount] = slopes[unit]
      square += slopes[unit] * slopes[unit]
    }
    square /= Float(HiddenNetwork.unitCount)
    for position in 0..<count {
      let column = Int(columns[position])
      let value = values[position]
      inputSquares[column] += value * value * square
      let step = value * rate / (inputSquares[column] + Self.smallest).squareRoot()
      let start = column &* Self.unitBlocks
      inputs[start] -= step * lanes[0]
      inputs[start &+ 1] -= step * lanes[1]
      inputs[start &+ 2] -= step * lanes[2]
      inputs[start &+ 3] -= step * lanes[3]
    }
  }
}
