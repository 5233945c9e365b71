import Foundation
import TextAnalysis

/// A code that the customer typed. It lives in memory only: of the text that is stored nothing is left but the mask.
struct OneTimeCode: Sendable, Equatable {
  /// Runs of digits that are kept from the store when a code is asked for: one digit more or less is a slip.
  private static let lengths = 4...8

  /// Plain digits.
  let digits: String

  /// The first run of 4 to 8 digits, which may be written with single spaces or dashes, with the place it has.
  private static func run(in text: String) -> (digits: String, range: Range<String.Index>)? {
    var place = text.startIndex
    while place < text.endIndex {
      guard digit(text[place]) != nil else {
        place = text.index(after: place)
        continue
      }
      let start = place
      var digits = ""
      var end = place
      while place < text.endIndex {
        if let digit = digit(text[place]) {
          digits += digit
          place = text.index(after: place)
          end = place
        } else if [" ", "-"].contains(text[place]), end == place {
          place = text.index(after: place)
        } else {
          break
        }
      }
      let isApart =
        (start == text.startIndex || !isLatin(text[text.index(before: start)]))
        && (end == text.endIndex || !isLatin(text[end]))
      if isApart, lengths.contains(digits.count) { return (digits, start..<end) }
    }
    return nil
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
