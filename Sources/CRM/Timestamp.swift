import Foundation

/// A moment, in milliseconds since 1970 UTC; in JSON an ISO 8601 text with milliseconds.
package struct Timestamp: Sendable, Hashable, Comparable, Codable {
  package let milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// The wall clock now.
  package static func now() -> Timestamp {
    Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
  }

  package func adding(seconds: Int64) -> Timestamp {
    Timestamp(milliseconds: milliseconds + seconds * 1000)
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

  private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
  private static let wholeSeconds = Date.ISO8601FormatStyle()

  private static let dayLength: Int64 = 86_400_000

  /// ISO 8601 in UTC with milliseconds; years 0 to 9999 have four digits. The date is counted from the number of days as
  /// in H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (`civil_from_days`): a year there begins in March.
  package var text: String {
    var (days, rest) = milliseconds.quotientAndRemainder(dividingBy: Self.dayLength)
    if rest < 0 { (days, rest) = (days - 1, rest + Self.dayLength) }
    days += 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    var digits: [UInt8] = year < 0 ? [UInt8(ascii: "-")] : []
    digits.reserveCapacity(24)
    for (number, width, separator) in [
      (abs(year), 4, "-"), (month, 2, "-"), (dayOfYear - (153 * march + 2) / 5 + 1, 2, "T"), (rest / 3_600_000, 2, ":"),
      (rest / 60_000 % 60, 2, ":"), (rest / 1000 % 60, 2, "."), (rest % 1000, 3, "Z"),
    ] as [(Int64, Int, Unicode.Scalar)] {
      Self.append(number, width: width, to: &digits)
      digits.append(UInt8(ascii: separator))
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// Appends a number, with zeros before it up to the width.
  private static func append(_ number: Int64, width: Int, to digits: inout [UInt8]) {
    if width > 1 || number >= 10 { append(number / 10, width: width - 1, to: &digits) }
    digits.append(UInt8(ascii: "0") + UInt8(number % 10))
  }

  /// Reads `2026-11-20`, `2026-11-20T08:00:00Z` and `2026-11-20T08:00:00.120+08:00`; a day alone begins at 00:00 UTC.
  package init?(text: String) {
    let styles = [Self.style, Self.wholeSeconds, Date.ISO8601FormatStyle().year().month().day()]
    guard let date = styles.lazy.compactMap({ try? Date(text, strategy: $0) }).first else { return nil }
    milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let date = try? Date(try container.decode(String.self), strategy: Self.style) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an ISO 8601 time")
    }
    milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
