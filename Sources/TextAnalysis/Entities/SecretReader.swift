/// Reads passwords and one-time codes that somebody types.
///
/// A password is a run of visible ASCII characters behind a word for one ("my password is hunter2", 密码abc123) or before
/// it ("hunter2 is my password"). Where only letters stand there it must be said that they are one: "password is wrong"
/// has none. A code is 4 to 8 digits near a word for one. Better a number too many than a secret kept.
struct SecretReader {
  /// How far behind its name a password, or a code, may be.
  private static let (passwordReach, codeReach, plainCodeReach) = (40, 40, 24)
  private static let longestValue = 128
  private static let (closing, fullStop) = (UInt32(0x22), UInt32(0x3002))

  let text: FoldedText

  func candidates() -> [Candidate] {
    var candidates: [Candidate] = []
    for index in text.units.indices {
      guard let (name, end) = SecretWords.names.match(in: text, at: index), !isOther(name, index) else { continue }
      switch name {
      case .password:
        candidates += [password(after: end), valueBefore(index, isCode: false)].compactMap { $0 }
      case .cardCode: candidates += cardCode(after: end).map { [$0] } ?? []
      case .code, .plainCode:
        let behind = code(after: end, isPlain: name == .plainCode)
        let entered = name == .code ? codeEntered(before: index) : nil
        candidates += [behind, valueBefore(index, isCode: true), entered].compactMap { $0 }
      }
    }
    return candidates
  }

  /// Whether it is a postal code or the like.
  private func isOther(_ name: SecretWords.Name, _ index: Int) -> Bool {
    guard name == .plainCode, text[index - 1] == FoldedText.blank else { return false }
    var start = index - 1
    while start > 0, index - start < 16, text.isLetter(start - 1) { start -= 1 }
    return SecretWords.otherCodes.end(in: text, at: start) == index - 1
  }

  // MARK: Passwords

  private func password(after end: Int) -> Candidate? {
    var (place, isLinked, isNear, wasLinked) = (end, false, true, false)
    while place - end < Self.passwordReach, place < text.count {
      if let link = SecretWords.links.end(in: text, at: place) {
        (place, isLinked, wasLinked) = (link, true, true)
      } else if text.isSpace(place) || text[place] == Self.closing || text[place] == 0x27 {
        place += 1
      } else if text.isHan(place), SecretWords.otherNumbers.end(in: text, at: place) != nil {
        return nil
      } else if text.isHan(place) || text[place] == 0xFF0C || text[place] == 0x2C {
        (place, isLinked, isNear) = (place + 1, isLinked && text[place] == 0x4E86, false)
      } else if Self.isValue(text[place]), !isLinked, let word = plainWord(at: place), text[word] == FoldedText.blank {
        (place, isNear) = (word + 1, false)
      } else {
        break
      }
    }
    guard isLinked || isNear || wasLinked else { return nil }
    return value(at: place, isLinked: isLinked, isNear: isNear)
  }

  /// The end of a word of letters alone, as in "password for my account is".
  private func plainWord(at start: Int) -> Int? {
    let end = text.end(from: start, limit: 16, while: FoldedText.isLetter)
    return end > start && !text.isWord(end) ? end : nil
  }

  private func value(at start: Int, isLinked: Bool, isNear: Bool) -> Candidate? {
    let isQuoted = text[start - 1] == Self.closing
    var end = text.end(from: start, limit: Self.longestValue) {
      isQuoted ? $0 != Self.closing && $0 != FoldedText.lineEnd : Self.isValue($0)
    }
    while end > start, [0x2E, 0x2C, 0x3B, 0x3F, 0x22, 0x27, 0x29].contains(text[end - 1]) { end -= 1 }
    let span = start..<end
    guard span.count >= (isLinked ? 3 : 4) else { return nil }
    let isSaid = isQuoted && isLinked && text[end] == Self.closing
    guard isSaid || isSecretive(span, isLinked: isLinked, isNear: isNear) else { return nil }
    return Candidate(kind: .password, value: text.written(span), span: span)
  }

  /// Whether it looks like a password rather than like a word of the sentence.
  private func isSecretive(_ span: Range<Int>, isLinked: Bool, isNear: Bool) -> Bool {
    let units = text.units[span]
    guard units.contains(where: FoldedText.isWord) else { return isLinked && span.count >= 4 }
    if units.contains(where: { !FoldedText.isLetter($0) && $0 != 0x27 && $0 != 0x2D }) {
      return SecretWords.countedBehind.end(in: text, at: span.upperBound) == nil || isLinked && !isNumber(span)
    }
    guard isNear, SecretWords.stopWords.end(in: text, at: span.lowerBound) != span.upperBound else { return false }
    let before = text.isSpace(span.lowerBound - 1) ? span.lowerBound - 2 : span.lowerBound - 1
    return endsSentence(span.upperBound) && (isLinked || (text.isHan(before) && span.count >= 6))
  }

  private func isNumber(_ span: Range<Int>) -> Bool { text.units[span].allSatisfy(FoldedText.isDigit) }

  private static let sentenceGoesOn = PhraseTable<Void>(
    "and|but|please|pls|thanks|thank you|so|can you|could you|why|,")

  /// Whether no further word belongs to what was said.
  private func endsSentence(_ end: Int) -> Bool {
    guard text[end] == FoldedText.blank, text.isWord(end + 1) else { return true }
    return Self.sentenceGoesOn.end(in: text, at: end + 1) != nil
  }

  /// Visible ASCII.
  static func isValue(_ unit: UInt32) -> Bool { (0x21...0x7E).contains(unit) }

  /// The 3 or 4 digits printed on a card.
  private func cardCode(after end: Int) -> Candidate? {
    var place = end
    while place - end < 12, place < text.count, !text.isDigit(place) { place += 1 }
    let last = text.end(from: place, limit: 5, while: FoldedText.isDigit)
    guard (3...4).contains(last - place), text.isBoundary(place), !text.isWord(last) else { return nil }
    return Candidate(kind: .password, value: text.text(place..<last), span: place..<last)
  }

  // MARK: Codes

  private func code(after end: Int, isPlain: Bool) -> Candidate? {
    var place = end
    let limit = end + (isPlain ? Self.plainCodeReach : Self.codeReach)
    while place < min(limit, text.count) {
      if text[place] == Self.fullStop || SecretWords.otherNumbers.end(in: text, at: place) != nil { return nil }
      if !isPlain, let span = mixedCode(at: place), isLinked(end, place) {
        return Candidate(kind: .oneTimeCode, value: text.text(span).uppercased(), span: span)
      }
      if let span = digits(at: place) {
        if isCode(span), !isPlain || isLinked(end, span.lowerBound) { return candidate(span) }
        place = span.upperBound
      } else {
        place += 1
      }
    }
    return nil
  }

  /// Whether digits come straight behind "code", or after a word that says so.
  private func isLinked(_ end: Int, _ start: Int) -> Bool {
    var before = start
    while before > end, text.isSpace(before - 1) || text[before - 1] == Self.closing { before -= 1 }
    if before == end { return true }
    return (1...2).contains { before - $0 >= end && SecretWords.links.end(in: text, at: before - $0) == before }
      || (before - 3 >= end && SecretWords.links.end(in: text, at: before - 3) == before)
  }

  /// Digits, plain or Chinese, in groups with one blank or hyphen between.
  private func digits(at start: Int) -> Range<Int>? {
    guard isDigit(start), text.isBoundary(start) else { return nil }
    var end = text.end(from: start, limit: 20) { FoldedText.isDigit($0) || ChineseNumeral.digit($0) != nil }
    while text[end] == FoldedText.blank || text[end] == 0x2D, text.isDigit(end + 1), end - start < 20 {
      end = text.end(from: end + 1, limit: 20, while: FoldedText.isDigit)
    }
    return start..<end
  }

  private func isDigit(_ index: Int) -> Bool { text.isDigit(index) || ChineseNumeral.digit(text[index]) != nil }

  private func isCode(_ span: Range<Int>) -> Bool {
    let count = text.units[span].count { $0 != FoldedText.blank && $0 != 0x2D }
    guard (4...8).contains(count), !text.isWord(span.upperBound) else { return false }
    let isDecimal = text[span.upperBound] == 0x2E && text.isDigit(span.upperBound + 1)
    return !isDecimal && SecretWords.countedBehind.end(in: text, at: text.skippingBlanks(span.upperBound)) == nil
  }

  /// 4 to 8 letters and digits, with both.
  private func mixedCode(at start: Int) -> Range<Int>? {
    guard text.isWord(start), text.isBoundary(start) else { return nil }
    let end = text.end(from: start, limit: 9, while: FoldedText.isWord)
    let units = text.units[start..<end]
    guard (4...8).contains(units.count), units.contains(where: FoldedText.isDigit),
      units.contains(where: FoldedText.isLetter)
    else { return nil }
    return start..<end
  }

  /// What was entered before the name is said: 输入了123456还是提示验证码错误.
  private func codeEntered(before name: Int) -> Candidate? {
    var end = name
    while end > 0, name - end < Self.codeReach / 2, !text.isDigit(end - 1) { end -= 1 }
    var start = end
    while start > 0, end - start < 9, text.isDigit(start - 1) { start -= 1 }
    guard start < end, text.isBoundary(start), isCode(start..<end) else { return nil }
    let isEntered = (1...8).contains { start >= $0 && SecretWords.entering.end(in: text, at: start - $0) != nil }
    let isOther = (1...8).contains { start >= $0 && SecretWords.otherNumbers.end(in: text, at: start - $0) != nil }
    return isEntered && !isOther ? candidate(start..<end) : nil
  }

  private func candidate(_ span: Range<Int>) -> Candidate {
    let digits = text.units[span].compactMap { FoldedText.isDigit($0) ? Int($0) - 0x30 : ChineseNumeral.digit($0) }
    return Candidate(kind: .oneTimeCode, value: digits.map(String.init).joined(), span: span)
  }

  // MARK: The value first

  /// "123456 is the code", abc123是我的密码.
  private func valueBefore(_ name: Int, isCode: Bool) -> Candidate? {
    var place = name
    for _ in 0..<5 {
      let start = wordStart(before: place)
      guard start < place else { break }
      if SecretWords.reverseLinks.end(in: text, at: start) != nil { return value(endingAt: start, isCode: isCode) }
      guard SecretWords.owners.end(in: text, at: start) != nil else { break }
      place = start
    }
    return nil
  }

  /// The start of the known word that ends at `end`, blanks aside.
  private func wordStart(before end: Int) -> Int {
    let last = text.isSpace(end - 1) ? end - 1 : end
    for length in stride(from: 8, through: 1, by: -1) where last >= length {
      let start = last - length
      let word = SecretWords.reverseLinks.end(in: text, at: start) ?? SecretWords.owners.end(in: text, at: start)
      if word == last { return start }
    }
    return end
  }

  private func value(endingAt place: Int, isCode: Bool) -> Candidate? {
    var end = place
    while end > 0, text.isSpace(end - 1) || text[end - 1] == Self.closing { end -= 1 }
    var start = end
    while start > 0, end - start < Self.longestValue, Self.isValue(text[start - 1]) { start -= 1 }
    while start < end, [Self.closing, 0x28, 0x27].contains(text[start]) { start += 1 }
    let span = start..<end
    guard span.count >= 4, text.units[span].contains(where: FoldedText.isDigit) else { return nil }
    if isCode { return isNumber(span) && span.count <= 8 ? candidate(span) : nil }
    return Candidate(kind: .password, value: text.written(span), span: span)
  }
}
