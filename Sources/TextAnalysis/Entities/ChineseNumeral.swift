/// Reads Chinese numerals, plain and financial (壹仟贰佰), also mixed with digits (3万5千).
struct ChineseNumeral {
  /// The value of a Chinese digit.
  static func digit(_ unit: UInt32) -> Int? {
    guard let scalar = Unicode.Scalar(unit) else { return nil }
    return switch scalar {
    case "零", "〇": 0
    case "一", "壹", "幺": 1
    case "二", "贰", "两": 2
    case "三", "叁": 3
    case "四", "肆": 4
    case "五", "伍": 5
    case "六", "陆": 6
    case "七", "柒": 7
    case "八", "捌": 8
    case "九", "玖": 9
    default: nil
    }
  }

  /// The power of ten that a character stands for.
  static func power(_ unit: UInt32) -> Int? {
    guard let scalar = Unicode.Scalar(unit) else { return nil }
    return switch scalar {
    case "十", "拾": 1
    case "百", "佰": 2
    case "千", "仟": 3
    case "万": 4
    case "亿": 8
    default: nil
    }
  }

  private static let point = UInt32(0x70B9)
  private static let ten = UInt32(0x5341)
  private static let longest = 40

  let text: FoldedText

  /// Whether a Chinese digit or power stands there.
  static func isNumeral(_ unit: UInt32) -> Bool { digit(unit) != nil || power(unit) != nil }

  /// A number with at least one Chinese character.
  func read(at start: Int) -> ReadNumber? {
    guard text.isDigit(start) || Self.digit(text[start]) != nil || Self.power(text[start]) == 1
    else { return nil }
    var sum = NumeralSum()
    var index = start
    while index - start < Self.longest {
      if let atom = atom(at: index) {
        guard sum.take(atom) else { break }
        index = atom.end
      } else if let power = Self.power(text[index]), sum.take(power: power) {
        index += 1
      } else {
        break
      }
    }
    guard let value = sum.total, sum.powers > 0 || !text.isDigit(start) else { return nil }
    return ReadNumber(
      value: value, end: index, hasMagnitude: sum.largest >= 4, isBare: sum.powers == 0 && index == start + 1)
  }

  /// Digits, with their decimal places, that stand together.
  private func atom(at start: Int) -> NumeralSum.Atom? {
    if text.isDigit(start) {
      return NumberReader(text: text).digits(at: start).map {
        .init(value: $0.value, end: $0.end, count: $0.end - start)
      }
    }
    let end = chineseDigits(from: start)
    guard end > start else { return nil }
    var digits = text.units[start..<end].compactMap(Self.digit).map { UInt32($0) + 0x30 }
    let fraction = text[end] == Self.point ? chineseDigits(from: end + 1) : end
    guard fraction > end + 1, text[fraction] != Self.ten else {
      return Quantity(digits: digits).map { .init(value: $0, end: end, count: end - start) }
    }
    digits += text.units[(end + 1)..<fraction].compactMap(Self.digit).map { UInt32($0) + 0x30 }
    return Quantity(digits: digits, places: fraction - end - 1).map { .init(value: $0, end: fraction, count: 2) }
  }

  private func chineseDigits(from start: Int) -> Int {
    text.end(from: start, limit: 16) { Self.digit($0) != nil }
  }
}

/// The value of a numeral while it is read: what 亿 and 万 have closed, and the section behind them.
struct NumeralSum {
  struct Atom {
    var value: Quantity
    var end: Int
    /// How many characters it has.
    var count: Int
  }

  private var closed: Quantity? = Quantity(0)
  private var section: Quantity? = Quantity(0)
  private var pending: Atom?
  /// The power of the last character before the pending digits.
  private var last: Int?
  private(set) var powers = 0
  private(set) var largest = 0

  /// Takes digits; false when digits wait already.
  mutating func take(_ atom: Atom) -> Bool {
    guard pending == nil else { return false }
    pending = atom
    return true
  }

  /// Takes 十, 百, 千, 万 or 亿; false where it cannot stand.
  mutating func take(power: Int) -> Bool {
    if power < 4 {
      if let last, last < 4, last <= power { return false }
      guard pending != nil || (power == 1 && last == nil) else { return false }
      section = (pending?.value ?? Quantity(1)).scaled(by: power).flatMap { section?.adding($0) }
    } else {
      guard pending != nil || powers > 0, power > largest || (power == 4 && largest == 8) else { return false }
      let inner = pending.map { section?.adding($0.value) } ?? section
      let whole = power == 8 ? inner.flatMap { closed?.adding($0) } : inner
      let scaled = whole?.scaled(by: power)
      closed = power == 8 ? scaled : scaled.flatMap { closed?.adding($0) }
      section = Quantity(0)
    }
    pending = nil
    last = power
    largest = max(largest, power)
    powers += 1
    return true
  }

  /// Nil when it is too large. A single digit at the end stands for the next power: 一百二 is 120, 3万5 is 35,000.
  var total: Quantity? {
    guard let closed, let section, let sum = closed.adding(section) else { return nil }
    guard let pending else { return powers > 0 ? sum : nil }
    let isShort = pending.count == 1 && pending.value != Quantity(0) && (last ?? 0) >= 2
    return (isShort ? pending.value.scaled(by: (last ?? 1) - 1) : pending.value).flatMap(sum.adding)
  }
}
