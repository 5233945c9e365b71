import TextAnalysis

/// The n-grams of a text, in blocks that are weighed apart from each other. An n-gram is known by its 64-bit hash.
struct FeatureExtractor {
  /// Stems (or Han characters) alone and in pairs, with a mark at either end of the text.
  private(set) var grams: [UInt64] = []
  /// Strings of 2 to 5 letters inside the marks around a Latin word: they survive misspelling.
  private(set) var letters: [UInt64] = []
  /// Pairs of stems with one or two others between them.
  private(set) var skips: [UInt64] = []
  /// The share of words that are not Han characters, 0 ... 1.
  private(set) var letterShare: Float = 0

  private static let letterLengths = 2...5
  private static let skipDistances = 2...3
  private static let mark = StableHash.of("\u{1}")

  init(_ text: AnalyzedText) {
    var units: [UInt64] = []
    units.reserveCapacity(text.tokens.count + 2)
    units.append(Self.mark)
    var spelled = 0
    var han = 0
    for token in text.tokens {
      units.append(StableHash.of(Self.name(of: token)))
      if token.kind == .han {
        han += 1
      } else if token.kind == .word || token.kind == .number {
        spelled += 1
        appendLetters(of: token.text)
      }
    }
    units.append(Self.mark)
    letterShare = spelled == 0 ? 0 : Float(spelled) / Float(spelled + han)
    appendPairs(of: units)
  }

  /// What stands for a token: codes and addresses are all different, that there is one is what matters.
  private static func name(of token: Token) -> String {
    switch token.kind {
    case .code: "\u{1}code"
    case .link: "\u{1}link"
    case .email: "\u{1}email"
    default: token.stem
    }
  }

  private mutating func appendPairs(of units: [UInt64]) {
    for index in 1..<units.count {
      if index + 1 < units.count { grams.append(StableHash.combined(units[index], 1, salt: 1)) }
      grams.append(StableHash.combined(units[index - 1], units[index], salt: 2))
    }
    for first in 1..<(units.count - 1) {
      for distance in Self.skipDistances where first + distance < units.count - 1 {
        skips.append(StableHash.combined(units[first], units[first + distance], salt: 3))
      }
    }
  }

  private mutating func appendLetters(of word: String) {
    let scalars = [UInt64(32)] + word.unicodeScalars.map { UInt64($0.value) } + [32]
    for start in scalars.indices {
      var hash = StableHash.combined(scalars[start], 0, salt: 4)
      for length in Self.letterLengths where start + length <= scalars.count {
        hash = StableHash.combined(hash, scalars[start + length - 1], salt: 4)
        letters.append(hash)
      }
    }
  }
}
