/// What the classifiers say of a text, class by class; the out-of-scope class, where there is one, comes last.
struct IntentScores: Sendable {
  /// How far on its own side of each separator the text is; about 1 for a clear member.
  let separators: [Float]
  /// The mean of the networks' scores; empty without networks.
  let networks: [Float]
}

/// The fitted classifiers.
struct IntentScorer: Sendable {
  let separators: QuantizedLayer
  let biases: [Float]
  let hidden: HiddenLayer?

  var classCount: Int { separators.outputCount }

  init(separators: QuantizedLayer, biases: [Float], hidden: HiddenLayer?) {
    self.separators = separators
    self.biases = biases
    self.hidden = hidden
  }

  init(_ blocks: [SeparatorBlock.Solution], networks: [HiddenNetwork], classCount: Int, columnCount: Int) {
    separators = QuantizedLayer(outputCount: classCount, columnCount: columnCount, blocks: blocks.map(\.weights))
    biases = (0..<classCount).map { number in
      blocks[number / Lanes.scalarCount].weights[columnCount][number % Lanes.scalarCount]
    }
    hidden = HiddenLayer(networks, columnCount: columnCount)
  }

  func scores(for vector: SparseVector) -> IntentScores {
    IntentScores(separators: separatorScores(for: vector), networks: hidden?.scores(for: vector) ?? [])
  }

  func separatorScores(for vector: SparseVector) -> [Float] {
    var sums = separators.sums(for: vector)
    sums.removeLast(sums.count - classCount)
    for number in biases.indices { sums[number] += biases[number] }
    return sums
  }
}
