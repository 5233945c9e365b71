/// Reads days, relative ones from `today`.
///
/// What is ambiguous is read so: a weekday alone, or with "this", is the next one, today included. 下周三 and "next Wednesday" are in the
/// week after this one, weeks beginning on Monday; "last Friday" is the latest before today, 上周五 in the week before. A
/// day without a year, or without a month, is the closest one, of two as close the later. `3/5` is the 5th of March.
struct DateReader {
  let text: FoldedText
  let today: CivilDate

  /// The day that begins at `start`.
  func date(at start: Int) -> Candidate? {
    guard text.isBoundary(start), text[start - 1] != 0x2E, let (date, end) = reading(at: start) else { return nil }
    return Candidate(kind: .date, value: date.text, span: start..<end)
  }

  private func reading(at start: Int) -> (CivilDate, Int)? {
    if let (offset, end) = DateWords.days.match(in: text, at: start) {
      return today.adding(days: offset).map { ($0, end) }
    }
    if text.isLetter(start) {
      return englishWeekday(at: start) ?? englishDay(at: start) ?? interval(at: start, ChineseOrEnglish.english)
    }
    if text.isDigit(start - 1) || ChineseNumeral.isNumeral(text[start - 1]) { return nil }
    return numericDate(at: start) ?? chineseDate(at: start) ?? chineseWeekday(at: start) ?? ordinalDay(at: start)
      ?? interval(at: start, .chinese) ?? interval(at: start, .english)
  }

  // MARK: Digits

  /// 2026-03-05, 2026/3/5, 2026.3.5, 3/5/2026 and 3/5; the month first unless it would be above 12.
  private func numericDate(at start: Int) -> (CivilDate, Int)? {
    guard let first = short(at: start, digits: 4), [0x2D, 0x2F, 0x2E].contains(text[first.end]),
      let second = short(at: first.end + 1, digits: 2)
    else { return nil }
    let sign = text[first.end]
    let third = text[second.end] == sign ? short(at: second.end + 1, digits: 4) : nil
    if let third {
      guard !text.isWord(third.end) else { return nil }
      if first.value > 31 { return dated(first.value, second.value, third.value, third.end) }
      return third.value > 31 ? monthFirst(first.value, second.value, year: third.value, third.end) : nil
    }
    // 24/7 is no day.
    guard sign == 0x2F, !text.isWord(second.end), text[second.end] != 0x2F, (first.value, second.value) != (24, 7)
    else { return nil }
    return monthFirst(first.value, second.value, year: nil, second.end)
  }

  private func monthFirst(_ first: Int, _ second: Int, year: Int?, _ end: Int) -> (CivilDate, Int)? {
    let (month, day) = first > 12 ? (second, first) : (first, second)
    if let year { return dated(year, month, day, end) }
    return closest(month: month, day: day).map { ($0, end) }
  }

  private func dated(_ year: Int, _ month: Int, _ day: Int, _ end: Int) -> (CivilDate, Int)? {
    CivilDate(year: year, month: month, day: day).map { ($0, end) }
  }

  /// A whole number of at most so many digits that ends there.
  func short(at start: Int, digits: Int) -> (value: Int, end: Int)? {
    let end = text.end(from: start, limit: digits, while: FoldedText.isDigit)
    guard end > start, !text.isDigit(end), let number = Quantity(digits: text.units[start..<end]) else { return nil }
    return (number.mantissa, end)
  }

  // MARK: The closest day

  /// The day of that month, in the year before, this one or the next, that is closest to today.
  func closest(month: Int, day: Int) -> CivilDate? {
    closest((-1...1).compactMap { CivilDate(year: today.year + $0, month: month, day: day) })
  }

  /// The day with that number in the month before, this one or the next that is closest to today.
  func closest(day: Int) -> CivilDate? { closest((-1...1).compactMap { self.day(day, monthsAhead: $0) }) }

  private func closest(_ dates: [CivilDate]) -> CivilDate? {
    let now = today.dayNumber
    return dates.reversed().min { abs($0.dayNumber - now) < abs($1.dayNumber - now) }
  }

  /// A day of the month that is so many ahead; nil when it has no such day.
  func day(_ day: Int, monthsAhead months: Int) -> CivilDate? {
    CivilDate(year: today.year, month: today.month, day: 1)?.adding(months: months).flatMap {
      CivilDate(year: $0.year, month: $0.month, day: day)
    }
  }

  /// That weekday, 1 to 7, of the week that is so many ahead.
  func weekday(_ weekday: Int, weeksAhead weeks: Int) -> CivilDate? {
    today.adding(days: weekday - today.weekday + 7 * weeks)
  }

  /// The next such weekday, today included.
  func coming(_ weekday: Int) -> CivilDate? { today.adding(days: (weekday - today.weekday + 7) % 7) }
}
