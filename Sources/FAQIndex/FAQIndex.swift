package import TextAnalysis

/// Finds the articles that answer a question. An immutable value: any thread may ask it, and one that is kept stays as
/// it was when others are made from it.
package struct FAQIndex: Sendable {
  /// Raised when the same articles are indexed or found otherwise.
  package static let version: UInt32 = 1

  let analyzer: Analyzer
  let phrases: Phrases
  let lengths: UsualLengths
  /// Later articles come in later parts.
  var parts: [IndexPart]

  /// Articles of both languages may be given together; of two with the same id and language the later counts.
  package init(documents: [FAQDocument], phrases: Phrases? = nil, analyzer: Analyzer) {
    let phrases = phrases ?? Phrases(analyzer: analyzer)
    let indexed = Self.indexed(documents, phrases: phrases, analyzer: analyzer)
    lengths = UsualLengths(indexed)
    parts = indexed.isEmpty ? [] : [IndexPart(segment: Segment(indexed, lengths: lengths))]
    self.analyzer = analyzer
    self.phrases = phrases
  }

  /// Of two with the same id and language the later.
  static func indexed(_ documents: [FAQDocument], phrases: Phrases, analyzer: Analyzer) -> [IndexedDocument] {
    var latest: [FAQDocumentKey: Int] = [:]
    for (place, document) in documents.enumerated() { latest[document.key] = place }
    return documents.enumerated().filter { latest[$1.key] == $0 }.map {
      IndexedDocument($0.element, analyzer: analyzer, phrases: phrases)
    }
  }

  /// How many articles there are.
  package var count: Int { parts.reduce(0) { $0 + $1.count } }

  /// From which confidence on to do what.
  package func thresholds(for language: Language) -> FAQThresholds { SearchSettings.of(language).thresholds }

  /// The articles that share words with the text, best first.
  ///
  /// - Parameters:
  ///   - limit: at most this many; nothing when it is not positive.
  ///   - language: only articles in this language; nil for all.
  ///   - once: whether an article that is found in both languages is given in the better one only.
  package func hits(
    for text: AnalyzedText, limit: Int = 5, language: Language? = nil, once: Bool = false
  ) -> [FAQHit] {
    hits(for: text, limit: limit, filter: language.map { FAQFilter(language: $0) }, once: once)
  }

  package func hits(for text: AnalyzedText, limit: Int = 5, filter: FAQFilter?, once: Bool = false) -> [FAQHit] {
    guard limit > 0, !parts.isEmpty else { return [] }
    let query = SearchQuery(text, phrases: phrases)
    guard !query.words.isEmpty else { return [] }
    let most = once ? 2 * min(limit, .max / 2) : limit
    let search = Search(query, in: parts)
    return search.hits(search.matches(limit: most, filter: filter), limit: limit, once: once, text)
  }
}
