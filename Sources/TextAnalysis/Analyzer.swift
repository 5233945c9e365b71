/// Turns messages into tokens. Any thread may use one; making one costs tens of milliseconds.
package final class Analyzer: Sendable {
  private let stemmer: Stemmer
  private let simplifiedChinese: SimplifiedChinese

  package init() throws(AnalyzerError) {
    stemmer = try Stemmer()
    simplifiedChinese = try SimplifiedChinese()
  }

  /// The tokens and the language of a message, in time linear in its length. Every string has an analysis.
  package func analyzed(_ text: String) -> AnalyzedText {
    var units = NormalizedText(text).units
    simplify(&units)
    let pieces = Segmenter(original: text, units: units).pieces()
    let tokens =
      if pieces.contains(where: \.isLatinWord) {
        stemmer.stemming { stem in pieces.map { Self.token($0, stem: $0.isLatinWord ? stem($0.text) : $0.text) } }
      } else {
        pieces.map { Self.token($0, stem: $0.text) }
      }
    return AnalyzedText(original: text, tokens: tokens)
  }

  private static func token(_ piece: Segmenter.Piece, stem: String) -> Token {
    Token(text: piece.text, stem: stem, kind: piece.kind, range: piece.range)
  }

  /// Replaces Traditional characters, run of Han characters by run, so that phrases are seen whole.
  private func simplify(_ units: inout [NormalizedText.Unit]) {
    var index = 0
    while index < units.count {
      guard units[index].isHan else {
        index += 1
        continue
      }
      let start = index
      var changes = false
      while index < units.count, units[index].isHan {
        changes = changes || simplifiedChinese.changes(units[index].scalar)
        index += 1
      }
      guard changes else { continue }
      let simplified = simplifiedChinese.simplified(units[start..<index].map(\.scalar))
      for (position, scalar) in zip(start..<index, simplified) { units[position].scalar = scalar }
    }
  }
}
