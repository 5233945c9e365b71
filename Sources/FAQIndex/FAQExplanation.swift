package import TextAnalysis

/// Why an article was found: what each term gave, together the score.
package struct FAQExplanation: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case word, pair, letters
  }

  package struct Term: Sendable, Equatable {
    package let kind: Kind
    /// The word of the query; for pairs and letters nil.
    package let text: String?
    /// How much of the score it gave.
    package let score: Double
    /// UTF-8 byte offsets of the word in the query.
    package let range: Range<Int>?
    /// Whether a question or tag has it, and whether the answer has it; for pairs and letters nil.
    package let isInQuestions: Bool?
    package let isInAnswer: Bool?
  }

  /// A text of the article, with the UTF-8 byte offsets of the words that the query has too.
  package struct Marked: Sendable, Equatable {
    package let text: String
    package let ranges: [Range<Int>]
  }

  /// Of the article.
  package let score: Double
  /// What gave most comes first.
  package let terms: [Term]
  /// How much of the score comes from a question that is like the query as a whole; below 0 when all are of other lengths.
  package let likeness: Double
  package let questions: [Marked]
  package let answer: Marked
}

extension FAQIndex {
  /// Why the article was found for the text; nil when it was not, or when it is not there.
  ///
  /// - Parameter document: the article as it was indexed.
  package func explanation(of document: FAQDocument, for text: AnalyzedText) -> FAQExplanation? {
    let query = SearchQuery(text, phrases: phrases)
    guard !query.words.isEmpty else { return nil }
    for (number, part) in parts.enumerated() {
      guard let place = part.segment.place(of: document.key), part.has(place) else { continue }
      return Explainer(index: self, search: Search(query, in: parts), text: text, document: document)
        .explanation(part: number, place: place)
    }
    return nil
  }
}

/// Takes a score apart.
private struct Explainer {
  let index: FAQIndex
  let search: Search
  let text: AnalyzedText
  let document: FAQDocument

  func explanation(part: Int, place: Int) -> FAQExplanation? {
    let shares = search.shares(part: part, document: place)
    let total = shares.terms.reduce(shares.likeness, +)
    guard total > 0 else { return nil }
    let score = search.score(.init(part: part, document: place, strength: total))
    let scale = score / Double(total)
    let asked = document.questions.map(marked) + [marked(document.tags.joined(separator: "; "))]
    let answer = marked(document.answer)
    let terms = shares.terms.indices.filter { shares.terms[$0] > 0 }.map { key in
      term(key, Double(shares.terms[key]) * scale, asked: asked, answer: answer)
    }
    return FAQExplanation(
      score: score, terms: terms.sorted { $0.score > $1.score }, likeness: Double(shares.likeness) * scale,
      questions: asked.dropLast().map(\.marked), answer: answer.marked)
  }

  private func term(_ key: Int, _ score: Double, asked: [Text], answer: Text) -> FAQExplanation.Term {
    let query = search.query
    guard key < query.words.count else {
      return .init(
        kind: key < query.letterStart ? .pair : .letters, text: nil, score: score, range: nil, isInQuestions: nil,
        isInAnswer: nil)
    }
    let token = text.tokens[query.words[key].token]
    return .init(
      kind: .word, text: token.text, score: score, range: token.range,
      isInQuestions: asked.contains { $0.keys.contains(query.keys[key]) },
      isInAnswer: answer.keys.contains(query.keys[key]))
  }

  private struct Text {
    let keys: Set<UInt64>
    let marked: FAQExplanation.Marked
  }

  private func marked(_ text: String) -> Text {
    let analyzed = index.analyzer.analyzed(text)
    let words = TermExtractor(analyzed, phrases: index.phrases, isQuestion: false).words
    let wanted = Set(search.query.keys[..<search.query.words.count])
    let ranges = words.filter { wanted.contains($0.key) }.map { analyzed.tokens[$0.token].range }
    return Text(keys: Set(words.map(\.key)), marked: .init(text: text, ranges: ranges))
  }
}

extension Search {
  /// What each term of the query gives the strength of an article, by the place of its key, and what likeness gives.
  func shares(part: Int, document: Int) -> (terms: [Float], likeness: Float) {
    let segment = parts[part].segment
    let settings = SearchSettings.of(segment.documents[document].key.language)
    let whole = settings.likeness > 0 ? weights.whole / max(weights.words, 1e-6) : 1
    let divisor = settings.likeness > 0 ? whole + settings.likeness : 1
    let scale = SearchSettings.highestImpact / 255 / QueryWeights.allSteps * whole / divisor
    let terms = weights.steps.enumerated().map { key, step in
      term(key, in: part).map { Float(step) * Float(segment.impact(of: $0, in: document)) * scale } ?? 0
    }
    return (terms, settings.likeness > 0 ? likeness(of: document, in: part, settings) / divisor : 0)
  }
}
