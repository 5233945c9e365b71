package import FAQIndex
package import TextAnalysis

/// How the search of articles reads words: what the people of a company write into `synonyms.yml`.
package struct SearchWording: Sendable, Equatable {
  /// Whoever asks for `from` finds what is said of `to` too, but not the other way round.
  package struct OneWay: Sendable, Equatable {
    package var from: String
    package var to: String
  }

  /// Words and phrases that mean the same, two or more in each group.
  package var synonyms: [[String]] = []
  package var oneWay: [OneWay] = []
  /// Phrases that ask nothing.
  package var stops: [String] = []

  package init() {}

  package func phrases(analyzer: Analyzer) -> Phrases {
    Phrases(
      groups: synonyms, narrower: oneWay.map { (phrase: $0.from, also: $0.to) }, stops: stops, analyzer: analyzer)
  }
}
