package import TextAnalysis

/// An article that was found.
package struct FAQHit: Sendable, Equatable {
  package let id: String
  package let language: Language
  /// 0 ... 1: how much of the query is found there, more for a query that tells more.
  package let score: Double
  /// 0 ... 1: the probability that the article answers the query.
  package let confidence: Double
  /// The matched words, heaviest first.
  package let terms: [String]

  package init(id: String, language: Language, score: Double, confidence: Double, terms: [String]) {
    self.id = id
    self.language = language
    self.score = score
    self.confidence = confidence
    self.terms = terms
  }
}

/// From which confidence on to do what; each 0 ... 1.
package struct FAQThresholds: Sendable, Codable, Equatable {
  /// Answer at or above.
  package let answer: Double
  /// When best minus second is below this, ask which is meant.
  package let margin: Double
  /// Offer as "did you mean" at or above.
  package let candidate: Double

  package init(answer: Double, margin: Double, candidate: Double) {
    self.answer = answer
    self.margin = margin
    self.candidate = candidate
  }
}
