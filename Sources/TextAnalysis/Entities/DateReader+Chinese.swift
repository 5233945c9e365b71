extension DateReader {
  private static let (yearSign, monthSign) = (UInt32(0x5E74), UInt32(0x6708))
  private static let daySigns = PhraseTable<Void>("号|日")
  private static let noDay = PhraseTable<Void>("号线|号楼|号店|号门|号柜|号机|号码|号房|号院|日元|日圆|日内|号字|号色|日本")

  /// 2026年3月5日, 明年三月五号, 3月5号, 上个月5号.
  func chineseDate(at start: Int) -> (CivilDate, Int)? {
    if let (months, end) = DateWords.monthsAhead.match(in: text, at: start) {
      guard let (day, last) = chineseDay(at: text.skippingBlanks(end)) else { return nil }
      return self.day(day, monthsAhead: months).map { ($0, last) }
    }
    let year = chineseYear(at: start)
    let place = year.map { text.skippingBlanks($0.end) } ?? start
    guard let month = whole(at: place), text[text.skippingBlanks(month.end)] == Self.monthSign,
      let (day, end) = chineseDay(at: text.skippingBlanks(text.skippingBlanks(month.end) + 1), signed: false)
    else { return nil }
    let date =
      year.map { CivilDate(year: $0.year, month: month.value, day: day) } ?? closest(month: month.value, day: day)
    return date.map { ($0, end) }
  }

  /// 5号 alone: of the closest month.
  func ordinalDay(at start: Int) -> (CivilDate, Int)? {
    guard let (day, end) = chineseDay(at: start) else { return nil }
    return closest(day: day).map { ($0, end) }
  }

  private func chineseYear(at start: Int) -> (year: Int, end: Int)? {
    if let (years, end) = DateWords.yearsAhead.match(in: text, at: start) { return (today.year + years, end) }
    guard let year = whole(at: start), text[text.skippingBlanks(year.end)] == Self.yearSign else { return nil }
    let full = year.value < 100 ? 2000 + year.value : year.value
    return (1900...2200).contains(full) ? (full, text.skippingBlanks(year.end) + 1) : nil
  }

  /// A day of a month; `signed` means that 号 or 日 must follow.
  private func chineseDay(at start: Int, signed: Bool = true) -> (Int, Int)? {
    guard let day = whole(at: start), (1...31).contains(day.value) else { return nil }
    let place = text.skippingBlanks(day.end)
    guard Self.noDay.end(in: text, at: place) == nil else { return nil }
    if let end = Self.daySigns.end(in: text, at: place) { return (day.value, end) }
    return signed || text.isWord(day.end) ? nil : (day.value, day.end)
  }

  private func whole(at start: Int) -> (value: Int, end: Int)? {
    if text.isDigit(start) { return short(at: start, digits: 4) }
    guard let number = ChineseNumeral(text: text).read(at: start), let value = number.value.whole else { return nil }
    return (value, number.end)
  }

  /// 下周三, 星期五, 周末.
  func chineseWeekday(at start: Int) -> (CivilDate, Int)? {
    if let (weeks, end) = DateWords.weeks.match(in: text, at: start) {
      guard let (day, last) = chineseWeekdayName(at: end) else { return nil }
      return weekday(day, weeksAhead: weeks).map { ($0, last) }
    }
    guard let end = DateWords.bareWeek.end(in: text, at: start), let (day, last) = chineseWeekdayName(at: end) else {
      return nil
    }
    return coming(day).map { ($0, last) }
  }

  private func chineseWeekdayName(at start: Int) -> (Int, Int)? {
    guard let (day, end) = DateWords.chineseWeekdays.match(in: text, at: start) else { return nil }
    // 周一百货 and 星期三十 go on, 周三三点 does not.
    let goesOn = ChineseNumeral.isNumeral(text[end]) || text.isDigit(end)
    return goesOn && !TimeReader.isHour(in: text, at: end) ? nil : (day, end)
  }

  /// 3天后, 两个星期前; in 3 days, a week ago.
  func interval(at start: Int, _ language: ChineseOrEnglish) -> (CivilDate, Int)? {
    language == .chinese ? chineseInterval(at: start) : englishInterval(at: start)
  }

  private func chineseInterval(at start: Int) -> (CivilDate, Int)? {
    guard let count = NumberReader(text: text).number(at: start), let number = count.value.whole,
      let (span, end) = DateWords.chineseSpans.match(in: text, at: text.skippingBlanks(count.end)),
      let (sign, last) = DateWords.chineseDirections.match(in: text, at: end)
    else { return nil }
    return moved(by: span, number, sign).map { ($0, last) }
  }

  func moved(by span: DateWords.Span, _ number: Int, _ sign: Int) -> CivilDate? {
    guard number <= 100_000 else { return nil }
    return switch span {
    case .days(let days): today.adding(days: sign * number * days)
    case .months(let months): today.adding(months: sign * number * months)
    }
  }
}
