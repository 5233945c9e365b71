import TextAnalysis

/// What is looked for: the terms of a text, each once where that is what counts.
struct SearchQuery {
  struct Word {
    let key: UInt64
    /// 1, or less for a word that holds a sentence together.
    let share: Float
  }

  let text: AnalyzedText
  let terms: TermExtractor
  /// The words in the order of the text, one a token that has any.
  let words: [Word]
  /// The different words and the different pairs, by key.
  let distinctWords: [Word]
  let distinctPairs: [UInt64]

  init(_ text: AnalyzedText) {
    self.text = text
    terms = TermExtractor(text)
    words = terms[.words].map { term in
      Word(key: term.key, share: FunctionWords.contain(term.key) ? FunctionWords.share : 1)
    }
    distinctWords = Self.distinct(words, by: \.key)
    distinctPairs = Self.distinct(terms[.pairs].map(\.key), by: \.self)
  }

  private static func distinct<Value>(_ values: [Value], by key: (Value) -> UInt64) -> [Value] {
    var distinct: [Value] = []
    for value in values.sorted(by: { key($0) < key($1) }) {
      if let last = distinct.last, key(last) == key(value) { continue }
      distinct.append(value)
    }
    return distinct
  }
}
