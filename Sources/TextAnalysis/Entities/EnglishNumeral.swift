/// Reads English number words: "two hundred and five", "twenty-five", "one point five million".
struct EnglishNumeral {
  private enum Word: Sendable {
    case unit(Int)
    case ten(Int)
    case hundred
    case scale(Int)
    case article
  }

  private static let words = PhraseTable<Word>(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
      .split(separator: " ").enumerated().map { (String($1), .unit($0)) }
      + "twenty thirty forty fifty sixty seventy eighty ninety".split(separator: " ").enumerated()
      .map { (String($1), .ten(($0 + 2) * 10)) }
      + [
        ("hundred", .hundred), ("thousand", .scale(3)), ("grand", .scale(3)), ("k", .scale(3)), ("million", .scale(6)),
        ("billion", .scale(9)), ("a", .article),
      ])
  private static let point = PhraseTable<Void>("point")
  private static let and = PhraseTable<Void>("and")
  private static let mostWords = 16

  let text: FoldedText

  func read(at start: Int) -> ReadNumber? {
    guard text.isBoundary(start), var (word, end) = Self.words.match(in: text, at: start) else { return nil }
    var sum = WordSum()
    var index = start
    var words = 0
    while words < Self.mostWords, take(word, into: &sum) {
      words += 1
      index = end
      guard let next = next(after: index, sum) else { break }
      (word, end) = next
    }
    guard let value = sum.total, index > start, !sum.isArticle else { return nil }
    let isBare = words == 1 && sum.total == Quantity(1)
    let number = ReadNumber(value: value, end: index, hasMagnitude: sum.scale > 0, isBare: isBare)
    return withFraction(number) ?? number
  }

  /// The next number word, after a blank, a hyphen or "and".
  private func next(after index: Int, _ sum: WordSum) -> (Word, Int)? {
    guard text[index] == FoldedText.blank || text[index] == 0x2D else { return nil }
    let place = index + 1
    if sum.takesAnd, let end = Self.and.end(in: text, at: place), text[end] == FoldedText.blank {
      return Self.words.match(in: text, at: end + 1)
    }
    return Self.words.match(in: text, at: place)
  }

  private func take(_ word: Word, into sum: inout WordSum) -> Bool {
    switch word {
    case .unit(let value): sum.take(unit: value)
    case .ten(let value): sum.take(ten: value)
    case .hundred: sum.takeHundred()
    case .scale(let exponent): sum.take(scale: exponent)
    case .article: sum.takeArticle()
    }
  }

  /// "one point five", also before "million".
  private func withFraction(_ number: ReadNumber) -> ReadNumber? {
    guard !number.hasMagnitude, var end = Self.point.end(in: text, at: text.skippingBlanks(number.end)) else {
      return nil
    }
    var digits: [UInt32] = []
    while digits.count < 6, text[end] == FoldedText.blank,
      case .unit(let digit)? = Self.words.match(in: text, at: end + 1)?.meaning, digit < 10
    {
      digits.append(UInt32(digit) + 0x30)
      end = Self.words.match(in: text, at: end + 1)?.end ?? end
    }
    guard !digits.isEmpty, let fraction = Quantity(digits: digits, places: digits.count),
      let value = number.value.adding(fraction)
    else { return nil }
    guard case (.scale(let exponent), let last)? = Self.words.match(in: text, at: text.skippingBlanks(end)),
      let scaled = value.scaled(by: exponent)
    else { return ReadNumber(value: value, end: end) }
    return ReadNumber(value: scaled, end: last, hasMagnitude: true)
  }
}

/// The value of number words while they are read.
private struct WordSum {
  private var closed = Quantity(0)
  private var section: Int?
  private var lowest = Int.max
  /// The last scale word.
  private(set) var scale = 0
  /// Whether only "a" was read.
  private(set) var isArticle = false

  /// After "hundred" and "thousand".
  var takesAnd: Bool { lowest == 100 || (section == nil && scale > 0) }

  mutating func take(unit: Int) -> Bool {
    guard lowest > 10 || (lowest == 10 && (1...9).contains(unit)), !isArticle else { return false }
    return add(unit, lowest: 1)
  }

  mutating func take(ten: Int) -> Bool { lowest > 10 && !isArticle ? add(ten, lowest: 10) : false }

  private mutating func add(_ value: Int, lowest: Int) -> Bool {
    section = (section ?? 0) + value
    self.lowest = lowest
    return true
  }

  mutating func takeHundred() -> Bool {
    guard let value = section, value < 100, value > 0 else { return false }
    section = value * 100
    lowest = 100
    isArticle = false
    return true
  }

  mutating func take(scale exponent: Int) -> Bool {
    guard let value = section, scale == 0 || exponent < scale, let scaled = Quantity(value).scaled(by: exponent),
      let sum = closed.adding(scaled)
    else { return false }
    closed = sum
    section = nil
    lowest = .max
    scale = exponent
    isArticle = false
    return true
  }

  mutating func takeArticle() -> Bool {
    guard section == nil, scale == 0 else { return false }
    section = 1
    isArticle = true
    return true
  }

  var total: Quantity? {
    guard section != nil || scale > 0 else { return nil }
    return closed.adding(Quantity(section ?? 0))
  }
}
