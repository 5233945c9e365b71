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
      .flatMap { self.found(in: $0, for: query, limit: limit) }
    return found.sorted { ($1.confidence, $1.match.score, $0.id) < ($0.confidence, $0.match.score, $1.id) }
      .prefix(limit).map { found in
        FAQHit(
          id: found.id, language: found.language, score: found.match.score, confidence: found.confidence,
          terms: found.index.words(found.terms, in: found.match.document, of: text))
      }
  }

  /// A match that is not a hit yet: which words matched is worked out for the best only.
  private struct Found {
    let id: String
    let language: Language
    let index: LanguageIndex
    let terms: FoundTerms
    let match: LanguageIndex.Match
    let confidence: Double
  }

  private func found(in language: Language, for query: SearchQuery, limit: Int) -> [Found] {
    guard let shelf = shelves[language] else { return [] }
    let index = shelf.index
    let terms = index.terms(of: query)
    let matches = index.matches(query, terms, limit: max(limit, 2))
    return zip(matches, Self.evidence(of: matches)).prefix(limit).map { match, evidence in
      Found(
        id: shelf.ids[match.document], language: language, index: index, terms: terms, match: match,
        confidence: index.settings.confidence.value(evidence))
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
