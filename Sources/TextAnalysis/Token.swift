/// One unit of a message: a Han character, a word, a number, a sign, or something that must stay in one piece.
package struct Token: Sendable, Equatable {
  package enum Kind: Sendable {
    case han, word, number, symbol, emoji, link, email
    /// An order number, card number or phone number, such as `A1029` or `6222 0210 1234 5678`.
    case code
  }

  /// The normalised surface: NFKC, lower case, Simplified Chinese.
  package let text: String
  /// The English stem of a Latin word; `text` for everything else.
  package let stem: String
  package let kind: Kind
  /// UTF-8 byte offsets into the original text.
  package let range: Range<Int>

  package init(text: String, stem: String, kind: Kind, range: Range<Int>) {
    self.text = text
    self.stem = stem
    self.kind = kind
    self.range = range
  }
}
