import TextAnalysis

/// What of a message speaks of a mood: words (or Han characters) alone, in pairs and in threes, strings of letters inside
/// words, emoji, exclamation marks, capitals. Each is a column of the model, found by its hash; two may share one.
struct SentimentFeatures {
  static let columnCount = 1 << 16
  /// Fewer capitals say nothing: names and abbreviations have them too.
  private static let fewestCapitals = 6
  private static let letterLengths = 3...5

  /// Each once, in order.
  let columns: [Int]

  init(_ text: AnalyzedText) {
    var columns: Set<Int> = []
    func add(_ hash: UInt64, _ salt: UInt64) {
      columns.insert(Int(StableHash.combined(hash, 1, salt: salt) % UInt64(Self.columnCount)))
    }
    let mark = StableHash.of("\u{1}")
    let words = text.tokens.filter { $0.kind != .symbol }
    let units = [mark] + words.map { StableHash.of($0.kind == .han || $0.kind == .word ? $0.stem : "\u{2}") } + [mark]
    for place in units.indices {
      if place > 0, place + 1 < units.count { add(units[place], 1) }
      if place > 0 { add(StableHash.combined(units[place - 1], units[place], salt: 2), 2) }
      if place > 1 {
        let pair = StableHash.combined(units[place - 2], units[place - 1], salt: 3)
        add(StableHash.combined(pair, units[place], salt: 3), 3)
      }
    }
    for token in text.tokens where token.kind == .word {
      for hash in Self.letters(of: token.text) { add(hash, 6) }
    }
    for token in text.tokens where token.kind == .emoji { add(StableHash.of(token.text), 4) }
    for sign in Self.signs(in: text.original) { add(StableHash.of(sign), 5) }
    self.columns = columns.sorted()
  }

  /// Strings of letters inside a word between its ends: they survive misspelling.
  private static func letters(of word: String) -> [UInt64] {
    let scalars = [32] + word.unicodeScalars.map { UInt64($0.value) } + [32]
    return scalars.indices.flatMap { start -> [UInt64] in
      var hash: UInt64 = 0
      return scalars[start...].prefix(letterLengths.upperBound).enumerated().compactMap { length, scalar in
        hash = StableHash.combined(hash, scalar, salt: 7)
        return length + 1 >= letterLengths.lowerBound ? hash : nil
      }
    }
  }

  /// Names for what the letters alone do not say.
  private static func signs(in text: String) -> [String] {
    var (exclamations, questions, capitals, small) = (0, 0, 0, 0)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "!", "！": exclamations += 1
      case "?", "？": questions += 1
      case "A"..."Z": capitals += 1
      case "a"..."z": small += 1
      default: break
      }
    }
    var signs = exclamations > 0 ? [String(repeating: "!", count: min(exclamations, 3))] : []
    if questions > 1 { signs.append("??") }
    if exclamations > 0, questions > 0 { signs.append("?!") }
    if capitals >= fewestCapitals, capitals > 2 * small { signs.append("CAPITALS") }
    return signs
  }
}
