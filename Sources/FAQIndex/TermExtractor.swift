import TextAnalysis

/// The terms of a text by which articles are found. A term is known by its 64-bit hash.
struct TermExtractor {
  /// A kind of term; each has lengths and weights of its own.
  enum Unit: Int, CaseIterable {
    /// Han characters and stems.
    case words
    /// Two Han characters side by side.
    case pairs
    /// Strings of 3 and 4 letters inside a Latin word and its ends.
    case letters
  }

  struct Word {
    let key: UInt64
    /// The place of the token that it comes from.
    let token: Int
    /// Where its strings are among all `letters`.
    let letters: Range<Int>
  }

  private(set) var words: [Word] = []
  private(set) var pairs: [UInt64] = []
  /// Those of one word beside each other.
  private(set) var letters: [UInt64] = []

  private static let letterLengths = 3...4
  /// Few words have more letters, those in marks.
  private static let usualWord = 14

  init(_ text: AnalyzedText) {
    words.reserveCapacity(text.tokens.count)
    if text.language == .chinese { pairs.reserveCapacity(text.tokens.count) }
    letters.reserveCapacity(Self.letterLengths.count * text.tokens.reduce(0) { $0 + Self.lettersInMarks(of: $1) })
    var scalars: [UInt64] = []
    scalars.reserveCapacity(Self.usualWord)
    /// The key of the token before, if that is a Han character.
    var before: UInt64?
    for (place, token) in text.tokens.enumerated() {
      guard token.kind != .symbol, token.kind != .emoji else {
        before = nil
        continue
      }
      let key = StableHash.of(token.stem)
      if token.kind == .han, let before { pairs.append(StableHash.combined(before, key, salt: 1)) }
      before = token.kind == .han ? key : nil
      let start = letters.count
      if token.kind == .word { appendLetters(of: token.text, &scalars) }
      words.append(Word(key: key, token: place, letters: start..<letters.count))
    }
  }

  private static func lettersInMarks(of token: Token) -> Int {
    token.kind == .word ? token.text.utf8.count + 2 : 0
  }

  func keys(_ unit: Unit) -> [UInt64] {
    switch unit {
    case .words: words.map(\.key)
    case .pairs: pairs
    case .letters: letters
    }
  }

  func count(_ unit: Unit) -> Int {
    switch unit {
    case .words: words.count
    case .pairs: pairs.count
    case .letters: letters.count
    }
  }

  /// - Parameter scalars: room for the word's letters, used again for every word.
  private mutating func appendLetters(of word: String, _ scalars: inout [UInt64]) {
    scalars.removeAll(keepingCapacity: true)
    scalars.append(32)
    for scalar in word.unicodeScalars { scalars.append(UInt64(scalar.value)) }
    scalars.append(32)
    for start in scalars.indices {
      var key: UInt64 = 0
      for end in start..<min(start + Self.letterLengths.upperBound, scalars.count) {
        key = StableHash.combined(key, scalars[end], salt: 2)
        if end - start + 1 >= Self.letterLengths.lowerBound { letters.append(key) }
      }
    }
  }
}
