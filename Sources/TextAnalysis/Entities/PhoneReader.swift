/// Reads phone numbers: mainland mobiles and landlines, service numbers (400, 800), +CC ones, American groups of 3-3-4.
struct PhoneReader {
  private static let (plus, open, close) = (UInt32(0x2B), UInt32(0x28), UInt32(0x29))

  let text: FoldedText

  /// A number that begins with + or with an area code in parentheses.
  func phone(at start: Int) -> Candidate? {
    text[start] == Self.plus ? international(at: start) : inParentheses(at: start)
  }

  /// A number that begins with a digit.
  func phone(_ groups: DigitGroups) -> Candidate? {
    for group in groups.ends.reversed() where !text.isWord(group.end) {
      guard let number = national(groups, group.digits) ?? abroad(groups, group.digits) else { continue }
      // A group in the middle of a longer number.
      if number.first == "+" || number.first == "0", groups.start > 1, text.isDigit(groups.start - 2) { continue }
      return Candidate(kind: .phone, value: number, span: groups.start..<group.end)
    }
    return nil
  }

  private func national(_ groups: DigitGroups, _ count: Int) -> String? {
    let digits = groups.digits.prefix(count)
    for prefix in [[], [8, 6], [0, 0, 8, 6]] where count == 11 + prefix.count && digits.starts(with: prefix) {
      if Self.isMobile(digits.dropFirst(prefix.count)) { return groups.text(prefix.count..<count) }
    }
    if Self.isLandline(digits) || Self.isService(digits) { return groups.text(0..<count) }
    let isAmerican = count == 10 && Array(groups.sizes.prefix(3)) == [3, 3, 4] && (digits.first ?? 0) > 1
    return isAmerican ? groups.text(0..<count) : nil
  }

  /// 00 and the country's code.
  private func abroad(_ groups: DigitGroups, _ count: Int) -> String? {
    guard (11...17).contains(count), groups.digits.starts(with: [0, 0]), groups.digits[2] != 0 else { return nil }
    return "+" + groups.text(2..<count)
  }

  static func isMobile(_ digits: ArraySlice<Int>) -> Bool {
    digits.count == 11 && digits.first == 1 && digits[digits.startIndex + 1] >= 3
  }

  /// 010 and 02x with 7 or 8 digits, other areas 0xxx with 7 or 8.
  static func isLandline(_ digits: ArraySlice<Int>) -> Bool {
    guard (10...12).contains(digits.count), digits.first == 0 else { return false }
    let area = digits[digits.startIndex + 1]
    return area == 1 || area == 2 ? digits.count <= 11 : area >= 3 && digits.count >= 11
  }

  private static func isService(_ digits: ArraySlice<Int>) -> Bool {
    digits.count == 10 && (digits.starts(with: [4, 0, 0]) || digits.starts(with: [8, 0, 0]))
  }

  // MARK: + and ( )

  /// E.164: at most 15 digits after the +. Blanks, hyphens and parentheses may stand between them.
  private func international(at start: Int) -> Candidate? {
    var digits: [Int] = []
    var (index, end, best) = (start + 1, start + 1, 0)
    while digits.count < 16, index - start < 32 {
      if text.isDigit(index) {
        digits.append(Int(text[index]) - 0x30)
        index += 1
        if !text.isWord(index), (8...15).contains(digits.count), isWhole(digits) { (best, end) = (digits.count, index) }
      } else if [FoldedText.blank, 0x2D, Self.open, Self.close].contains(text[index]), !digits.isEmpty {
        index += 1
      } else {
        break
      }
    }
    guard best > 0, digits.first != 0 else { return nil }
    return Candidate(kind: .phone, value: Self.canonical(Array(digits.prefix(best))), span: start..<end)
  }

  /// Whether a number of a country whose lengths are known is not too long.
  private func isWhole(_ digits: [Int]) -> Bool {
    if digits.starts(with: [8, 6]) { return digits.count <= 13 }
    return digits.first == 1 ? digits.count <= 11 : true
  }

  private static func canonical(_ digits: [Int]) -> String {
    let rest = digits.dropFirst(2)
    let text = rest.map(String.init).joined()
    guard digits.starts(with: [8, 6]) else { return "+" + digits.map(String.init).joined() }
    return isMobile(rest) || rest.first == 0 || rest.starts(with: [4, 0, 0]) ? text : "0" + text
  }

  /// (010) 8888 6666, (415) 555-2671.
  private func inParentheses(at start: Int) -> Candidate? {
    let area = text.end(from: start + 1, limit: 5, while: FoldedText.isDigit)
    guard (4...5).contains(area - start), text[area] == Self.close, !text.isWord(start - 1) else { return nil }
    let place = text[area + 1] == 0x2D ? area + 2 : text.skippingBlanks(area + 1)
    let groups = DigitGroups(in: text, at: place)
    for group in groups.ends.reversed() where !text.isWord(group.end) {
      let digits = text.units[(start + 1)..<area].map { Int($0) - 0x30 } + groups.digits.prefix(group.digits)
      let isAmerican = area - start == 4 && group.digits == 7 && digits[0] > 1
      guard Self.isLandline(digits[...]) || isAmerican else { continue }
      return Candidate(kind: .phone, value: digits.map(String.init).joined(), span: start..<group.end)
    }
    return nil
  }
}
