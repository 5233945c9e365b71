package import TextAnalysis

/// Finds the articles that answer a question. An immutable value; any thread may ask it.
package struct FAQIndex: Sendable {
  private struct Shelf: Sendable {
    let ids: [String]
    let index: LanguageIndex
  }

  private let shelves: [Language: Shelf]

  /// From which confidence on to do what.
  package var thresholds: [Language: FAQThresholds] {
    shelves.mapValues(\.index.settings.thresholds)
  }

  /// Articles of both languages may be given together; those of one language are weighed against each other only.
  package init(documents: [FAQDocument], analyzer: Analyzer) {
    var shelves: [Language: Shelf] = [:]
    for language in Language.allCases {
      let own = documents.filter { $0.language == language }
      let index = LanguageIndex(documents: own, analyzer: analyzer, settings: SearchSettings(for: language))
      shelves[language] = Shelf(ids: own.map(\.id), index: index)
    }
    self.shelves = shelves
  }

  /// The articles that share words with the text, best first.
  ///
  /// - Parameters:
  ///   - limit: at most this many; nothing when it is not positive.
  ///   - language: only articles in this language; nil for all.
  package func hits(for text: AnalyzedText, limit: Int = 5, language: Language? = nil) -> [FAQHit] {
    guard limit > 0 else { return [] }
    let query = SearchQuery(text)
    let found = Language.allCases.filter { language == nil || language == $0 }
      .flatMap { hits(in: $0, for: query, limit: limit) }
    return Array(found.sorted { ($1.confidence, $1.score, $0.id) < ($0.confidence, $0.score, $1.id) }.prefix(limit))
  }

  private func hits(in language: Language, for query: SearchQuery, limit: Int) -> [FAQHit] {
    guard let shelf = shelves[language] else { return [] }
    let matches = shelf.index.matches(query, limit: max(limit, 2))
    return zip(matches, Self.evidence(of: matches)).prefix(limit).map { match, evidence in
      FAQHit(
        id: shelf.ids[match.document], language: language, score: match.score,
        confidence: shelf.index.settings.confidence.value(evidence), terms: match.terms)
    }
  }

  /// What speaks for each match, which come best first.
  static func evidence(of matches: [LanguageIndex.Match]) -> [ConfidenceFunction.Evidence] {
    guard let best = matches.first?.score else { return [] }
    let second = matches.dropFirst().first?.score ?? 0
    return matches.enumerated().map { place, match in
      let margin = place == 0 ? best - second : match.score - best
      return .init(score: match.score, margin: margin)
    }
  }
}
