import TextAnalysis

extension Search {
  /// Matches as hits, with what makes sure of them.
  ///
  /// - Parameter matches: best first.
  func hits(_ matches: [Match], limit: Int, once: Bool, _ text: AnalyzedText) -> [FAQHit] {
    guard !matches.isEmpty else { return [] }
    let confidence = SearchSettings.of(query.language).confidence
    let heaviest = heaviest()
    let scores = matches.map(score)
    var hits: [FAQHit] = []
    hits.reserveCapacity(min(limit, matches.count))
    for (rank, match) in matches.enumerated() {
      let key = parts[match.part].segment.documents[match.document].key
      if once, hits.contains(where: { $0.id == key.id }) { continue }
      hits.append(
        FAQHit(
          id: key.id, language: key.language, score: scores[rank],
          confidence: confidence.value(Self.evidence(scores, at: rank)), terms: terms(heaviest, of: match, text)))
      if hits.count == limit { break }
    }
    return hits
  }

  /// What speaks for the match at `rank`; scores come best first.
  static func evidence(_ scores: [Double], at rank: Int) -> ConfidenceFunction.Evidence {
    let other = rank == 0 ? (scores.count > 1 ? scores[1] : 0) : scores[0]
    return .init(score: scores[rank], margin: scores[rank] - other)
  }

  /// The words of the query, heaviest first.
  private func heaviest() -> [Int] {
    query.words.indices.sorted { (weights.values[$1], $0) < (weights.values[$0], $1) }
  }

  /// Those of the words that the article has, as they were written.
  private func terms(_ heaviest: [Int], of match: Match, _ text: AnalyzedText) -> [String] {
    var terms: [String] = []
    terms.reserveCapacity(heaviest.count)
    let segment = parts[match.part].segment
    for word in heaviest {
      guard let term = term(word, in: match.part), segment.impact(of: term, in: match.document) > 0 else { continue }
      terms.append(text.tokens[query.words[word].token].text)
    }
    return terms
  }
}
