/// The networks in the form in which they answer: the units of all side by side, their outputs averaged.
struct HiddenLayer: Sendable {
  /// Columns to units.
  let units: QuantizedLayer
  let classCount: Int
  /// For each unit its weights to all classes, in blocks, already divided by the number of networks.
  let outputs: [Lanes]
  let biases: [Lanes]

  init(units: QuantizedLayer, classCount: Int, outputs: [Lanes], biases: [Lanes]) {
    self.units = units
    self.classCount = classCount
    self.outputs = outputs
    self.biases = biases
  }

  /// Nil without networks.
  init?(_ networks: [HiddenNetwork], columnCount: Int) {
    guard let first = networks.first else { return nil }
    let share = 1 / Float(networks.count)
    let blocks = networks.flatMap { network in
      (0..<HiddenNetwork.unitBlocks).map { block in
        (0..<columnCount).map { network.inputs[$0 * HiddenNetwork.unitBlocks + block] }
      }
    }
    units = QuantizedLayer(
      outputCount: networks.count * HiddenNetwork.unitCount, columnCount: columnCount, blocks: blocks)
    classCount = first.classCount
    outputs = networks.flatMap { $0.outputs.map { share * $0 } }
    biases = first.biases.indices.map { block in networks.reduce(Lanes()) { $0 + share * $1.biases[block] } }
  }

  /// The mean of the networks' scores for each class: logarithms of odds up to a constant.
  func scores(for vector: SparseVector) -> [Float] {
    let sums = units.sums(for: vector)
    return withUnsafeTemporaryAllocation(of: Lanes.self, capacity: biases.count) { scores in
      _ = scores.initialize(fromContentsOf: biases)
      outputs.withUnsafeBufferPointer { outputs in
        for (unit, sum) in sums.enumerated() where sum > 0 {
          for block in scores.indices { scores[block] += sum * outputs[unit &* scores.count &+ block] }
        }
      }
      return (0..<classCount).map { scores[$0 / Lanes.scalarCount][$0 % Lanes.scalarCount] }
    }
  }
}
