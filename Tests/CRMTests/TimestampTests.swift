import CRM
import Foundation
import Testing

@Suite("Moments")
struct TimestampTests {
  @Test("A moment is written as the calendar has it, and read back")
  func text() {
    let moments: [(Int64, String)] = [
      (0, "1970-01-01T00:00:00.000Z"), (951_782_400_120, "2000-02-29T00:00:00.120Z"),
      (951_868_799_999, "2000-02-29T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
      (-1, "1969-12-31T23:59:59.999Z"), (1_795_219_200_007, "2026-11-21T00:00:00.007Z"),
    ]
    for (milliseconds, text) in moments {
      #expect(Timestamp(milliseconds: milliseconds).text == text)
      #expect(Timestamp(text: text) == Timestamp(milliseconds: milliseconds))
    }
  }

  @Test("Every day of four hundred years is written as Foundation writes it")
  func everyDay() {
    let style = Date.ISO8601FormatStyle()
    let first = (Timestamp(text: "1800-01-01")?.milliseconds ?? 0) / 1000
    var wrong: [Int64] = []
    for day: Int64 in 0..<146_097 {
      let seconds = first + day * 86_400 + day % 86_400
      let expected = Date(timeIntervalSince1970: Double(seconds)).formatted(style)
      if Timestamp(milliseconds: seconds * 1000).text != expected.dropLast() + ".000Z" { wrong.append(day) }
    }
    #expect(wrong.isEmpty)
  }

  @Test("A moment that no calendar has is written without a fault")
  func extremes() {
    for milliseconds in [Int64.min, Int64.max] {
      #expect(Timestamp(milliseconds: milliseconds).text.hasSuffix("Z"))
    }
  }
}
