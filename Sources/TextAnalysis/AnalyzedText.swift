/// A message together with what `Analyzer` found in it.
package struct AnalyzedText: Sendable {
  package let original: String
  package let tokens: [Token]
  /// The language that most of the message is written in; English with confidence 0 when it has no letters.
  package let language: Language
  /// 0 (no letters at all) ... 1 (one language only).
  package let languageConfidence: Double

  /// The normalised token texts without signs, joined by one space.
  ///
  /// Equal for texts that ask the same in the same words. Empty when the text is empty or has signs only.
  package let key: String

  package init(original: String, tokens: [Token]) {
    self.original = original
    self.tokens = tokens
    (language, languageConfidence) = Self.language(of: tokens)
    key = Self.key(of: tokens)
  }

  private static func key(of tokens: [Token]) -> String {
    let size = tokens.reduce(0) { $0 + ($1.kind == .symbol ? 0 : $1.text.utf8.count + 1) }
    return String(unsafeUninitializedCapacity: size) { bytes in
      var end = 0
      for token in tokens where token.kind != .symbol {
        if end > 0 {
          bytes[end] = 0x20
          end += 1
        }
        for byte in token.text.utf8 {
          bytes[end] = byte
          end += 1
        }
      }
      return end
    }
  }

  /// Weighs Han characters against Latin words: a Chinese word has about two characters, but people who write Chinese
  /// also drop in English product words, so a character counts as much as a word. Words in other scripts make it unsure.
  private static func language(of tokens: [Token]) -> (Language, Double) {
    var counts = ScriptCounts()
    for token in tokens { counts.add(token) }
    return counts.language
  }
}
