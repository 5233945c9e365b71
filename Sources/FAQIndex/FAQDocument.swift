package import TextAnalysis

/// One article as the index sees it.
package struct FAQDocument: Sendable {
  package var id: String
  package var language: Language
  /// Ways to ask; the first is the title.
  package var questions: [String]
  package var answer: String
  package var tags: [String]

  package init(id: String, language: Language, questions: [String], answer: String, tags: [String] = []) {
    self.id = id
    self.language = language
    self.questions = questions
    self.answer = answer
    self.tags = tags
  }
}

/// An article that was found.
package struct FAQHit: Sendable, Equatable {
  package let id: String
  package let language: Language
  /// 0 ... 1: the share of what the query could have scored at most.
  package let score: Double
  /// 0 ... 1: the probability that the article answers the query.
  package let confidence: Double
  /// The matched terms, heaviest first.
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
