extension DateReader {
  private static let the = PhraseTable<Void>("the")
  private static let of = PhraseTable<Void>("of")

  /// "next Wednesday", "on Fri", "Sunday".
  func englishWeekday(at start: Int) -> (CivilDate, Int)? {
    guard let (lead, end) = DateWords.weekdayLeads.match(in: text, at: start) else {
      guard let (day, end) = DateWords.weekdays.match(in: text, at: start) else { return nil }
      return coming(day).map { ($0, end) }
    }
    let place = text.skippingBlanks(end)
    guard
      let (day, last) = DateWords.weekdays.match(in: text, at: place)
        ?? DateWords.shortWeekdays.match(in: text, at: place)
    else { return nil }
    return weekday(day, lead).map { ($0, last) }
  }

  private func weekday(_ day: Int, _ lead: DateWords.Lead) -> CivilDate? {
    switch lead {
    case .last: today.adding(days: -1).flatMap { $0.adding(days: -(($0.weekday - day + 7) % 7)) }
    case .next: weekday(day, weeksAhead: 1)
    case .this, .coming: coming(day)
    }
  }

  /// "March 5th", "Mar 5, 2026", "the 5th of March", "the 5th".
  func englishDay(at start: Int) -> (CivilDate, Int)? {
    if let (month, end) = DateWords.months.match(in: text, at: start) {
      var place = text[end] == 0x2E ? end + 1 : end
      place = text.skippingBlanks(place)
      place = Self.the.end(in: text, at: place).map(text.skippingBlanks) ?? place
      guard text.isDigit(place), let (day, last) = dayNumber(at: place), !isMoneyOrTime(last) else { return nil }
      return dated(month, day, last)
    }
    guard let end = Self.the.end(in: text, at: start), text.isDigit(end + 1) else { return nil }
    return dayFirst(at: end + 1, isNamed: true)
  }

  /// "5 March 2026", "5th of next month", "5th".
  func dayFirst(at start: Int, isNamed: Bool = false) -> (CivilDate, Int)? {
    guard let (day, end) = dayNumber(at: start) else { return nil }
    let place = text.skippingBlanks(end)
    if let (months, last) = DateWords.monthsAheadEnglish.match(in: text, at: place), isOrdinal(start, end) || isNamed {
      return self.day(day, monthsAhead: months).map { ($0, last) }
    }
    let name = Self.of.end(in: text, at: place).map(text.skippingBlanks) ?? place
    if let (month, last) = DateWords.months.match(in: text, at: name) { return dated(month, day, last) }
    guard isNamed, isOrdinal(start, end), !isFollowedByNoun(end) else { return nil }
    return closest(day: day).map { ($0, end) }
  }

  /// Whether a word follows without a sign between, as in "the 5th time".
  private func isFollowedByNoun(_ end: Int) -> Bool { text[end] == FoldedText.blank && text.isLetter(end + 1) }

  private func isOrdinal(_ start: Int, _ end: Int) -> Bool { end > start && text.isLetter(end - 1) }

  /// Whether the number is one of hours or of money: "may 5 dollars", "march 10:30".
  private func isMoneyOrTime(_ end: Int) -> Bool {
    text[end] == 0x3A || text[end] == 0x25 || (text[end] == 0x2E && text.isDigit(end + 1))
  }

  /// 5, 5th.
  private func dayNumber(at start: Int) -> (Int, Int)? {
    guard let day = short(at: start, digits: 2), (1...31).contains(day.value) else { return nil }
    let suffix = text.end(from: day.end, limit: 3, while: FoldedText.isLetter)
    if suffix == day.end { return (day.value, day.end) }
    let isOrdinal = suffix == day.end + 2 && ["st", "nd", "rd", "th"].contains(text.text(day.end..<suffix))
    return isOrdinal ? (day.value, suffix) : nil
  }

  /// With the year, if one follows.
  private func dated(_ month: Int, _ day: Int, _ end: Int) -> (CivilDate, Int)? {
    let place = text.skippingBlanks(text[end] == 0x2C ? end + 1 : end)
    if place > end, let year = short(at: place, digits: 4), (1900...2200).contains(year.value), !text.isWord(year.end) {
      return CivilDate(year: year.value, month: month, day: day).map { ($0, year.end) }
    }
    return closest(month: month, day: day).map { ($0, end) }
  }

  func englishInterval(at start: Int) -> (CivilDate, Int)? {
    let ahead = DateWords.ahead.end(in: text, at: start)
    let place = ahead.map(text.skippingBlanks) ?? start
    guard let (number, end) = count(at: place),
      let (span, last) = DateWords.englishSpans.match(in: text, at: text.skippingBlanks(end))
    else { return ahead == nil ? dayFirst(at: start) : nil }
    if ahead != nil { return moved(by: span, number, 1).map { ($0, last) } }
    guard let (sign, end) = DateWords.englishDirections.match(in: text, at: text.skippingBlanks(last)) else {
      return nil
    }
    return moved(by: span, number, sign).map { ($0, end) }
  }

  private func count(at start: Int) -> (Int, Int)? {
    if let number = NumberReader(text: text).number(at: start), let whole = number.value.whole {
      return (whole, number.end)
    }
    return DateWords.article.end(in: text, at: start).map { (1, $0) }
  }
}
