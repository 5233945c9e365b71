/// Reads codes such as A1029, and what is said to be an order's number.
struct OrderNumberReader {
  private static let names = PhraseTable<Void>(
    "订单号码|订单编号|订单号|订单|单号|运单号|快递单号|order number|order no|order no.|order id|order code|order|订单尾号")
  private static let links = PhraseTable<Void>("是|为|:|#|is|was|no|no.|number")
  private static let (mostLetters, mostDigits, longest) = (4, 20, 30)

  let text: FoldedText

  /// The code that begins at `start`, or that the word there names.
  func orderNumber(at start: Int) -> Candidate? {
    if let end = Self.names.end(in: text, at: start) { return named(after: end) }
    return general(at: start)
  }

  /// One to four letters, then four digits or more, with hyphens where people put them.
  private func general(at start: Int) -> Candidate? {
    guard text.isLetter(start), text.isBoundary(start), text[start - 1] != 0x40 else { return nil }
    let letters = text.end(from: start, limit: Self.mostLetters + 1, while: FoldedText.isLetter)
    guard letters - start <= Self.mostLetters else { return nil }
    let place = text[letters] == 0x2D ? letters + 1 : letters
    let digits = text.end(from: place, limit: Self.mostDigits + 1, while: FoldedText.isDigit)
    guard (4...Self.mostDigits).contains(digits - place) else { return nil }
    return code(start, minimum: 4)
  }

  private func named(after end: Int) -> Candidate? {
    var place = text.skippingBlanks(end)
    for _ in 0..<3 {
      guard let link = Self.links.end(in: text, at: place) else { break }
      place = text.skippingBlanks(link)
    }
    guard text.isWord(place), text.isBoundary(place) else { return nil }
    return code(place, minimum: 3)
  }

  /// Letters and digits in groups joined by hyphens, with at least so many digits.
  private func code(_ start: Int, minimum: Int) -> Candidate? {
    var end = text.end(from: start, limit: Self.longest, while: FoldedText.isWord)
    while text[end] == 0x2D, text.isWord(end + 1), end - start < Self.longest {
      end = text.end(from: end + 1, limit: Self.longest, while: FoldedText.isWord)
    }
    let units = text.units[start..<end]
    guard units.count <= Self.longest, !text.isWord(end), units.count(where: FoldedText.isDigit) >= minimum,
      text[end] != 0x40, units.count(where: FoldedText.isLetter) <= 8, !isCounted(end)
    else { return nil }
    return Candidate(kind: .orderNumber, value: text.text(start..<end).uppercased(), span: start..<end)
  }

  /// Whether it is a sum of money or a year.
  private func isCounted(_ end: Int) -> Bool {
    [0x5143, 0x5757, 0x5E74, 0x5929, 0x2E].contains(text[end]) && (text[end] != 0x2E || text.isDigit(end + 1))
  }
}
