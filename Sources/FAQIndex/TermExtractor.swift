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

  struct Term {
    let key: UInt64
    /// The place of the token that it comes from.
    let token: Int
  }

  private(set) var terms: [[Term]] = Unit.allCases.map { _ in [] }

  private static let letterLengths = 3...4

  init(_ text: AnalyzedText) {
    var before: Token?
    for (place, token) in text.tokens.enumerated() {
      defer { before = token }
      guard token.kind != .symbol, token.kind != .emoji else { continue }
      let key = StableHash.of(token.stem)
      append(key, .words, place)
      if token.kind == .han, let before, before.kind == .han {
        append(StableHash.combined(StableHash.of(before.stem), key, salt: 1), .pairs, place)
      } else if token.kind == .word {
        appendLetters(of: token.text, place)
      }
    }
  }

  subscript(unit: Unit) -> [Term] { terms[unit.rawValue] }

  private mutating func append(_ key: UInt64, _ unit: Unit, _ place: Int) {
    terms[unit.rawValue].append(Term(key: key, token: place))
  }

  private mutating func appendLetters(of word: String, _ place: Int) {
    let scalars = [UInt64(32)] + word.unicodeScalars.map { UInt64($0.value) } + [32]
    for start in scalars.indices {
      for length in Self.letterLengths where start + length <= scalars.count {
        let key = scalars[start..<(start + length)].reduce(0) { StableHash.combined($0, $1, salt: 2) }
        append(key, .letters, place)
      }
    }
  }
}
