import TextAnalysis

/// What is looked for: the terms of a text, each once where that is what counts. The same for all languages.
struct SearchQuery {
  struct Word {
    let key: UInt64
    /// The place of the token that it comes from.
    let token: Int
    /// 1, or less for a word that holds a sentence together.
    let share: Float
  }

  let text: AnalyzedText
  let terms: TermExtractor
  /// The words in the order of the text, one a token that has any.
  let words: [Word]

  init(_ text: AnalyzedText) {
    self.text = text
    terms = TermExtractor(text)
    words = terms[.words].map { term in
      Word(key: term.key, token: term.token, share: FunctionWords.contain(term.key) ? FunctionWords.share : 1)
    }
  }
}

/// The terms of a query by their places in the index of one language.
struct FoundTerms {
  struct Word {
    let place: Int?
    let token: Int
    let share: Float
  }

  struct Letters {
    let place: Int?
    let token: Int
  }

  /// The words in the order of the text, one a token that has any.
  let words: [Word]
  /// Of equal words the first, in the order of the text.
  let firstWords: [Word]
  /// The different words and the different pairs, by key.
  let distinctWords: [Word]
  let distinctPairs: [Int?]
  let letters: [Letters]
  let tokenCount: Int

  init(_ query: SearchQuery, in indexes: [HashIndex]) {
    func place(_ key: UInt64, _ unit: TermExtractor.Unit) -> Int? { indexes[unit.rawValue].place(of: key) }
    let words = query.words.map { Word(place: place($0.key, .words), token: $0.token, share: $0.share) }
    self.words = words
    let order = Self.distinct(query.words.map(\.key))
    distinctWords = order.map { words[$0] }
    firstWords = order.sorted().map { words[$0] }
    let pairs = query.terms[.pairs].map(\.key)
    distinctPairs = Self.distinct(pairs).map { place(pairs[$0], .pairs) }
    letters = query.terms[.letters].map { Letters(place: place($0.key, .letters), token: $0.token) }
    tokenCount = query.text.tokens.count
  }

  /// The positions of the first of each of the different keys, by key.
  private static func distinct(_ keys: [UInt64]) -> [Int] {
    var distinct: [Int] = []
    for position in keys.indices.sorted(by: { (keys[$0], $0) < (keys[$1], $1) }) {
      if let last = distinct.last, keys[last] == keys[position] { continue }
      distinct.append(position)
    }
    return distinct
  }
}
