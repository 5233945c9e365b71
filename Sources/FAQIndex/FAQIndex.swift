package import TextAnalysis

/// Finds the articles that answer a question. An immutable value; any thread may ask it.
package struct FAQIndex: Sendable {
  package var thresholds: [Language: FAQThresholds] {
    [
      .chinese: FAQThresholds(answer: 0.7, margin: 0.1, candidate: 0.25),
      .english: FAQThresholds(answer: 0.7, margin: 0.1, candidate: 0.25),
    ]
  }

  package init(documents: [FAQDocument], analyzer: Analyzer) {}

  package func hits(for text: AnalyzedText, limit: Int = 5, language: Language? = nil) -> [FAQHit] { [] }
}
