import TextAnalysis

/// Where a fit to nearly the same examples begins: what an earlier model says.
///
/// At the solution a row holds a separator by 2 C · max(0, 1 − y · score) (the condition of optimality of the squared
/// hinge), so the model's own weights and scores give back what each row held. A new row held nothing. When rows are gone,
/// the weights are added up again from those that are left.
struct WarmStart: Sendable {
  let model: IntentModel

  /// Rows nearer to their own separator's border than this are learned from again by the networks.
  private static let border: Float = 0.4
  /// Of the other rows one of so many.
  private static let sampled = 16
  private static let epochs = 1
  private static let rate: Float = 0.01
  /// As if a column's steps had added up to this already, so that the first ones are small.
  private static let squares: Float = 0.01
  /// Separators begin near their solution.
  private static let tolerance: Float = 0.5
  private static let mostRounds = 2

  /// The solution of each block, and the networks.
  func fit(_ fitting: IntentFitting) -> (blocks: [SeparatorBlock.Solution], networks: [HiddenNetwork]) {
    let places = oldColumns(of: fitting.vocabulary)
    let scores = WorkerThreads.rows(fitting.rows.count, threads: fitting.threads) { row in
      separatorScores(of: fitting.rows[row], places)
    }
    var separators = fitting.oneVersusRest
    separators.block.tolerance = Self.tolerance
    separators.block.mostRounds = Self.mostRounds
    let known = Set(model.exampleKeys)
    let isNew = fitting.exampleKeys.map { !known.contains($0) }
    let isComplete = known.isSubset(of: fitting.exampleKeys)
    let machine = separators.block
    let members = fitting.labels.indices.map { Int32(truncatingIfNeeded: $0) }
    let blocks = separators.fit(members: Array(fitting.labels.indices)) { block in
      let supports = supports(block, fitting, scores, isNew)
      guard isComplete else {
        return machine.start(first: block * Lanes.scalarCount, members: members, supports: supports)
      }
      return SeparatorBlock.Solution(weights: weights(block, places), supports: supports)
    }
    return (blocks, networks(fitting, scores, places))
  }

  /// For each column of the new vocabulary the old one, or −1.
  private func oldColumns(of vocabulary: Vocabulary) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: vocabulary.keys.count) { places, count in
      vocabulary.keys.withUnsafeBufferPointer { model.vocabulary.columns.find($0, places: places) }
      count = vocabulary.keys.count
    }
  }

  private func separatorScores(of row: SparseVector, _ places: [Int32]) -> [Float] {
    var old = SparseVector()
    for (column, value) in zip(row.columns, row.values) where places[Int(column)] >= 0 {
      old.columns.append(places[Int(column)])
      old.values.append(value)
    }
    return model.scorer.separatorScores(for: old)
  }

  /// The model's weights for the new columns, then its biases.
  private func weights(_ block: Int, _ places: [Int32]) -> [Lanes] {
    let scorer = model.scorer
    var biases = Lanes()
    for lane in 0..<Lanes.scalarCount where block * Lanes.scalarCount + lane < scorer.classCount {
      biases[lane] = scorer.biases[block * Lanes.scalarCount + lane]
    }
    return places.map { $0 >= 0 ? scorer.separators.lanes(ofColumn: Int($0), block: block) : Lanes() } + [biases]
  }

  private func supports(
    _ block: Int, _ fitting: IntentFitting, _ scores: [[Float]], _ isNew: [Bool]
  ) -> [Lanes] {
    let first = block * Lanes.scalarCount
    let costs = fitting.costs
    return fitting.labels.indices.map { row in
      var supports = Lanes()
      guard !isNew[row] else { return supports }
      for lane in 0..<min(Lanes.scalarCount, fitting.classCount - first) {
        let score = scores[row][first + lane]
        supports[lane] = max(0, 2 * costs[row] * (1 - (fitting.labels[row] == first + lane ? score : -score)))
      }
      return supports
    }
  }

  /// The model's networks, after they went through the rows that are hardest and some of the others.
  private func networks(_ fitting: IntentFitting, _ scores: [[Float]], _ places: [Int32]) -> [HiddenNetwork] {
    guard let hidden = model.scorer.hidden else { return [] }
    let members = fitting.labels.indices.filter { row in
      scores[row][fitting.labels[row]] < Self.border || row % Self.sampled == 0
    }
    let fit = HiddenNetworkFit(rows: fitting.rows, labels: fitting.labels, isCancelled: fitting.options.isCancelled)
    let count = hidden.units.outputCount / HiddenNetwork.unitCount
    return WorkerThreads.results(count, threads: fitting.threads) { number in
      var network = HiddenNetwork(hidden, number: number, of: count, columns: places, squares: Self.squares)
      let seed = StableHash.combined(fitting.options.seed, UInt64(number), salt: 7)
      fit.fit(&network, members: members, epochs: Self.epochs, rate: Self.rate, seed: seed)
      return network
    }
  }
}

extension HiddenNetwork {
  /// One of the networks of a layer, over other columns.
  ///
  /// - Parameters:
  ///   - columns: for each column its place in the layer, or −1 for one that is new.
  ///   - squares: what the steps are taken to have added up to.
  fileprivate init(_ layer: HiddenLayer, number: Int, of count: Int, columns: [Int32], squares: Float) {
    classCount = layer.classCount
    let blocks = (number * Self.unitBlocks)..<((number + 1) * Self.unitBlocks)
    inputs = columns.flatMap { place in
      blocks.map { place >= 0 ? layer.units.lanes(ofColumn: Int(place), block: $0) : Lanes() }
    }
    let width = layer.biases.count
    let units = (number * Self.unitCount)..<((number + 1) * Self.unitCount)
    outputs = layer.outputs[(units.lowerBound * width)..<(units.upperBound * width)].map { Float(count) * $0 }
    biases = layer.biases
    inputSquares = Array(repeating: squares, count: columns.count)
    outputSquares = Array(repeating: squares, count: Self.unitCount)
    biasSquares = squares
  }
}
