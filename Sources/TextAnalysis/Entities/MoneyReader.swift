/// Reads sums of money.
struct MoneyReader {
  private struct Unit: Sendable {
    let code: String
    /// -1 for a tenth, -2 for a hundredth.
    var exponent = 0
    /// Whether the word means other things too, as 块 and 分 do.
    var isDoubtful = false
  }

  private static let before = PhraseTable<String>(lists: [
    ("¥|rmb|cny|cn¥|人民币", "CNY"), ("$|us$|usd|美元|美金", "USD"), ("€|eur|欧元", "EUR"), ("£|gbp|英镑", "GBP"),
    ("hk$|hkd|港币|港元", "HKD"), ("jpy|jp¥|日元", "JPY"), ("a$|aud", "AUD"), ("c$|cad", "CAD"), ("s$|sgd", "SGD"),
    ("nt$|twd", "TWD"),
  ])
  private static let after = PhraseTable<Unit>(lists: [
    ("元整|元正|元钱|元|圆整|圆|块钱|人民币|元人民币|rmb|cny|yuan|kuai|renminbi|¥", Unit(code: "CNY")),
    ("块", Unit(code: "CNY", isDoubtful: true)),
    ("角钱|毛钱", Unit(code: "CNY", exponent: -1)), ("角|毛", Unit(code: "CNY", exponent: -1, isDoubtful: true)),
    ("分钱|fen", Unit(code: "CNY", exponent: -2)),
    ("美元|美金|美刀|刀|$|usd|us dollars|us dollar|dollars|dollar|bucks|buck", Unit(code: "USD")),
    ("cents|cent", Unit(code: "USD", exponent: -2)), ("欧元|欧|€|eur|euros|euro", Unit(code: "EUR")),
    ("英镑|镑|£|gbp|pounds|quid|pounds sterling", Unit(code: "GBP")),
    ("港币|港元|港纸|hkd|hk dollars|hong kong dollars", Unit(code: "HKD")), ("日元|日圆|yen|jpy", Unit(code: "JPY")),
    ("澳元|aud|australian dollars", Unit(code: "AUD")), ("加元|cad|canadian dollars", Unit(code: "CAD")),
    ("新币|新加坡元|sgd|singapore dollars", Unit(code: "SGD")), ("台币|新台币|twd", Unit(code: "TWD")),
  ])
  private static let amountWords = PhraseTable<Void>("金额|款项|总额|总价|amount|amount of|total|total of|sum of")
  private static let links = PhraseTable<Void>("是|为|:|of|is|was|was for|共|一共")
  private static let whole = PhraseTable<Void>("整|正")
  private static let andWord = PhraseTable<Void>("and|又|零|,")
  private static let afterDoubtful = PhraseTable<Void>("多|左右|以上|以下|以内|的|了|吧|吗|啊|呢|给|和|到|可|行|够|退")
  /// 2000多元.
  private static let about = PhraseTable<Void>("多|余|来")
  private static let tenths = PhraseTable<Void>("角|毛|角钱|毛钱")
  private static let hundredths = PhraseTable<Void>("分钱|分|cents|cent")

  let text: FoldedText

  /// The amount that begins at `start`.
  func amount(at start: Int) -> Candidate? {
    if let (code, end) = Self.before.match(in: text, at: start) { return amount(after: code, from: start, at: end) }
    if let end = Self.amountWords.end(in: text, at: start) { return said(after: end) }
    guard !text.isDigit(start - 1), text[start - 1] != 0x2E, !ChineseNumeral.isNumeral(text[start - 1]),
      let number = NumberReader(text: text).number(at: start)
    else { return nil }
    if let amount = withUnit(number, from: start) { return amount }
    let isCounted = MeasureWords.table.end(in: text, at: text.skippingBlanks(number.end)) != nil
    guard number.hasMagnitude, !isCounted else { return nil }
    return Self.candidate(number.value, nil, start..<number.end)
  }

  /// A number after a sign or the name of a currency.
  private func amount(after code: String, from start: Int, at place: Int) -> Candidate? {
    guard let number = NumberReader(text: text).number(at: text.skippingBlanks(place)), !number.isBare else {
      return nil
    }
    // The same currency may be said again behind: ¥1200元.
    let again = Self.after.match(in: text, at: text.skippingBlanks(number.end))
    let end = again.flatMap { $0.meaning.exponent == 0 ? $0.end : nil } ?? number.end
    return Self.candidate(number.value, code, start..<end)
  }

  /// A number that is said to be an amount, without a currency.
  private func said(after end: Int) -> Candidate? {
    let link = Self.links.end(in: text, at: text.skippingBlanks(end)) ?? end
    let start = text.skippingBlanks(link)
    guard text.isBoundary(start), let number = NumberReader(text: text).number(at: start), !number.isBare else {
      return nil
    }
    return withUnit(number, from: start) ?? Self.candidate(number.value, nil, start..<number.end)
  }

  private func withUnit(_ number: ReadNumber, from start: Int) -> Candidate? {
    let place = Self.about.end(in: text, at: number.end) ?? text.skippingBlanks(number.end)
    guard let (unit, end) = Self.after.match(in: text, at: place),
      let value = number.value.scaled(by: unit.exponent)
    else { return nil }
    if unit.exponent == 0, let (sum, end) = withParts(value, after: end) {
      return Self.candidate(sum, unit.code, start..<end)
    }
    guard !unit.isDoubtful || isPlain(end) || (number.isDigits && !text.isHan(end)) else { return nil }
    return Self.candidate(value, unit.code, start..<(Self.whole.end(in: text, at: end) ?? end))
  }

  /// Whether after a word with several meanings nothing follows that gives it another.
  private func isPlain(_ end: Int) -> Bool { !text.isHan(end) || Self.afterDoubtful.end(in: text, at: end) != nil }

  /// Tenths and hundredths behind the whole: 12元5角3分, 3块5, 5 dollars and 20 cents.
  private func withParts(_ whole: Quantity, after start: Int) -> (Quantity, Int)? {
    var (sum, end) = (whole, start)
    var exponent = 0
    while exponent > -2 {
      var place = text.skippingBlanks(end)
      if let and = Self.andWord.end(in: text, at: place) { place = text.skippingBlanks(and) }
      guard let part = part(at: place, below: exponent), let value = part.value.scaled(by: part.exponent),
        let next = sum.adding(value)
      else { break }
      (sum, end, exponent) = (next, part.end, part.exponent)
    }
    return exponent < 0 ? (sum, Self.whole.end(in: text, at: end) ?? end) : nil
  }

  private func part(at place: Int, below exponent: Int) -> (value: Quantity, end: Int, exponent: Int)? {
    guard let number = NumberReader(text: text).number(at: place), let value = number.value.whole, value < 100 else {
      return nil
    }
    let unit = text.skippingBlanks(number.end)
    if exponent == 0, value < 10, let end = Self.tenths.end(in: text, at: unit) { return (number.value, end, -1) }
    if let end = Self.hundredths.end(in: text, at: unit) { return (number.value, end, -2) }
    // 3块5: a digit right behind, with no word of its own.
    guard place > 0, text.isHan(place - 1), value < 10, number.end == place + 1, isPlain(number.end),
      !text.isWord(number.end)
    else { return nil }
    return (number.value, number.end, exponent - 1)
  }

  private static func candidate(_ value: Quantity, _ code: String?, _ span: Range<Int>) -> Candidate {
    Candidate(kind: .amount, value: value.text(places: 2) + (code.map { " \($0)" } ?? ""), span: span)
  }
}
