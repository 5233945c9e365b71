/// Cuts normalised text into tokens. One pass; every look ahead is bounded or consumes what it saw.
struct Segmenter {
  struct Piece {
    let text: String
    let kind: Token.Kind
    let range: Range<Int>
    /// Whether the English stemmer knows the letters.
    let isLatinWord: Bool
  }

  /// About as many units make a token, its blank included, in most texts.
  private static let usualUnits = 4

  /// What the units were made from.
  let original: String
  let units: [NormalizedText.Unit]

  func pieces() -> [Piece] {
    var pieces: [Piece] = []
    pieces.reserveCapacity(units.count / Self.usualUnits + 1)
    var index = 0
    while index < units.count {
      guard units[index].scalar != " " else {
        index += 1
        continue
      }
      let (kind, end) = token(at: index)
      pieces.append(piece(index..<end, kind))
      index = end
    }
    return pieces
  }

  /// The kind and the end of the token that begins at `start`.
  private func token(at start: Int) -> (Token.Kind, Int) {
    let unit = units[start]
    if unit.isEmoji { return (.emoji, start + 1) }
    if unit.isHan { return (.han, start + 1) }
    if unit.isASCIILetterOrDigit, let special = special(at: start) { return special }
    if unit.isDigit { return (.number, end(from: start, while: \.isDigit)) }
    if unit.isLetter { return (.word, endOfWord(from: start)) }
    return (.symbol, start + 1)
  }

  /// A link, an email address or a code that begins at `start`, where a letter or digit stands.
  private func special(at start: Int) -> (Token.Kind, Int)? {
    if let end = endOfLink(from: start) { return (.link, end) }
    if start == 0 || !units[start - 1].isASCIILetterOrDigit {
      if let end = endOfEmail(from: start) { return (.email, end) }
      if let end = endOfCode(from: start) { return (.code, end) }
    }
    return nil
  }

  /// A word: letters and their marks, with parts joined by an apostrophe.
  private func endOfWord(from start: Int) -> Int {
    var index = end(from: start, while: \.isWordLetter)
    while index + 1 < units.count, units[index].scalar == "'", units[index + 1].isWordLetter {
      index = end(from: index + 1, while: \.isWordLetter)
    }
    return index
  }

  func end(from start: Int, limit: Int = .max, while condition: (NormalizedText.Unit) -> Bool) -> Int {
    var index = start
    let last = limit < units.count - start ? start + limit : units.count
    while index < last, condition(units[index]) { index += 1 }
    return index
  }

  private func piece(_ span: Range<Int>, _ kind: Token.Kind) -> Piece {
    let range = units[span.lowerBound].start..<units[span.upperBound - 1].end
    if kind == .emoji {
      let bytes = original.utf8.dropFirst(range.lowerBound).prefix(range.count)
      return Piece(text: String(Substring(bytes)), kind: kind, range: range, isLatinWord: false)
    }
    let size = units[span].reduce(0) { $0 + ($1.scalar == " " ? 0 : UTF8.width($1.scalar)) }
    let text = text(of: units[span], size: size)
    let isLatinWord = kind == .word && size == span.count
    return Piece(text: isLatinWord ? WordForms.usual(text) : text, kind: kind, range: range, isLatinWord: isLatinWord)
  }

  /// The units as a text of `size` bytes, without the blanks.
  private func text(of units: ArraySlice<NormalizedText.Unit>, size: Int) -> String {
    String(unsafeUninitializedCapacity: size) { bytes in
      var end = 0
      for unit in units where unit.scalar != " " {
        for byte in UTF8.encode(unit.scalar) ?? UTF8.encodedReplacementCharacter {
          bytes[end] = byte
          end += 1
        }
      }
      return end
    }
  }
}

extension NormalizedText.Unit {
  var isHan: Bool {
    guard !isEmoji, !scalar.isASCII else { return false }
    return switch scalar.value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x3007, 0xF900...0xFAFF, 0x20000...0x3134F: true
    default: false
    }
  }

  var isDigit: Bool {
    guard !isEmoji else { return false }
    return scalar.isASCII ? (0x30...0x39).contains(scalar.value) : scalar.properties.generalCategory == .decimalNumber
  }

  var isLetter: Bool {
    guard !isEmoji else { return false }
    return scalar.isASCII ? (0x61...0x7A).contains(scalar.value) : !isHan && scalar.properties.isAlphabetic
  }

  /// A letter, or a mark that belongs to the letter before it.
  var isWordLetter: Bool {
    if isLetter { return true }
    guard !isEmoji, !scalar.isASCII else { return false }
    return switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  var isASCIILetterOrDigit: Bool {
    scalar.isASCII && (isLetter || isDigit)
  }

  /// Any visible ASCII character.
  var isASCIIGraphic: Bool {
    !isEmoji && (0x21...0x7E).contains(scalar.value)
  }
}
