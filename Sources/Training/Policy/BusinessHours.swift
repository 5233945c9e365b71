package import TextAnalysis

/// A time of day on a day, where the business is.
package struct LocalTime: Sendable, Equatable {
  package let date: CivilDate
  /// Since midnight, 0 ..< 1440.
  package let minute: Int

  package init(date: CivilDate, minute: Int) {
    self.date = date
    self.minute = minute
  }

  /// Reads `2026-12-25T10:00`.
  package init?(text: String) {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let date = CivilDate(text: parts[0]), let minute = HoursReader.minute(parts[1]),
      minute < 1_440
    else { return nil }
    self.init(date: date, minute: minute)
  }

  /// `2026-12-25 10:00`.
  package var text: String {
    let (hours, minutes) = minute.quotientAndRemainder(dividingBy: 60)
    return date.text + (hours < 10 ? " 0" : " ") + "\(hours):" + (minutes < 10 ? "0" : "") + "\(minutes)"
  }
}

/// When people answer: spans of minutes since midnight for each day of the week, and days that are otherwise.
package struct BusinessHours: Sendable, Equatable {
  package typealias Spans = [Range<Int>]

  package static let always = BusinessHours(week: Array(repeating: [0..<1_440], count: 7))

  /// Monday first; the spans of a day in order.
  package var week: [Spans]
  package var holidays: [Holiday] = []

  package struct Holiday: Sendable, Equatable {
    package var days: ClosedRange<CivilDate>
    package var spans: Spans
  }

  package init(week: [Spans]) { self.week = week }

  /// How far ahead the next opening is looked for, in days.
  private static let horizon = 400

  package func spans(on date: CivilDate) -> Spans {
    holiday(on: date)?.spans ?? week[date.weekday - 1]
  }

  package func isHoliday(_ date: CivilDate) -> Bool { holiday(on: date) != nil }

  private func holiday(on date: CivilDate) -> Holiday? { holidays.first { $0.days.contains(date) } }

  package func isOpen(at time: LocalTime) -> Bool { spans(on: time.date).contains { $0.contains(time.minute) } }

  /// When people answer again, for a time at which they do not; nil when they do not within the next 400 days.
  package func opening(after time: LocalTime) -> LocalTime? {
    for days in 0...Self.horizon {
      guard let date = time.date.adding(days: days) else { return nil }
      let next = spans(on: date).first { days > 0 || $0.lowerBound > time.minute }
      if let next { return LocalTime(date: date, minute: next.lowerBound) }
    }
    return nil
  }
}
