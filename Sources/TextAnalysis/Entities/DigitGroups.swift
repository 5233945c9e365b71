/// Digits with at most one blank or hyphen between their groups, as numbers of phones and cards are written.
struct DigitGroups {
  private static let mostDigits = 19

  let start: Int
  private(set) var digits: [Int] = []
  /// How many digits there are up to the end of each group, and where it ends.
  private(set) var ends: [(digits: Int, end: Int)] = []

  /// Reads on as long as there may be a number: at most 19 digits. Longer groups are no part of it.
  init(in text: FoldedText, at start: Int) {
    self.start = start
    var index = start
    while true {
      let end = text.end(from: index, limit: Self.mostDigits + 1, while: FoldedText.isDigit)
      guard end > index, digits.count + end - index <= Self.mostDigits else { return }
      digits += text.units[index..<end].map { Int($0) - 0x30 }
      ends.append((digits.count, end))
      guard text[end] == FoldedText.blank || text[end] == 0x2D, text.isDigit(end + 1) else { return }
      index = end + 1
    }
  }

  /// How many digits each group has.
  var sizes: [Int] {
    zip(ends, [0] + ends.map(\.digits)).map { $0.digits - $1 }
  }

  func text(_ range: Range<Int>) -> String { digits[range].map(String.init).joined() }
}
