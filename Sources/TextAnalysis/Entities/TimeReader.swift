/// Reads times of day, as `15:30`.
///
/// Morning, noon, afternoon and evening may be said anywhere in the text. An hour from one to six without any of them is
/// in the afternoon, unless it is written `03:30`.
struct TimeReader {
  private enum Half { case morning, noon, later }

  let text: FoldedText
  private let half: Half?

  init(text: FoldedText) {
    self.text = text
    half = text.units.indices.lazy.compactMap { Self.halves.match(in: text, at: $0)?.meaning }.first
  }

  private static let halves = PhraseTable<Half>(lists: [
    ("morning|早上|早晨|清晨|上午|凌晨|明早|今早", .morning), ("noon|midday|lunchtime|中午|正午", .noon),
    ("afternoon|evening|tonight|at night|下午|傍晚|晚上|晚间|今晚|明晚|夜里", .later),
  ])
  private static let meridiems = PhraseTable<Half>(lists: [("am|a.m", .morning), ("pm|p.m", .later)])
  private static let clock = PhraseTable<Void>("o'clock|oclock|o’clock")
  private static let lead = PhraseTable<Void>("at|around|about|by|after|before|from")
  private static let hourSigns = PhraseTable<Void>("点钟|点整|点|时")
  /// 20点积分 is no time.
  private static let otherPoints = PhraseTable<Void>(
    "点积分|点成长|点数|点意见|点建议|点要求|点问题|点击|点开|点儿|点以上|点多余|时间|时候|时代|时段|时长")
  private static let hours = PhraseTable<Int>((0...23).map { (numeral($0), $0) } + [("两", 2), ("零", 0)])
  private static let minutes = PhraseTable<Int>(
    (10...59).flatMap { [(numeral($0), $0), (numeral($0) + "分", $0)] } + (1...9).map { ("零" + numeral($0), $0) }
      + (1...9).flatMap { [("零" + numeral($0) + "分", $0), (numeral($0) + "分", $0)] }
      + [("半", 30), ("一刻", 15), ("三刻", 45)])

  /// A number below 60 in Chinese numerals.
  private static func numeral(_ number: Int) -> String {
    let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
    guard number >= 10 else { return number == 0 ? "零" : digits[number] }
    return (number < 20 ? "" : digits[number / 10]) + "十" + digits[number % 10]
  }

  /// The time whose hour begins at `start`.
  func time(at start: Int) -> Candidate? {
    guard let (value, end) = digital(at: start) ?? english(at: start) ?? chinese(at: start) else { return nil }
    return Candidate(kind: .time, value: value, span: start..<end)
  }

  /// 15:30, 3:30 pm.
  private func digital(at start: Int) -> (String, Int)? {
    guard text.isDigit(start), !text.isDigit(start - 1), text[start - 1] != 0x3A,
      let hour = whole(at: start), [0x3A, 0xFF1A].contains(text[hour.end]),
      let minute = whole(at: hour.end + 1), minute.end == hour.end + 3, text[minute.end] != 0x3A
    else { return nil }
    let said = Self.meridiems.match(in: text, at: text.skippingBlanks(minute.end))
    let isExact = hour.end == start + 2 && text[start] == 0x30
    return clocked(hour.value, minute.value, said?.meaning, isExact: isExact).map { ($0, said?.end ?? minute.end) }
  }

  /// 3 pm, 3 o'clock, at 3.
  private func english(at start: Int) -> (String, Int)? {
    guard text.isDigit(start), text.isBoundary(start) || text.isSpace(start - 1), !text.isDigit(start - 1),
      let hour = whole(at: start)
    else { return nil }
    let next = text.skippingBlanks(hour.end)
    if let (half, end) = suffix(after: hour.end) ?? Self.meridiems.match(in: text, at: next) {
      return hour.value <= 12 ? clocked(hour.value, 0, half).map { ($0, end) } : nil
    }
    if let end = Self.clock.end(in: text, at: next) { return clocked(hour.value, 0, nil).map { ($0, end) } }
    let isAlone =
      next >= text.count || (!text.isWord(next) && ![0x25, 0x2F, 0x2D, 0x2E].contains(text[next]) && !text.isHan(next))
    guard isAlone, isLed(start) else { return nil }
    return clocked(hour.value, 0, nil).map { ($0, hour.end) }
  }

  /// The letters right behind a number, as in 3pm.
  private func suffix(after end: Int) -> (Half, Int)? {
    guard [0x61, 0x70].contains(text[end]), text[end + 1] == 0x6D, !text.isWord(end + 2) else { return nil }
    return (text[end] == 0x61 ? .morning : .later, end + 2)
  }

  private func isLed(_ start: Int) -> Bool {
    guard text[start - 1] == FoldedText.blank else { return false }
    var word = start - 1
    while text.isLetter(word - 1) { word -= 1 }
    return Self.lead.end(in: text, at: word) == start - 1
  }

  /// 三点, 3点半, 15点30分.
  private func chinese(at start: Int) -> (String, Int)? {
    guard !text.isDigit(start - 1), let hour = chineseHour(at: start),
      Self.otherPoints.end(in: text, at: hour.end) == nil, let sign = Self.hourSigns.end(in: text, at: hour.end)
    else { return nil }
    let minute = chineseMinutes(at: sign)
    // 三点五 is a number, and 一点 mostly means a little.
    if minute == nil, ChineseNumeral.isNumeral(text[sign]) || text.isDigit(sign) { return nil }
    if minute == nil, hour.value == 1, half == nil, sign == hour.end + 1 { return nil }
    return clocked(hour.value, minute?.value ?? 0, nil).map { ($0, minute?.end ?? sign) }
  }

  /// Whether an hour such as 三点 begins there.
  static func isHour(in text: FoldedText, at start: Int) -> Bool {
    let digits = text.end(from: start, limit: 2, while: FoldedText.isDigit)
    let end = digits > start ? digits : hours.match(in: text, at: start)?.end
    return end.flatMap { hourSigns.end(in: text, at: $0) } != nil
  }

  private func chineseHour(at start: Int) -> (value: Int, end: Int)? {
    if text.isDigit(start) { return whole(at: start) }
    return Self.hours.match(in: text, at: start).map { ($0.meaning, $0.end) }
  }

  private func chineseMinutes(at start: Int) -> (value: Int, end: Int)? {
    if let (value, end) = Self.minutes.match(in: text, at: start) { return (value, end) }
    guard text.isDigit(start), let minute = whole(at: start), text[minute.end] == 0x5206 else { return nil }
    return (minute.value, minute.end + 1)
  }

  /// One or two digits.
  private func whole(at start: Int) -> (value: Int, end: Int)? {
    let end = text.end(from: start, limit: 3, while: FoldedText.isDigit)
    guard (1...2).contains(end - start) else { return nil }
    return (text.units[start..<end].reduce(0) { $0 * 10 + Int($1) - 0x30 }, end)
  }

  private func clocked(_ hour: Int, _ minute: Int, _ said: Half?, isExact: Bool = false) -> String? {
    guard (0...23).contains(hour), (0...59).contains(minute) else { return nil }
    var hour = hour
    switch said ?? half {
    case .morning: if hour == 12 { hour = 0 }
    case .noon: if (1...3).contains(hour) { hour += 12 }
    case .later: if (1...11).contains(hour) { hour += 12 }
    case nil: if (1...6).contains(hour), !isExact { hour += 12 }
    }
    let padded = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return "\(padded(hour)):\(padded(minute))"
  }
}
