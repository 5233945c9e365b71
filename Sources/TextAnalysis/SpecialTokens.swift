/// Links, email addresses and codes: what must stay in one piece.
extension Segmenter {
  private static let linkPrefixes = ["https://", "http://", "www."].map { Array($0.unicodeScalars) }
  /// RFC 5321, section 4.5.3.1: at most 64 octets before the @ and 255 after it.
  private static let longestLocalPart = 64
  private static let longestDomain = 255
  private static let longestCode = 40

  func endOfLink(from start: Int) -> Int? {
    guard units[start].scalar == "h" || units[start].scalar == "w",
      let prefix = Self.linkPrefixes.first(where: { matches($0, at: start) })
    else { return nil }
    let body = start + prefix.count
    var end = self.end(from: body, while: \.isASCIIGraphic)
    while end > body, units[end - 1].isTrailingPunctuation { end -= 1 }
    return end > body ? end : nil
  }

  private func matches(_ scalars: [Unicode.Scalar], at start: Int) -> Bool {
    guard start + scalars.count <= units.count else { return false }
    return scalars.indices.allSatisfy { units[start + $0].scalar == scalars[$0] && !units[start + $0].isEmoji }
  }

  func endOfEmail(from start: Int) -> Int? {
    let at = end(from: start, limit: Self.longestLocalPart) {
      $0.isASCIILetterOrDigit || $0.isLocalPartSign
    }
    guard at < units.count, units[at].scalar == "@" else { return nil }
    var end = self.end(from: at + 1, limit: Self.longestDomain) {
      $0.isASCIILetterOrDigit || $0.scalar == "." || $0.scalar == "-"
    }
    while end > at + 1, !units[end - 1].isASCIILetterOrDigit { end -= 1 }
    let domain = units[(at + 1)..<max(end, at + 1)]
    return domain.contains { $0.scalar == "." } ? end : nil
  }

  /// Letters and digits, in groups joined by hyphens, with at least four digits beside a letter or eight in all; or
  /// groups of four digits with blanks between, as on a card. A date such as 2024-05-01 is no code.
  func endOfCode(from start: Int) -> Int? {
    if let end = endOfCardNumber(from: start) { return end }
    var end = start
    while true {
      end = self.end(from: end, limit: Self.longestCode + 1, while: \.isASCIILetterOrDigit)
      guard end - start <= Self.longestCode else { return nil }
      guard end + 1 < units.count, units[end].scalar == "-", units[end + 1].isASCIILetterOrDigit else { break }
      end += 1
    }
    // Digits of another script go on with the number.
    guard end == units.count || !units[end].isDigit else { return nil }
    let digits = units[start..<end].count(where: \.isDigit)
    let hasLetter = units[start..<end].contains(where: \.isLetter)
    if hasLetter { return digits >= 4 ? end : nil }
    return digits >= 8 && !isDate(start..<end) ? end : nil
  }

  /// Whether digits in groups are four, two and two.
  private func isDate(_ span: Range<Int>) -> Bool {
    span.count == 10 && units[span.lowerBound + 4].scalar == "-" && units[span.lowerBound + 7].scalar == "-"
  }

  private func endOfCardNumber(from start: Int) -> Int? {
    var groups = 0
    var end = start
    while groups < 5 {
      let next = self.end(from: end, limit: 5, while: \.isDigit)
      guard next - end == 4 || (groups >= 3 && next > end && next - end < 4) else { return nil }
      groups += 1
      end = next
      guard end + 1 < units.count, units[end].scalar == " ", units[end + 1].isDigit else { break }
      end += 1
    }
    return groups >= 3 && (end == units.count || !units[end].isASCIILetterOrDigit) ? end : nil
  }
}

extension NormalizedText.Unit {
  fileprivate var isTrailingPunctuation: Bool {
    switch scalar {
    case ".", ",", ";", ":", "!", "?", ")", "]", "'", "\"", ">": true
    default: false
    }
  }

  /// What may stand in an email address before the @, beside letters and digits.
  fileprivate var isLocalPartSign: Bool {
    switch scalar {
    case ".", "_", "%", "+", "-": true
    default: false
    }
  }
}
