import TextAnalysis

/// What is looked for: the terms of a text, each once where that is what counts. The same for all languages.
///
/// A class because it is handed on many times for every message.
final class SearchQuery {
  struct Word {
    let key: UInt64
    /// The place of the token that it comes from.
    let token: Int
    /// 1, or less for a word that holds a sentence together.
    let share: Float
    /// Where its strings are among all `letters`.
    let letters: Range<Int>
  }

  /// In the order of the text, one a token that has any.
  let words: [Word]
  /// Those of the words.
  let keys: [UInt64]
  /// Where in `words` the first of each of the different ones is, by key.
  let distinctWords: [Int]
  /// The different pairs, ascending.
  let distinctPairs: [UInt64]
  let letters: [UInt64]
  /// How many terms there are, equal ones too, by `TermExtractor.Unit`.
  let lengths: [Int]

  init(_ text: AnalyzedText) {
    let terms = TermExtractor(text)
    let words = terms.words.map { word in
      Word(
        key: word.key, token: word.token, share: FunctionWords.contain(word.key) ? FunctionWords.share : 1,
        letters: word.letters)
    }
    self.words = words
    keys = words.map(\.key)
    distinctWords = Self.distinct(words)
    distinctPairs = Self.distinct(terms.pairs)
    letters = terms.letters
    lengths = TermExtractor.Unit.allCases.map(terms.count)
  }

  private static func distinct(_ words: [Word]) -> [Int] {
    var distinct: [Int] = []
    distinct.reserveCapacity(words.count)
    for position in words.indices.sorted(by: { (words[$0].key, $0) < (words[$1].key, $1) }) {
      if let last = distinct.last, words[last].key == words[position].key { continue }
      distinct.append(position)
    }
    return distinct
  }

  private static func distinct(_ keys: [UInt64]) -> [UInt64] {
    var distinct: [UInt64] = []
    distinct.reserveCapacity(keys.count)
    for key in keys.sorted() where distinct.last != key { distinct.append(key) }
    return distinct
  }
}
