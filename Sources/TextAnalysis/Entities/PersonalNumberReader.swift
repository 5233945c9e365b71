/// Reads what belongs to one person: phone numbers, email addresses, numbers of bank cards and of mainland IDs.
struct PersonalNumberReader {
  /// RFC 5321, section 4.5.3.1: at most 64 octets before the @ and 255 after it.
  private static let (longestLocalPart, longestDomain) = (64, 255)

  let text: FoldedText

  /// Adds the readings that begin at `index`, or that have their @ there.
  func add(at index: Int, to candidates: inout [Candidate]) {
    let unit = text[index]
    if FoldedText.isDigit(unit) { return addNumbers(at: index, to: &candidates) }
    let found =
      switch unit {
      case 0x40: email(at: index)
      case 0x2B, 0x28: PhoneReader(text: text).phone(at: index)
      default: Candidate?.none
      }
    if let found { candidates.append(found) }
  }

  private func addNumbers(at index: Int, to candidates: inout [Candidate]) {
    guard text.isBoundary(index), !isDecimal(index) else { return }
    let groups = DigitGroups(in: text, at: index)
    guard groups.digits.count >= 10 else { return }
    let readings = [PhoneReader(text: text).phone(groups), card(groups), identity(groups)]
    candidates += readings.compactMap { $0 }
  }

  /// Whether the digits are behind a decimal point.
  private func isDecimal(_ index: Int) -> Bool { text[index - 1] == 0x2E && text.isDigit(index - 2) }

  // MARK: Email

  private func email(at sign: Int) -> Candidate? {
    var start = sign
    while start > 0, sign - start < Self.longestLocalPart, Self.isLocalPart(text[start - 1]) { start -= 1 }
    while start < sign, !text.isWord(start) { start += 1 }
    var end = text.end(from: sign + 1, limit: Self.longestDomain) { FoldedText.isWord($0) || $0 == 0x2E || $0 == 0x2D }
    while end > sign + 1, !text.isWord(end - 1) { end -= 1 }
    guard start < sign, end > sign + 1, Self.isDomain(text.units[(sign + 1)..<end]) else { return nil }
    return Candidate(kind: .email, value: text.text(start..<end), span: start..<end)
  }

  private static func isLocalPart(_ unit: UInt32) -> Bool {
    FoldedText.isWord(unit) || [0x2E, 0x5F, 0x25, 0x2B, 0x2D].contains(unit)
  }

  /// Whether there are at least two parts, none empty, the last of letters.
  private static func isDomain(_ units: ArraySlice<UInt32>) -> Bool {
    let parts = units.split(separator: 0x2E, omittingEmptySubsequences: false)
    guard parts.count >= 2, let last = parts.last, last.count >= 2 else { return false }
    return parts.allSatisfy { !$0.isEmpty } && last.contains(where: FoldedText.isLetter)
  }

  // MARK: Cards and identity

  /// Issuers' numbers begin with 2 to 6, some old ones with 9.
  private func card(_ groups: DigitGroups) -> Candidate? {
    guard let first = groups.digits.first, (2...6).contains(first) || first == 9 else { return nil }
    for group in groups.ends.reversed() where (13...19).contains(group.digits) {
      let digits = groups.digits.prefix(group.digits)
      guard Self.isLuhn(digits), !text.isWord(group.end) else { continue }
      return Candidate(kind: .bankCard, value: digits.map(String.init).joined(), span: groups.start..<group.end)
    }
    return nil
  }

  /// ISO/IEC 7812-1, annex B: from the right every second digit is doubled; the sum of all digits ends with 0.
  private static func isLuhn(_ digits: ArraySlice<Int>) -> Bool {
    var sum = 0
    for (place, digit) in digits.reversed().enumerated() {
      let doubled = place.isMultiple(of: 2) ? digit : digit * 2
      sum += doubled > 9 ? doubled - 9 : doubled
    }
    return sum.isMultiple(of: 10) && digits.contains { $0 != 0 }
  }

  /// GB 11643-1999: region, day of birth, number and a check character by ISO 7064, MOD 11-2.
  private func identity(_ groups: DigitGroups) -> Candidate? {
    for group in groups.ends where group.digits == 18 || group.digits == 17 {
      var place = group.end
      if group.digits == 17, text[place] == 0x2D || text[place] == FoldedText.blank { place += 1 }
      let hasX = group.digits == 17 && text[place] == 0x78
      let end = hasX ? place + 1 : group.end
      guard hasX || group.digits == 18, !text.isWord(end) else { continue }
      let digits = groups.digits.prefix(group.digits) + (hasX ? [10] : [])
      guard Self.isIdentity(Array(digits)) else { continue }
      let value = digits.prefix(17).map(String.init).joined() + (hasX ? "X" : String(digits[17]))
      return Candidate(kind: .mainlandID, value: value, span: groups.start..<end)
    }
    return nil
  }

  private static let identityWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  private static let identityChecks = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2]

  private static func isIdentity(_ digits: [Int]) -> Bool {
    guard digits.count == 18, (11...91).contains(digits[0] * 10 + digits[1]) else { return false }
    let (year, month) = (number(digits[6..<10]), number(digits[10..<12]))
    guard (1850...2200).contains(year), CivilDate(year: year, month: month, day: number(digits[12..<14])) != nil else {
      return false
    }
    return identityChecks[zip(digits, identityWeights).reduce(0) { $0 + $1.0 * $1.1 } % 11] == digits[17]
  }

  private static func number(_ digits: ArraySlice<Int>) -> Int { digits.reduce(0) { $0 * 10 + $1 } }
}
