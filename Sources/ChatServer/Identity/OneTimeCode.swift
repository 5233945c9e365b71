import Foundation
import TextAnalysis

/// A code that the customer typed. It lives in memory only: of the text that is stored nothing is left but the mask.
struct OneTimeCode: Sendable, Equatable {
  /// Runs of digits that are kept from the store when a code is asked for: one digit more or less is a slip.
  private static let lengths = 4...8

  /// Plain digits.
  let digits: String

  /// Whether it has as many digits as the codes that are sent.
  var isWhole: Bool { digits.count == 6 }

  /// The first run of 4 to 8 digits, which may be written with single spaces or dashes, with the place it has.
  private static func run(in text: String) -> (digits: String, range: Range<String.Index>)? {
    var place = text.startIndex
    while let start = text[place...].firstIndex(where: { digit($0) != nil }) {
      let end = runEnd(in: text, from: start)
      let digits = text[start..<end].compactMap(digit).joined()
      if lengths.contains(digits.count), isApart(start..<end, in: text) { return (digits, start..<end) }
      place = end
    }
    return nil
  }

  /// Where the digits end, with at most one blank or dash between two.
  private static func runEnd(in text: String, from start: String.Index) -> String.Index {
    var end = start
    while end < text.endIndex {
      let next = text.index(after: end)
      let isBetween = [" ", "-"].contains(text[end]) && next < text.endIndex && digit(text[next]) != nil
      guard isBetween || digit(text[end]) != nil else { break }
      end = next
    }
    return end
  }

  /// Whether no Latin word goes on into the digits or out of them, as in an order's number.
  private static func isApart(_ range: Range<String.Index>, in text: String) -> Bool {
    let before = range.lowerBound == text.startIndex ? nil : text[text.index(before: range.lowerBound)]
    let after = range.upperBound == text.endIndex ? nil : text[range.upperBound]
    return [before, after].allSatisfy { $0.map(isLatin) != true }
  }

  private static func digit(_ character: Character) -> String? {
    guard let value = character.wholeNumberValue, (0...9).contains(value), character.isNumber, !isHan(character)
    else { return nil }
    return "\(value)"
  }

  private static func isHan(_ character: Character) -> Bool {
    character.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) || $0.value == 0x3007 }
  }

  private static func isLatin(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber)
  }

  /// The code in a text that answers the question for one, and the text with the mask in its place; nil without a code.
  static func taken(from text: String) -> (code: OneTimeCode, masked: String)? {
    guard let (digits, range) = run(in: text) else { return nil }
    return (OneTimeCode(digits: digits), text.replacingCharacters(in: range, with: Masking.secret))
  }
}
