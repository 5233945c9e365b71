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

  /// ISO 8601 in UTC with milliseconds. Only whole seconds go through `Date`: it cuts fractions it cannot hold.
  package var text: String {
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    let whole = Date(timeIntervalSince1970: Double(rest < 0 ? seconds - 1 : seconds))
    let fraction = "\(1000 + (rest < 0 ? rest + 1000 : rest))".dropFirst()
    return "\(whole.formatted(Self.wholeSeconds).dropLast()).\(fraction)Z"
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
