/// Reads the last four digits of a card where they are said to be that.
struct LastFourReader {
  private static let names = PhraseTable<Void>(
    """
    尾号|卡尾号|尾数|后四位|末四位|最后四位|后4位|末4位|最后4位|ending in|ending with|ending|ends in|ends with|last four|last 4|\
    last four digits|last 4 digits
    """
  )
  private static let phones = PhraseTable<Void>("手机|电话|phone|mobile|号码")
  /// What stands behind the digits in 1234结尾.
  private static let behind = PhraseTable<Void>("结尾|收尾|尾号|为尾号")
  /// How far behind the words the digits may be.
  private static let reach = 40

  let text: FoldedText

  /// The digits that the words at `start` announce, or that begin there and are followed by such words.
  func lastFour(at start: Int) -> Candidate? {
    if let end = Self.names.end(in: text, at: start) {
      guard !isAboutPhone(before: start) else { return nil }
      return digits(after: end)
    }
    guard text.isDigit(start), text.isBoundary(start), let span = four(at: start),
      Self.behind.end(in: text, at: text.skippingBlanks(span.upperBound)) != nil
    else { return nil }
    return candidate(span)
  }

  private func digits(after end: Int) -> Candidate? {
    let place = text.end(from: end, limit: Self.reach) {
      !FoldedText.isDigit($0) && $0 != FoldedText.lineEnd && $0 != 0x3002 && $0 != 0xFF0C && $0 != 0x2C
    }
    return four(at: place).map(candidate)
  }

  private func four(at start: Int) -> Range<Int>? {
    let end = text.end(from: start, limit: 5, while: FoldedText.isDigit)
    return end - start == 4 && text.isBoundary(start) && !text.isWord(end) ? start..<end : nil
  }

  private func isAboutPhone(before start: Int) -> Bool {
    (1...6).contains { start >= $0 && Self.phones.end(in: text, at: start - $0) != nil }
  }

  private func candidate(_ span: Range<Int>) -> Candidate {
    Candidate(kind: .cardLastFour, value: text.text(span), span: span)
  }
}
