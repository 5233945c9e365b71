/// A text as characters in one form, each with the bytes of the original that it came from: lower case, plain letters and
/// digits for full-width ones, one blank or line end for a run of white space, nothing for what cannot be seen, Simplified
/// forms of the Traditional characters that the readers know.
///
/// A class, because many readers hold one at a time.
final class FoldedText: Sendable {
  static let blank = UInt32(0x20)
  static let lineEnd = UInt32(0x0A)

  let original: String
  let units: [UInt32]
  /// The UTF-8 bytes of the original that each unit came from.
  private let sources: [Range<Int>]

  init(_ text: String) {
    var units: [UInt32] = []
    var sources: [Range<Int>] = []
    units.reserveCapacity(text.utf8.count)
    sources.reserveCapacity(text.utf8.count)
    var offset = 0
    for scalar in text.unicodeScalars {
      let end = offset + UTF8.width(scalar)
      if let unit = Self.folded(scalar.value) {
        if let last = units.last, Self.isSpace(last), Self.isSpace(unit) {
          if unit == Self.lineEnd { units[units.count - 1] = unit }
          sources[sources.count - 1] = sources[sources.count - 1].lowerBound..<end
        } else {
          units.append(unit)
          sources.append(offset..<end)
        }
      }
      offset = end
    }
    original = text
    self.units = units
    self.sources = sources
  }

  var count: Int { units.count }

  /// The unit there; 0 outside of the text.
  subscript(index: Int) -> UInt32 { units.indices.contains(index) ? units[index] : 0 }

  /// The bytes of a span of units, which must not be empty.
  func bytes(of span: Range<Int>) -> Range<Int> {
    sources[span.lowerBound].lowerBound..<sources[span.upperBound - 1].upperBound
  }

  /// The units of a span as text.
  func text(_ span: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    for unit in units[span] { view.append(Unicode.Scalar(unit) ?? "?") }
    return String(view)
  }

  /// A span as the person wrote it.
  func written(_ span: Range<Int>) -> String {
    let bytes = bytes(of: span)
    let view = original.utf8
    let start = view.index(view.startIndex, offsetBy: bytes.lowerBound)
    return String(decoding: view[start..<view.index(start, offsetBy: bytes.count)], as: UTF8.self)
  }

  // MARK: Classes of units

  func isDigit(_ index: Int) -> Bool { Self.isDigit(self[index]) }
  func isLetter(_ index: Int) -> Bool { Self.isLetter(self[index]) }
  func isHan(_ index: Int) -> Bool { (0x4E00...0x9FFF).contains(self[index]) }
  func isSpace(_ index: Int) -> Bool { Self.isSpace(self[index]) }

  static func isSpace(_ unit: UInt32) -> Bool { unit == blank || unit == lineEnd }
  static func isDigit(_ unit: UInt32) -> Bool { (0x30...0x39).contains(unit) }
  static func isLetter(_ unit: UInt32) -> Bool { (0x61...0x7A).contains(unit) }
  static func isWord(_ unit: UInt32) -> Bool { isDigit(unit) || isLetter(unit) }

  /// Whether a letter or digit stands there, of those that form words with Latin letters.
  func isWord(_ index: Int) -> Bool { Self.isWord(self[index]) }
  /// Whether no word goes on over the place before `index`.
  func isBoundary(_ index: Int) -> Bool { !isWord(index - 1) || !isWord(index) }

  /// Where the blanks end that begin at `index`, if any.
  func skippingBlanks(_ index: Int) -> Int { self[index] == Self.blank ? index + 1 : index }
  func skippingSpace(_ index: Int) -> Int { isSpace(index) ? index + 1 : index }

  /// The end of a run from `start`, after at most `limit` units.
  func end(from start: Int, limit: Int = .max, while isIn: (UInt32) -> Bool) -> Int {
    var index = start
    while index < count, index - start < limit, isIn(units[index]) { index += 1 }
    return index
  }
}
