import TextAnalysis

/// A kind of term; each has a weight and usual lengths of its own.
enum TermUnit: Int, CaseIterable, Sendable {
  /// Han characters, stems and numbers.
  case words
  /// Two Han characters side by side.
  case hanPairs
  /// Two stems side by side, or with one between them.
  case wordPairs
  /// Four letters in a row inside a Latin word and its ends.
  case letters
}

/// A number for each `TermUnit`.
typealias UnitValues = SIMD4<Float>

/// The terms of a text by which articles are found. A term is known by its 64-bit hash; those of different units differ.
struct TermExtractor {
  struct Word {
    let key: UInt64
    /// As it is written, when it is a Latin word.
    let text: String?
    /// The place of the token that it comes from, or of the first when it stands for several.
    let token: Int
    /// 1, or less for a word that holds a sentence together.
    let share: Float
    /// Where its strings are among all `letters`.
    let letters: Range<Int>
  }

  private(set) var words: [Word] = []
  private(set) var hanPairs: [UInt64] = []
  private(set) var wordPairs: [UInt64] = []
  /// Those of one word beside each other.
  private(set) var letters: [UInt64] = []

  private static let run = 4
  private static let (hanSalt, runSalt, pairSalt, skipSalt): (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)

  /// - Parameter isQuestion: whether it is asked, not indexed.
  init(_ text: AnalyzedText, phrases: Phrases, isQuestion: Bool) {
    let pieces = phrases.pieces(of: text, isQuestion: isQuestion)
    words.reserveCapacity(pieces.count)
    if text.language == .chinese {
      hanPairs.reserveCapacity(pieces.count)
    } else {
      wordPairs.reserveCapacity(2 * pieces.count)
      letters.reserveCapacity(text.tokens.reduce(0) { $0 + ($1.kind == .word ? $1.text.utf8.count : 0) })
    }
    for place in pieces.indices { append(pieces, place) }
  }

  private mutating func append(_ pieces: [Phrases.Piece], _ place: Int) {
    let piece = pieces[place]
    if place > 0 { appendPairs(pieces, place) }
    let start = letters.count
    if piece.kind == .word { appendLetters(of: piece.text) }
    words.append(
      Word(
        key: piece.key, text: piece.kind == .word ? piece.text : nil, token: piece.token,
        share: FunctionWords.share(of: piece.key), letters: start..<letters.count))
  }

  private mutating func appendPairs(_ pieces: [Phrases.Piece], _ place: Int) {
    let (piece, before) = (pieces[place], pieces[place - 1])
    if piece.kind == .han {
      guard before.kind == .han, !piece.isApart else { return }
      hanPairs.append(StableHash.combined(before.key, piece.key, salt: Self.hanSalt))
    } else if before.kind != .han {
      wordPairs.append(StableHash.combined(before.key, piece.key, salt: Self.pairSalt))
      guard place > 1, pieces[place - 2].kind != .han else { return }
      wordPairs.append(StableHash.combined(pieces[place - 2].key, piece.key, salt: Self.skipSalt))
    }
  }

  /// How many terms of each unit there are, equal ones too.
  var lengths: UnitValues {
    UnitValues(Float(words.count), Float(hanPairs.count), Float(wordPairs.count), Float(letters.count))
  }

  /// Calls `body` with each term and its unit, equal ones too.
  func visit(_ body: (UInt64, TermUnit) -> Void) {
    for word in words { body(word.key, .words) }
    for key in hanPairs { body(key, .hanPairs) }
    for key in wordPairs { body(key, .wordPairs) }
    for key in letters { body(key, .letters) }
  }

  /// The runs of four of the letters with a blank before and after them.
  private mutating func appendLetters(of word: String) {
    var window = SIMD4<UInt64>(0, 0, 0, 32)
    var count = 1
    func key() -> UInt64 {
      (0..<Self.run).reduce(0) { StableHash.combined($0, window[$1], salt: Self.runSalt) }
    }
    for scalar in word.unicodeScalars {
      window = SIMD4(window[1], window[2], window[3], UInt64(scalar.value))
      count += 1
      if count >= Self.run { letters.append(key()) }
    }
    window = SIMD4(window[1], window[2], window[3], 32)
    if count + 1 >= Self.run { letters.append(key()) }
  }
}
