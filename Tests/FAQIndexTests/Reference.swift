import Foundation
import TextAnalysis

@testable import FAQIndex

/// Scores every article of an index without its postings: what a search must find.
struct Reference {
  let index: FAQIndex
  /// Each version of each article by its only tag, which no other version has.
  let versions: [String: FAQDocument]

  private struct Scored {
    let document: IndexedDocument
    let isThere: Bool
    var points: Int32 = 0
  }

  /// The ids and scores of the best articles, best first.
  func hits(for text: AnalyzedText, limit: Int, filter: FAQFilter? = nil) -> [(id: String, score: Double)] {
    let query = SearchQuery(text, phrases: index.phrases)
    guard !query.words.isEmpty else { return [] }
    var all = documents()
    let frequencies = query.keys.map { key in
      Int32(all.count { $0.document.counts.contains { $0.key == key } })
    }
    let weights = QueryWeights(query, frequencies: frequencies, documents: all.count)
    for place in all.indices { all[place].points = points(of: all[place].document, query, weights) }
    let wanted = all.filter { $0.points > 0 && $0.isThere && $0.document.labels.pass(filter ?? FAQFilter()) }
    let best = stable(wanted) { Double($0.points) }.prefix(max(limit, 16))
    return stable(best.map { ($0.document.id, score($0, query, weights)) }) { $0.1 }.prefix(limit).map { ($0.0, $0.1) }
  }

  private func documents() -> [Scored] {
    index.parts.flatMap { part in
      part.segment.documents.enumerated().compactMap { place, document in
        versions[document.labels.tags.first ?? ""].map {
          Scored(
            document: IndexedDocument($0, analyzer: index.analyzer, phrases: index.phrases),
            isThere: part.has(place))
        }
      }
    }
  }

  private func points(of document: IndexedDocument, _ query: SearchQuery, _ weights: QueryWeights) -> Int32 {
    zip(query.keys, weights.steps).reduce(0) { sum, term in
      guard let count = document.counts.first(where: { $0.key == term.0 }) else { return sum }
      return sum + Int32(document.impact(of: count, index.lengths[document.language])) * term.1
    }
  }

  private func score(_ scored: Scored, _ query: SearchQuery, _ weights: QueryWeights) -> Double {
    let points = Float(scored.points) / QueryWeights.allSteps * SearchSettings.highestImpact / 255
    let settings = SearchSettings.of(scored.document.language)
    var strength = points
    if settings.likeness > 0 {
      let whole = weights.whole / max(weights.words, 1e-6)
      let like = scored.document.questions.map { likeness($0, query, settings) }.max() ?? -settings.lengthDifference
      strength = max(0, (points * whole + like) / (whole + settings.likeness))
    }
    let told = weights.words / (weights.words + 32)
    return Double(1 - Float(exp(Double(-strength * told.squareRoot()))))
  }

  private func likeness(
    _ question: IndexedDocument.Question, _ query: SearchQuery, _ settings: SearchSettings
  ) -> Float {
    let common = zip(query.words, query.keys).reduce(Float(0)) {
      question.words.contains($1.1) ? $0 + $1.0.share : $0
    }
    let asked = query.words.reduce(0) { $0 + $1.share }
    let difference = min(6, abs(Float(query.length - question.length))) / 6
    return max(
      -settings.lengthDifference,
      settings.likeness * 2 * common / max(1e-6, asked + question.share) - settings.lengthDifference * difference)
  }

  private func stable<Element>(_ elements: [Element], by value: (Element) -> Double) -> [Element] {
    elements.enumerated().sorted { (-value($0.element), $0.offset) < (-value($1.element), $1.offset) }.map(\.element)
  }
}
