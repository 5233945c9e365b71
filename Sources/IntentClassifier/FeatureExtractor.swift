import TextAnalysis

/// The n-grams of a text, in blocks that are weighed apart from each other. An n-gram is known by its 64-bit hash.
struct FeatureExtractor: Sendable {
  /// Stems (or Han characters) alone and in pairs, with a mark at either end of the text.
  private(set) var grams: [UInt64] = []
  /// Strings of 2 to 5 letters inside the marks around a Latin word: they survive misspelling.
  private(set) var letters: [UInt64] = []
  /// Pairs of stems with one or two others between them.
  private(set) var skips: [UInt64] = []
  /// The share of words that are not Han characters, 0 ... 1.
  private(set) var letterShare: Float = 0

  static let letterLengths = 2...5
  /// Few words have more letters, those in marks.
  private static let usualWord = 14
  static let skipDistances = 2...3
  private static let mark = StableHash.of("\u{1}")
  private static let code = StableHash.of("\u{1}code")
  private static let link = StableHash.of("\u{1}link")
  private static let email = StableHash.of("\u{1}email")

  init(_ text: AnalyzedText) {
    var units: [UInt64] = []
    units.reserveCapacity(text.tokens.count + 2)
    units.append(Self.mark)
    var scalars: [UInt64] = []
    scalars.reserveCapacity(Self.usualWord)
    letters.reserveCapacity(Self.letterLengths.count * text.tokens.reduce(0) { $0 + Self.lettersInMarks(of: $1) })
    var spelled = 0
    var han = 0
    for token in text.tokens {
      units.append(Self.unit(for: token))
      if token.kind == .han {
        han += 1
      } else if Self.isSpelled(token) {
        spelled += 1
        appendLetters(of: token.text, &scalars)
      }
    }
    units.append(Self.mark)
    letterShare = spelled == 0 ? 0 : Float(spelled) / Float(spelled + han)
    appendPairs(of: units)
    appendSkips(of: units)
  }

  static func isSpelled(_ token: Token) -> Bool { token.kind == .word || token.kind == .number }

  private static func lettersInMarks(of token: Token) -> Int { isSpelled(token) ? token.text.utf8.count + 2 : 0 }

  /// What stands for a token: codes and addresses are all different, that there is one is what matters.
  private static func unit(for token: Token) -> UInt64 {
    switch token.kind {
    case .code: code
    case .link: link
    case .email: email
    default: StableHash.of(token.stem)
    }
  }

  private mutating func appendPairs(of units: [UInt64]) {
    grams.reserveCapacity(2 * units.count)
    for index in 1..<units.count {
      if index + 1 < units.count { grams.append(StableHash.combined(units[index], 1, salt: 1)) }
      grams.append(StableHash.combined(units[index - 1], units[index], salt: 2))
    }
  }

  private mutating func appendSkips(of units: [UInt64]) {
    skips.reserveCapacity(Self.skipDistances.count * units.count)
    for first in 1..<(units.count - 1) {
      for distance in Self.skipDistances where first + distance < units.count - 1 {
        skips.append(StableHash.combined(units[first], units[first + distance], salt: 3))
      }
    }
  }

  /// - Parameter scalars: room for the word's letters, used again for every word.
  private mutating func appendLetters(of word: String, _ scalars: inout [UInt64]) {
    scalars.removeAll(keepingCapacity: true)
    scalars.append(32)
    for scalar in word.unicodeScalars { scalars.append(UInt64(scalar.value)) }
    scalars.append(32)
    for start in scalars.indices {
      var hash = StableHash.combined(scalars[start], 0, salt: 4)
      for end in (start + 1)..<min(start + Self.letterLengths.upperBound, scalars.count) {
        hash = StableHash.combined(hash, scalars[end], salt: 4)
        letters.append(hash)
      }
    }
  }
}
