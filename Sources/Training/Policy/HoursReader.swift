import TextAnalysis
import Yams

/// Reads business hours: `always`, or hours for days of the week, and holidays.
struct HoursReader {
  private static let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
  /// Days that have a name together, the wider first: what is named later counts more.
  private static let groups = [("every_day", 0..<7), ("weekdays", 0..<5), ("weekends", 5..<7)]

  static func hours(_ node: Node, _ name: String, _ reader: inout YAMLReader) -> BusinessHours {
    if let word = node.scalar?.string {
      if word != "always" { reader.note(node.line, "\(name) must be always or have days with their hours") }
      return .always
    }
    let fields = reader.fields(of: node, known: groups.map(\.0) + days + ["holidays"], in: name)
    var hours = BusinessHours(week: Array(repeating: [], count: 7))
    let named = groups + days.enumerated().map { ($1, $0..<($0 + 1)) }
    for (name, places) in named {
      guard let field = fields[name] else { continue }
      let spans = spans(field.value, name, &reader)
      for place in places { hours.week[place] = spans }
    }
    if let field = fields["holidays"] { hours.holidays = holidays(field.value, &reader) }
    return hours
  }

  private static func holidays(_ node: Node, _ reader: inout YAMLReader) -> [BusinessHours.Holiday] {
    guard let mapping = node.mapping else {
      reader.note(node.line, "holidays must have days with their hours, such as 2026-12-25: closed")
      return []
    }
    return mapping.compactMap { key, value in
      let text = key.scalar?.string ?? ""
      let ends = text.components(separatedBy: "..").map(CivilDate.init(text:))
      guard let first = ends.first.flatMap({ $0 }), let last = ends.last.flatMap({ $0 }), first <= last, ends.count < 3
      else {
        reader.note(key.line, "“\(text)” is no day such as 2026-12-25 and no span such as 2026-10-01..2026-10-07")
        return nil
      }
      return BusinessHours.Holiday(days: first...last, spans: spans(value, text, &reader))
    }
  }

  /// `08:00-22:00`, a list of such, or `closed`.
  private static func spans(_ node: Node, _ name: String, _ reader: inout YAMLReader) -> BusinessHours.Spans {
    if node.scalar?.string == "closed" { return [] }
    var spans: BusinessHours.Spans = []
    for item in node.sequence.map(Array.init) ?? [node] {
      guard let span = item.scalar.flatMap({ self.span($0.string) }) else {
        reader.note(item.line, "\(name): must be closed or hours such as 08:00-22:00")
        continue
      }
      if let last = spans.last, span.lowerBound < last.upperBound {
        reader.note(item.line, "\(name): begins before the hours before it end")
      } else {
        spans.append(span)
      }
    }
    return spans
  }

  private static func span(_ text: String) -> Range<Int>? {
    let ends = text.components(separatedBy: "-").map(minute)
    guard ends.count == 2, let first = ends[0], let last = ends[1], first < last else { return nil }
    return first..<last
  }

  /// Minutes since midnight of `08:30`, up to `24:00`.
  static func minute(_ text: String) -> Int? {
    let parts = text.trimmed.components(separatedBy: ":").map { Int($0) }
    guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0...24).contains(hour),
      (0..<60).contains(minute), hour < 24 || minute == 0
    else { return nil }
    return hour * 60 + minute
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}

extension CivilDate {
  /// Reads `2026-12-25`.
  package init?(text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard text.utf8.count == 10, parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else {
      return nil
    }
    self.init(year: year, month: month, day: day)
  }
}
