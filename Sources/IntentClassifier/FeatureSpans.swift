import TextAnalysis

/// Where in the original text each n-gram of a `FeatureExtractor` stands, in the same order.
struct FeatureSpans {
  /// UTF-8 byte offsets.
  private(set) var grams: [Range<Int>] = []
  private(set) var letters: [Range<Int>] = []
  private(set) var skips: [Range<Int>] = []

  init(_ text: AnalyzedText) {
    let end = text.original.utf8.count
    let units = [0..<0] + text.tokens.map(\.range) + [end..<end]
    for index in 1..<units.count {
      if index + 1 < units.count { grams.append(units[index]) }
      let first = index == 1 ? units[index] : units[index - 1]
      let last = index + 1 == units.count && index > 1 ? units[index - 1] : units[index]
      grams.append(first.lowerBound..<max(first.lowerBound, last.upperBound))
    }
    for first in 1..<(units.count - 1) {
      for distance in FeatureExtractor.skipDistances where first + distance < units.count - 1 {
        skips.append(units[first].lowerBound..<units[first + distance].upperBound)
      }
    }
    for token in text.tokens where FeatureExtractor.isSpelled(token) { appendLetters(of: token) }
  }

  /// Letter by letter where the original has one byte for each, else the whole word.
  private mutating func appendLetters(of token: Token) {
    let count = token.text.unicodeScalars.count + 2
    let isPlain = token.text.utf8.count == token.range.count && token.text.utf8.count + 2 == count
    for start in 0..<count {
      for end in (start + 1)..<max(start + 1, min(start + FeatureExtractor.letterLengths.upperBound, count)) {
        guard isPlain else {
          letters.append(token.range)
          continue
        }
        let first = token.range.lowerBound + max(0, start - 1)
        letters.append(min(first, token.range.upperBound)..<min(token.range.lowerBound + end, token.range.upperBound))
      }
    }
  }
}
