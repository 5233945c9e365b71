package import TextAnalysis

/// Finds the articles that answer a question. An immutable value; any thread may ask it.
package struct FAQIndex: Sendable {
  private struct Shelf: Sendable {
    let language: Language
    let ids: [String]
    let index: LanguageIndex
  }

  private let shelves: [Shelf]

  /// Articles of both languages may be given together; those of one language are weighed against each other only.
  package init(documents: [FAQDocument], analyzer: Analyzer) {
    shelves = Language.allCases.map { language in
      let own = documents.filter { $0.language == language }
      let index = LanguageIndex(documents: own, analyzer: analyzer, settings: SearchSettings(for: language))
      return Shelf(language: language, ids: own.map(\.id), index: index)
    }
  }

  /// From which confidence on to do what.
  package func thresholds(for language: Language) -> FAQThresholds { SearchSettings(for: language).thresholds }

  /// The articles that share words with the text, best first.
  ///
  /// - Parameters:
  ///   - limit: at most this many; nothing when it is not positive.
  ///   - language: only articles in this language; nil for all.
  ///   - once: whether an article that is found in both languages is given in the better one only.
  package func hits(
    for text: AnalyzedText, limit: Int = 5, language: Language? = nil, once: Bool = false
  ) -> [FAQHit] {
    guard limit > 0 else { return [] }
    let query = SearchQuery(text)
    let most = once ? 2 * min(limit, .max / 2) : limit
    var searches: [Search] = []
    searches.reserveCapacity(shelves.count)
    for shelf in shelves where language == nil || language == shelf.language {
      searches.append(Search(shelf: shelf, query: query, limit: most))
    }
    var found: [(Int, Search.Found)] = []
    found.reserveCapacity(searches.reduce(0) { $0 + $1.found.count })
    for (number, search) in searches.enumerated() { for one in search.found { found.append((number, one)) } }
    found.sort { first, second in
      let (one, other) = (first.1, second.1)
      if one.confidence != other.confidence { return one.confidence > other.confidence }
      if one.match.score != other.match.score { return one.match.score > other.match.score }
      return searches[first.0].id(of: one) < searches[second.0].id(of: other)
    }
    var hits: [FAQHit] = []
    hits.reserveCapacity(min(limit, found.count))
    for (number, found) in found.prefix(most) where hits.count < limit {
      let id = searches[number].id(of: found)
      if once, hits.contains(where: { $0.id == id }) { continue }
      hits.append(searches[number].hit(found, text))
    }
    return hits
  }

  /// What speaks for the match at `place`; they come best first.
  static func evidence(of matches: [LanguageIndex.Match], at place: Int) -> ConfidenceFunction.Evidence {
    let score = matches[place].score
    let second = matches.count > 1 ? matches[1].score : 0
    return .init(score: score, margin: place == 0 ? score - second : score - matches[0].score)
  }

  /// What is found in one language. A class because a copy of so many arrays costs more than a look into it.
  private final class Search {
    /// A match that is not a hit yet: which words matched is worked out for the best only.
    struct Found {
      let match: LanguageIndex.Match
      let confidence: Double
    }

    let shelf: Shelf
    let query: SearchQuery
    /// What the index knows of the words of the query.
    let entries: [InvertedList.Entry]
    let found: [Found]
    /// The words of the query, heaviest first.
    let heaviest: [Int]

    init(shelf: Shelf, query: SearchQuery, limit: Int) {
      self.shelf = shelf
      self.query = query
      let index = shelf.index
      entries = index.entries(of: query)
      let matches = index.matches(query, entries, limit: max(limit, 2))
      found = matches.prefix(limit).indices.map { place in
        let evidence = FAQIndex.evidence(of: matches, at: place)
        return Found(match: matches[place], confidence: index.settings.confidence.value(evidence))
      }
      heaviest = found.isEmpty ? [] : index.heaviest(query, entries)
    }

    func id(of found: Found) -> String { shelf.ids[found.match.document] }

    func hit(_ found: Found, _ text: AnalyzedText) -> FAQHit {
      var terms: [String] = []
      terms.reserveCapacity(heaviest.count)
      for word in heaviest where shelf.index.contains(entries[word], in: found.match.document) {
        terms.append(text.tokens[query.words[word].token].text)
      }
      return FAQHit(
        id: id(of: found), language: shelf.language, score: found.match.score, confidence: found.confidence,
        terms: terms)
    }
  }
}
