import TextAnalysis

/// A network with one hidden layer of rectified units over sparse inputs, in the form in which it is fitted.
struct HiddenNetwork: Sendable {
  static let unitCount = 64
  static let unitBlocks = unitCount / Lanes.scalarCount
  /// The bias of lanes beyond the last class: their probability is 0.
  private static let never: Float = -10_000
  private static let inputSpread: Float = 0.1

  let classCount: Int
  /// For each column its weights to all units.
  var inputs: [Lanes]
  /// For each unit its weights to all classes, in blocks.
  var outputs: [Lanes]
  var biases: [Lanes]
  /// What the steps of each column, of each unit's outputs and of the biases have added up to (Adagrad).
  var inputSquares: [Float]
  var outputSquares: [Float]
  var biasSquares: Float = 0

  var classBlocks: Int { Lanes.blocks(for: classCount) }

  /// Small random weights.
  init(columnCount: Int, classCount: Int, seed: UInt64) {
    self.classCount = classCount
    var random = RandomNumbers(seed: seed)
    let blocks = Lanes.blocks(for: classCount)
    inputs = (0..<(columnCount * Self.unitBlocks)).map { _ in Self.lanes(&random, spread: Self.inputSpread) }
    let spread = 0.5 * (6 / Float(Self.unitCount + classCount)).squareRoot()
    outputs = (0..<(Self.unitCount * blocks)).map { _ in Self.lanes(&random, spread: spread) }
    biases = (0..<blocks).map { block in Self.biases(block, of: classCount) }
    inputSquares = Array(repeating: 0, count: columnCount)
    outputSquares = Array(repeating: 0, count: Self.unitCount)
  }

  private static func lanes(_ random: inout RandomNumbers, spread: Float) -> Lanes {
    var lanes = Lanes()
    for lane in 0..<Lanes.scalarCount { lanes[lane] = spread * (2 * random.nextShare() - 1) }
    return lanes
  }

  private static func biases(_ block: Int, of classCount: Int) -> Lanes {
    var biases = Lanes()
    for lane in 0..<Lanes.scalarCount where block * Lanes.scalarCount + lane >= classCount { biases[lane] = never }
    return biases
  }
}
