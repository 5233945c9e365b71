/// Cuts normalised text into tokens. One pass; every look ahead is bounded or consumes what it saw.
struct Segmenter {
  struct Piece {
    let text: String
    let kind: Token.Kind
    let range: Range<Int>
    /// Whether the English stemmer knows the letters.
    let isLatinWord: Bool
  }

  let units: [NormalizedText.Unit]

  init(_ units: [NormalizedText.Unit]) {
    self.units = units
  }

  func pieces() -> [Piece] {
    var pieces: [Piece] = []
    var index = 0
    while index < units.count {
      guard units[index].scalar != " " || units[index].emoji != nil else {
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
    if unit.emoji != nil { return (.emoji, start + 1) }
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
    let first = units[span.lowerBound]
    let range = first.start..<units[span.upperBound - 1].end
    if let emoji = first.emoji { return Piece(text: emoji, kind: kind, range: range, isLatinWord: false) }
    var text = String.UnicodeScalarView()
    var isLatin = kind == .word
    for unit in units[span] where unit.scalar != " " {
      text.append(unit.scalar)
      isLatin = isLatin && unit.scalar.isASCII
    }
    return Piece(text: String(text), kind: kind, range: range, isLatinWord: isLatin)
  }
}

extension NormalizedText.Unit {
  var isHan: Bool {
    guard emoji == nil else { return false }
    return switch scalar.value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x3007, 0xF900...0xFAFF, 0x20000...0x3134F: true
    default: false
    }
  }

  var isDigit: Bool {
    guard emoji == nil else { return false }
    return scalar.isASCII ? (0x30...0x39).contains(scalar.value) : scalar.properties.generalCategory == .decimalNumber
  }

  var isLetter: Bool {
    guard emoji == nil, !isHan else { return false }
    return scalar.isASCII ? (0x61...0x7A).contains(scalar.value) : scalar.properties.isAlphabetic
  }

  /// A letter, or a mark that belongs to the letter before it.
  var isWordLetter: Bool {
    if isLetter { return true }
    guard emoji == nil, !scalar.isASCII else { return false }
    return switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  var isASCIILetterOrDigit: Bool {
    emoji == nil && scalar.isASCII && (isLetter || isDigit)
  }

  /// Any visible ASCII character.
  var isASCIIGraphic: Bool {
    emoji == nil && (0x21...0x7E).contains(scalar.value)
  }
}
