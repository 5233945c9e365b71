/// A number as it stands in a text.
struct ReadNumber {
  var value: Quantity
  var end: Int
  /// Whether 万, 亿, k or the like made it large.
  var hasMagnitude = false
  /// Whether it is one Chinese digit or the word "one", which are mostly no numbers.
  var isBare = false
  /// Whether it is written in digits alone.
  var isDigits = false
}

/// Reads numbers: digits, Chinese numerals, English number words.
struct NumberReader {
  private static let longest = 15
  private static let suffixes = PhraseTable<Int>(lists: [
    ("thousand|grand", 3), ("million", 6), ("billion", 9), ("hundred", 2),
  ])

  let text: FoldedText

  /// The longest number that begins at `start`.
  func number(at start: Int) -> ReadNumber? {
    if text.isDigit(start) { return text.isBoundary(start) ? digitsWithMagnitude(at: start) : nil }
    if text.isLetter(start) { return EnglishNumeral(text: text).read(at: start) }
    return ChineseNumeral(text: text).read(at: start)
  }

  private func digitsWithMagnitude(at start: Int) -> ReadNumber? {
    if let chinese = ChineseNumeral(text: text).read(at: start) { return chinese }
    guard var number = digits(at: start) else { return nil }
    if let exponent = Self.letters[text[number.end]], !text.isWord(number.end + 1) {
      guard let value = number.value.scaled(by: exponent) else { return nil }
      return ReadNumber(value: value, end: number.end + 1, hasMagnitude: true)
    }
    if let (exponent, end) = Self.suffixes.match(in: text, at: text.skippingBlanks(number.end)),
      let value = number.value.scaled(by: exponent)
    {
      return ReadNumber(value: value, end: end, hasMagnitude: true)
    }
    number.isDigits = true
    return text.isLetter(number.end) ? nil : number
  }

  /// k for thousands, w as people in China write 万.
  private static let letters: [UInt32: Int] = [0x6B: 3, 0x77: 4]

  /// Digits with commas between thousands and a decimal point.
  func digits(at start: Int) -> ReadNumber? {
    var end = text.end(from: start, limit: Self.longest + 1, while: FoldedText.isDigit)
    guard end > start, end - start <= Self.longest else { return nil }
    var digits = Array(text.units[start..<end])
    while end - start <= 3 || digits.count > 3, digits.count <= Self.longest - 3, text[end] == 0x2C,
      text.end(from: end + 1, limit: 4, while: FoldedText.isDigit) == end + 4
    {
      guard end - start <= 3 || isGrouped(start..<end) else { break }
      digits += text.units[(end + 1)..<(end + 4)]
      end += 4
    }
    guard text[end] == 0x2E, text.isDigit(end + 1) else {
      return Quantity(digits: digits).map { ReadNumber(value: $0, end: end) }
    }
    let fractionEnd = text.end(from: end + 1, limit: 7, while: FoldedText.isDigit)
    guard fractionEnd - end <= 7, digits.count + fractionEnd - end <= 17 else { return nil }
    digits += text.units[(end + 1)..<fractionEnd]
    return Quantity(digits: digits, places: fractionEnd - end - 1).map { ReadNumber(value: $0, end: fractionEnd) }
  }

  private func isGrouped(_ span: Range<Int>) -> Bool { text.units[span].contains(0x2C) }
}
