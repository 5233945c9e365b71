import TextAnalysis
import Training

/// Business hours in words for customers.
struct HoursText {
  let policy: PolicyContent
  let language: Language

  private static let days: [Language: [String]] = [
    .chinese: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    .english: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  ]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  private var isChinese: Bool { language == .chinese }

  /// `Monday to Friday 09:00–18:00, Saturday 10:00–16:00 (Beijing time)`; days on which nobody answers are left out, nil
  /// when there is no other.
  var week: String? {
    let week = policy.hours.week
    var parts: [String] = []
    var first = 0
    while first < week.count {
      let last = week[first...].prefix { $0 == week[first] }.endIndex - 1
      if !week[first].isEmpty { parts.append(days(first, last) + spans(week[first])) }
      first = last + 1
    }
    let zone = policy.timeZoneTitles[language].map { isChinese ? "（\($0)）" : " (\($0))" } ?? ""
    return parts.isEmpty ? nil : parts.joined(separator: isChinese ? "，" : ", ") + zone
  }

  private func days(_ first: Int, _ last: Int) -> String {
    if first == 0, last == 6 { return isChinese ? "每天 " : "every day " }
    let names = Self.days[language] ?? []
    return first == last ? names[first] + " " : names[first] + (isChinese ? "至" : " to ") + names[last] + " "
  }

  private func spans(_ spans: BusinessHours.Spans) -> String {
    spans.map { "\(Self.clock($0.lowerBound))–\(Self.clock($0.upperBound))" }
      .joined(separator: isChinese ? "、" : " and ")
  }

  /// When people answer again, seen from a time at which they do not: `today at 08:00`; nil when nobody knows.
  func opening(after time: LocalTime) -> String? {
    guard let next = policy.hours.opening(after: time) else { return nil }
    let clock = Self.clock(next.minute)
    let names = Self.days[language] ?? []
    let name = names[next.date.weekday - 1]
    switch next.date {
    case time.date: return isChinese ? "今天 \(clock)" : "today at \(clock)"
    case time.date.adding(days: 1): return isChinese ? "明天 \(clock)" : "tomorrow at \(clock)"
    default:
      return isChinese
        ? "\(next.date.month)月\(next.date.day)日（\(name)）\(clock)"
        : "on \(name), \(next.date.day) \(Self.months[next.date.month - 1]), at \(clock)"
    }
  }

  private static func clock(_ minute: Int) -> String {
    let (hours, minutes) = minute.quotientAndRemainder(dividingBy: 60)
    return (hours < 10 ? "0" : "") + "\(hours):" + (minutes < 10 ? "0" : "") + "\(minutes)"
  }
}
