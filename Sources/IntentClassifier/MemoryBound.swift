import TextAnalysis

/// Says beforehand whether a fit would take too much memory.
enum MemoryBound {
  /// In bytes.
  static let most = 2_000_000_000

  /// An n-gram of an example: its hash, its column and value, and its share of the tables that count it.
  private static let bytesPerFeature = 8 + 8 + 24
  /// Han characters and words make about as many n-grams each.
  private static let featuresPerHan = 5
  private static let featuresPerWord = 5
  private static let featuresPerLetter = 4
  /// Of the n-grams of all examples, at most about this share are different ones that are kept.
  private static let columnsPerFeature = 0.05

  /// - Throws: `tooLarge` when the estimate is above `most`.
  static func check(_ examples: [IntentExample]) throws(IntentModelError) {
    let bytes = estimate(examples)
    guard bytes <= most else { throw .tooLarge(bytes: bytes, examples: examples.count) }
  }

  /// Bytes that fitting needs at its height, on the high side.
  static func estimate(_ examples: [IntentExample]) -> Int {
    let total = examples.reduce(0) { $0 + features(of: $1.text) }
    let classes = Lanes.blocks(for: Set(examples.map(\.intent)).count) * Lanes.scalarCount
    let columns = min(Vocabulary.mostColumns, Int(columnsPerFeature * Double(total)) + 10_000)
    // What each row holds of each separator; separators and networks with 4 bytes a weight, twice while they change form.
    let supports = 4 * examples.count * classes
    let weights = 4 * columns * (classes + 4 * HiddenNetwork.unitCount) + columns * classes
    return total * bytesPerFeature + supports + weights
  }

  private static func features(of text: AnalyzedText) -> Int {
    text.tokens.reduce(0) { count, token in
      switch token.kind {
      case .han: count + featuresPerHan
      case .word, .number: count + featuresPerWord + featuresPerLetter * (token.text.utf8.count + 1)
      default: count + featuresPerWord
      }
    }
  }
}
