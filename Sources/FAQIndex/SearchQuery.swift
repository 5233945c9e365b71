import Foundation
import TextAnalysis

/// What is looked for: the terms of a text, each once where that is what counts.
///
/// A class because it is handed on many times for every message.
final class SearchQuery {
  struct Word {
    /// As it is written, when it is a Latin word.
    let text: String?
    /// The place of the token that it comes from.
    let token: Int
    /// 1, or less for a word that holds a sentence together.
    let share: Float
    /// How often it is there, `mostCounted` at most.
    let count: Float
    /// Where its strings are among all `keys`.
    let letters: Range<Int>
  }

  let language: Language
  /// The different words, in the order of the text.
  let words: [Word]
  /// How much each of them counts.
  let shares: [Float]
  /// The different words as in `words`, then the different pairs of Han characters and of words, then the strings of
  /// letters.
  let keys: [UInt64]
  /// Where pairs of words and strings of letters begin among the keys.
  let wordPairStart: Int
  let letterStart: Int
  /// How many words there are, equal ones too.
  let length: Int

  init(_ text: AnalyzedText, phrases: Phrases) {
    let terms = TermExtractor(text, phrases: phrases, isQuestion: true)
    language = text.language
    length = terms.words.count
    let distinct = Self.distinct(terms.words)
    shares = distinct.map(\.share)
    let hanPairs = Self.distinct(terms.hanPairs)
    let wordPairs = Self.distinct(terms.wordPairs)
    wordPairStart = distinct.count + hanPairs.count
    letterStart = wordPairStart + wordPairs.count
    var keys: [UInt64] = []
    keys.reserveCapacity(letterStart + terms.letters.count)
    for word in distinct { keys.append(word.key) }
    keys.append(contentsOf: hanPairs)
    keys.append(contentsOf: wordPairs)
    let isEachOnce = distinct.count == terms.words.count
    let counts = isEachOnce ? [:] : terms.words.reduce(into: [UInt64: Int]()) { $0[$1.key, default: 0] += 1 }
    words = distinct.map { word in
      let start = keys.count
      keys.append(contentsOf: terms.letters[word.letters])
      let count = counts[word.key] ?? 1
      return Word(
        text: word.text, token: word.token, share: word.share, count: Float(min(count, Self.mostCounted)),
        letters: start..<keys.count)
    }
    self.keys = keys
  }

  /// A word that is said again and again says no more than this often.
  private static let mostCounted = 2

  private static func distinct(_ words: [TermExtractor.Word]) -> [TermExtractor.Word] {
    let first = first(of: words.map(\.key))
    return first.count == words.count ? words : first.map { words[$0] }
  }

  private static func distinct(_ keys: [UInt64]) -> [UInt64] {
    let first = first(of: keys)
    return first.count == keys.count ? keys : first.map { keys[$0] }
  }

  /// Few keys are compared with each other, many are sorted.
  private static let few = 32

  /// Where each of the different keys is first, ascending.
  private static func first(of keys: [UInt64]) -> [Int] {
    guard keys.count > few else {
      return keys.indices.filter { place in !keys[..<place].contains(keys[place]) }
    }
    let sorted = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    let first = sorted.indices.filter { $0 == 0 || keys[sorted[$0 - 1]] != keys[sorted[$0]] }
    return first.map { sorted[$0] }.sorted()
  }
}

/// How much each term of a query tells.
struct QueryWeights {
  /// By the place of the key.
  private(set) var values: [Float]
  /// What the words count together, and what all terms do.
  private(set) var words: Float = 0
  private(set) var whole: Float = 0

  /// - Parameters:
  ///   - frequencies: how many documents have each term, by the place of its key.
  ///   - count: how many documents there are.
  init(_ query: SearchQuery, frequencies: [Int32], documents count: Int) {
    let most = log(Float(count) + 1)
    values = frequencies.map { most - Self.logarithm(of: $0) }
    for (place, word) in query.words.enumerated() {
      values[place] *= word.share
      words += values[place]
      share(values[place] * word.count, of: word)
    }
    for place in query.words.count..<query.letterStart {
      values[place] *= SearchSettings.units[(place < query.wordPairStart ? TermUnit.hanPairs : .wordPairs).rawValue]
    }
    whole = values.reduce(0, +)
  }

  /// The letters of a word share its weight: if each weighed what it tells, a long word that every article has would
  /// count many times.
  private mutating func share(_ weight: Float, of word: SearchQuery.Word) {
    let sum = values[word.letters].reduce(0, +)
    let scale = SearchSettings.units[TermUnit.letters.rawValue] * weight / max(sum, 1e-6)
    for place in word.letters { values[place] *= scale }
  }

  /// ln(frequency + ½): a term tells ln((N + 1) / (df + ½)), which is ln(1 + (N − df + ½) / (df + ½)) (Robertson and
  /// Zaragoza 2009).
  private static func logarithm(of frequency: Int32) -> Float {
    frequency < logarithms.count ? logarithms[Int(frequency)] : log(Float(frequency) + 0.5)
  }

  private static let logarithms = (0..<4096).map { log(Float($0) + 0.5) }

  /// The weights as shares of 2^23 − 1 in all, so that a sum of impacts has room in 31 bits.
  var steps: [Int32] {
    let scale = Self.allSteps / max(whole, 1e-6)
    return values.map { Int32(max(0, $0 * scale)) }
  }

  static let allSteps: Float = 8_388_607
}
