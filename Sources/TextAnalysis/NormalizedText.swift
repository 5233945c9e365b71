import Foundation

/// A text as scalars in normal form, each with the bytes of the original that it came from.
///
/// NFKC (so full-width letters become plain ones), lower case, straight quotes; zero-width, directional and control
/// characters are gone. An emoji with its modifiers is one unit.
struct NormalizedText {
  struct Unit {
    var scalar: Unicode.Scalar
    var start: Int
    var end: Int
    /// Whether this unit is an emoji: then `scalar` is its first, and the range that of the whole cluster.
    var isEmoji = false
  }

  /// Normalising sorts combining marks, which is not linear: longer clusters are cut into pieces of this many scalars.
  private static let longestPiece = 32
  /// A sign that stands for more than this, such as U+FDFA for a phrase of 18 letters, stays as it is: a text must not
  /// become many times as long.
  private static let longestExpansion = 8

  private(set) var units: [Unit] = []

  init(_ text: String) {
    units.reserveCapacity(text.utf8.count)
    guard !appendSimple(text) else { return }
    units.removeAll(keepingCapacity: true)
    var offset = 0
    for character in text {
      let start = offset
      offset += character.utf8.count
      append(character, start: start, end: offset)
    }
  }

  /// Appends a text without any mark or sign that belongs to its neighbour: most texts. False when it is another.
  private mutating func appendSimple(_ text: String) -> Bool {
    var offset = 0
    for scalar in text.unicodeScalars {
      guard let simple = Self.simple(scalar) else { return false }
      let end = offset + UTF8.width(scalar)
      units.append(Unit(scalar: simple, start: offset, end: end))
      offset = end
    }
    return true
  }

  /// The normal form of a scalar that is a character by itself, whatever stands beside it; nil for all others.
  private static func simple(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    // Chinese punctuation.
    case 0x3001...0x3003, 0x3008...0x3011: scalar
    case 0x3000: " "
    case 0x2018, 0x2019: "'"
    case 0x201C, 0x201D: "\""
    // Full-width forms of ASCII.
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0).flatMap(plain)
    default: plain(scalar)
    }
  }

  private mutating func append(_ character: Character, start: Int, end: Int) {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return }
    if scalars.index(after: scalars.startIndex) == scalars.endIndex {
      if let plain = Self.plain(first) {
        return units.append(Unit(scalar: plain, start: start, end: end))
      }
      if Self.isNormal(first) { return appendFolded(first, start: start, end: end) }
    }
    if Self.isEmoji(character) {
      return units.append(Unit(scalar: first, start: start, end: end, isEmoji: true))
    }
    appendNormalized(Array(scalars), start: start)
  }

  /// ASCII and unified Han characters need no library: most text ends here.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x41...0x5A: Unicode.Scalar(scalar.value + 32)
    case 0x20...0x7E, 0x4E00...0x9FFF: scalar
    default: nil
    }
  }

  /// Whether a scalar that stands alone is in normal form for sure: it is nothing that is seen, or of a script whose
  /// letters are. Asking the library takes a microsecond.
  private static func isNormal(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // A phrase in one sign, which stays one; what stands for bytes that are no text.
    case 0xFDFA, 0xFFFD: true
    // Greek and Cyrillic letters, Arabic letters, Hiragana and Katakana, Hangul, Han characters beyond the usual ones.
    case 0x3B1...0x3C9, 0x400...0x481, 0x621...0x64A, 0x3041...0x3096, 0x30A1...0x30FA, 0xAC00...0xD7A3,
      0x3400...0x4DBF, 0x20000...0x2A6DF:
      true
    default: isInvisible(scalar.properties.generalCategory)
    }
  }

  private static func isEmoji(_ character: Character) -> Bool {
    guard let first = character.unicodeScalars.first, first.properties.isEmoji else { return false }
    if first.properties.isEmojiPresentation { return true }
    return character.unicodeScalars.dropFirst().prefix(8).contains { $0.value == 0xFE0F || $0.value == 0x20E3 }
  }

  private mutating func appendNormalized(_ scalars: [Unicode.Scalar], start: Int) {
    var start = start
    for first in stride(from: 0, to: scalars.count, by: Self.longestPiece) {
      var piece = String.UnicodeScalarView()
      piece.append(contentsOf: scalars[first..<min(first + Self.longestPiece, scalars.count)])
      let end = start + String(piece).utf8.count
      let normal = String(piece).precomposedStringWithCompatibilityMapping.unicodeScalars
      let isLonger = normal.dropFirst(scalars.count + Self.longestExpansion).isEmpty == false
      for scalar in isLonger ? piece : normal { appendFolded(scalar, start: start, end: end) }
      start = end
    }
  }

  private mutating func appendFolded(_ scalar: Unicode.Scalar, start: Int, end: Int) {
    if let plain = Self.plain(scalar) {
      return units.append(Unit(scalar: plain, start: start, end: end))
    }
    let category = scalar.properties.generalCategory
    switch category {
    case .control, .spaceSeparator, .lineSeparator, .paragraphSeparator:
      if scalar.properties.isWhitespace { units.append(Unit(scalar: " ", start: start, end: end)) }
    case .otherLetter: units.append(Unit(scalar: scalar, start: start, end: end))
    case _ where Self.isInvisible(category) || scalar.properties.isVariationSelector: break
    default:
      if let straight = Self.straightQuotes[scalar] {
        return units.append(Unit(scalar: straight, start: start, end: end))
      }
      guard scalar.properties.changesWhenLowercased else {
        return units.append(Unit(scalar: scalar, start: start, end: end))
      }
      for lower in scalar.properties.lowercaseMapping.unicodeScalars {
        units.append(Unit(scalar: lower, start: start, end: end))
      }
    }
  }

  /// Format (zero-width, directional, soft hyphen), private-use and unassigned characters.
  private static func isInvisible(_ category: Unicode.GeneralCategory) -> Bool {
    switch category {
    case .format, .privateUse, .surrogate, .unassigned: true
    default: false
    }
  }

  private static let straightQuotes: [Unicode.Scalar: Unicode.Scalar] = [
    "\u{2018}": "'", "\u{2019}": "'", "\u{201A}": "'", "\u{201B}": "'", "\u{2032}": "'", "\u{02BC}": "'",
    "\u{00B4}": "'", "\u{0060}": "'", "\u{201C}": "\"", "\u{201D}": "\"", "\u{201E}": "\"", "\u{2033}": "\"",
    "\u{00AB}": "\"", "\u{00BB}": "\"",
  ]
}
