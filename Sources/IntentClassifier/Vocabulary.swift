import Foundation
import TextAnalysis

/// A text as the features that the model knows, by column.
struct SparseVector: Sendable {
  var columns: [Int32] = []
  var values: [Float] = []
}

/// Which n-grams the model knows, and how much each weighs.
///
/// In a block an n-gram weighs (1 + ln count) · idf^p with idf = ln((1 + N) / (1 + df)) + 1. A block is divided by its
/// length over all its n-grams, the unknown ones included, so that a text of unknown words becomes a short vector.
///
/// A class because it is handed on for every message.
final class Vocabulary: Sendable {
  /// p: a full idf (1) overrates rare words.
  static let idfExponent: Float = 0.25
  /// Letters are what is left of a misspelt word.
  static let letterWeight: Float = 1.25
  /// Skip-grams are many and weak.
  static let skipWeight: Float = 0.5
  /// From this many texts on an n-gram seen in one text only is not worth its place.
  static let enoughTexts = 5_000

  /// Memory is bounded: of more n-grams the most frequent are kept.
  static let mostColumns = 150_000

  /// The n-grams in ascending order; a position is a column.
  let keys: [UInt64]
  /// idf^p of each column.
  let weights: [Float]
  /// idf^p of an n-gram that was never seen.
  let unknownWeight: Float
  let columns: HashIndex

  init(keys: [UInt64], weights: [Float], unknownWeight: Float) {
    self.keys = keys
    self.weights = weights
    self.unknownWeight = unknownWeight
    columns = HashIndex(keys)
  }

  convenience init(of texts: [FeatureExtractor]) {
    var frequencies = TextFrequencies()
    for (number, text) in texts.enumerated() {
      for block in [text.grams, text.letters, text.skips] { frequencies.count(block, inText: number) }
    }
    let kept = frequencies.keys(inAtLeast: texts.count >= Self.enoughTexts ? 2 : 1, atMost: Self.mostColumns)
    let count = texts.count
    self.init(
      keys: kept.map(\.key), weights: kept.map { Self.weight(frequency: $0.frequency, of: count) },
      unknownWeight: Self.weight(frequency: 0, of: count))
  }

  private static func weight(frequency: Int, of count: Int) -> Float {
    pow(log((1 + Float(count)) / (1 + Float(frequency))) + 1, idfExponent)
  }

  func vector(for text: FeatureExtractor) -> SparseVector {
    var vector = SparseVector()
    let count = text.grams.count + text.letters.count + text.skips.count
    vector.columns.reserveCapacity(count)
    vector.values.reserveCapacity(count)
    append(text.grams, scale: 1, to: &vector)
    append(text.letters, scale: Self.letterWeight * text.letterShare.squareRoot(), to: &vector)
    append(text.skips, scale: Self.skipWeight, to: &vector)
    return vector
  }

  private func append(_ block: [UInt64], scale: Float, to vector: inout SparseVector) {
    guard !block.isEmpty, scale > 0 else { return }
    let first = vector.values.count
    let squares = HashSort.withSorted(block) { append(sorted: $0, to: &vector) }
    let factor = scale / squares.squareRoot()
    for position in first..<vector.values.count { vector.values[position] *= factor }
  }

  /// Appends what is known of the n-grams; gives the squared length of them all.
  private func append(sorted: UnsafeBufferPointer<UInt64>, to vector: inout SparseVector) -> Float {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: sorted.count) { places in
      columns.find(sorted, places: places)
      return append(sorted, UnsafeBufferPointer(places), to: &vector)
    }
  }

  /// - Parameter places: the column of each n-gram, or −1.
  private func append(
    _ sorted: UnsafeBufferPointer<UInt64>, _ places: UnsafeBufferPointer<Int32>, to vector: inout SparseVector
  ) -> Float {
    var squares: Float = 0
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
      let column = places[start]
      let weight = column >= 0 ? weights[Int(column)] : unknownWeight
      let value = end - start == 1 ? weight : weight * (1 + log(Float(end - start)))
      squares += value * value
      if column >= 0 {
        vector.columns.append(column)
        vector.values.append(value)
      }
      start = end
    }
    return squares
  }
}
