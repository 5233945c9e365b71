import TextAnalysis

/// Which words a misspelt one may stand for: those that differ from it in one letter, or in two side by side that
/// changed places. Found by what is left of both when a letter is left out (Garbe 2012, symmetric deletes).
struct Spellings: Sendable {
  private static let lengths = 4...20
  private static let salt: UInt64 = 5

  /// Words as they are written and with a letter left out, and beside each the word it is found as.
  private let forms: HashIndex
  let keys: [UInt64]
  let words: [UInt64]

  /// - Parameter words: the key by which each is found, and how it is written. Of two with a form in common the first
  ///   has it.
  init(_ words: [(key: UInt64, text: String)]) {
    self.init(words.flatMap { word in Self.forms(of: word.text).map { (form: $0, word: word.key) } })
  }

  init(merging spellings: [Spellings]) {
    self.init(spellings.flatMap { zip($0.keys, $0.words).map { (form: $0, word: $1) } })
  }

  private init(_ entries: [(form: UInt64, word: UInt64)]) {
    var numbering = TermNumbering(expected: entries.count)
    var words: [UInt64] = []
    for entry in entries where Int(numbering.number(of: entry.form)) == words.count { words.append(entry.word) }
    self.init(forms: numbering.keys, words: words)
  }

  /// - Parameters:
  ///   - forms: all different.
  ///   - words: the word that each is found as.
  init(forms: [UInt64], words: [UInt64]) {
    keys = forms
    self.forms = HashIndex(forms)
    self.words = words
  }

  /// The words that the text may be, likeliest first.
  func words(for text: String) -> [UInt64] {
    Self.forms(of: text).compactMap { forms.place(of: $0).map { words[$0] } }
  }

  /// The word, then the word without each of its letters; nothing for words that are too short or too long.
  private static func forms(of text: String) -> [UInt64] {
    let scalars = Array(text.unicodeScalars)
    guard lengths.contains(scalars.count) else { return [] }
    return (-1..<scalars.count).map { left in
      scalars.indices.reduce(0) { hash, place in
        place == left ? hash : StableHash.combined(hash, UInt64(scalars[place].value), salt: salt)
      }
    }
  }
}
