/// Tokens of one language that follow each other. Signs, numbers and codes belong to the run before them.
package struct LanguageRun: Sendable, Equatable {
  package let language: Language
  /// 0 (no letters, or those of another script) ... 1.
  package let confidence: Double
  /// Places in `AnalyzedText.tokens`.
  package let tokens: Range<Int>
}

extension AnalyzedText {
  /// The tokens cut where the language changes, in order.
  package var languageRuns: [LanguageRun] {
    var runs: [LanguageRun] = []
    var start = 0
    var counts = ScriptCounts()
    for (place, token) in tokens.enumerated() {
      var own = ScriptCounts()
      own.add(token)
      if own.hasLetters, counts.hasLetters, own.language.0 != counts.language.0 {
        runs.append(LanguageRun(counts.language, start..<place))
        start = place
        counts = own
      } else {
        counts.add(token)
      }
    }
    if start < tokens.count { runs.append(LanguageRun(counts.language, start..<tokens.count)) }
    return runs
  }
}

extension LanguageRun {
  fileprivate init(_ language: (Language, Double), _ tokens: Range<Int>) {
    self.init(language: language.0, confidence: language.1, tokens: tokens)
  }
}

/// How many tokens are written in which script.
struct ScriptCounts {
  private var han = 0
  private var latin = 0
  private var others = 0

  var hasLetters: Bool { han + latin + others > 0 }

  mutating func add(_ token: Token) {
    switch token.kind {
    case .han: han += 1
    case .word: if token.isLatin { latin += 1 } else { others += 1 }
    default: break
    }
  }

  /// The language of most tokens, and how much it outweighs everything else, 0 ... 1.
  var language: (Language, Double) {
    guard han + latin > 0 else { return (.english, 0) }
    let most = max(han, latin)
    let confidence = Double(2 * most - han - latin - others) / Double(han + latin + others)
    return (han >= latin ? .chinese : .english, max(0, confidence))
  }
}

extension Token {
  /// Whether a word begins with a letter of the Latin blocks: below U+0250.
  fileprivate var isLatin: Bool { (text.utf8.first ?? 0xFF) < 0xCA }
}
