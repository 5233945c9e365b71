/// Finds amounts, dates, numbers of people, cards and orders, secrets and product names in Chinese and English texts.
///
/// Any thread may use one. The time is linear in the length of the text: every reader looks ahead by a bounded number of
/// characters. No two entities share a character; a secret wins, then the longest, then the most specific.
package struct EntityExtractor: Sendable {
  private let products: PhraseTable<String>

  /// - Parameter products: names as they should come back; found whatever their case.
  package init(products: [String] = []) { self.init(products: products.map { ($0, $0) }) }

  /// - Parameter products: names with the value that each stands for; found whatever their case.
  package init(products: [(name: String, value: String)]) {
    self.products = PhraseTable(products.map { ($0.name, $0.value) })
  }

  /// What the text names, in order. Days are counted from `today`, which is the customer's.
  package func entities(in text: String, today: CivilDate) -> [Entity] {
    let folded = FoldedText(text)
    return candidates(in: folded, today: today).withoutOverlaps(in: folded).map { candidate in
      Entity(kind: candidate.kind, value: candidate.value, range: folded.bytes(of: candidate.span))
    }
  }

  private func candidates(in text: FoldedText, today: CivilDate) -> [Candidate] {
    let (money, dates) = (MoneyReader(text: text), DateReader(text: text, today: today))
    let (orders, lastFour) = (OrderNumberReader(text: text), LastFourReader(text: text))
    let (personal, times) = (PersonalNumberReader(text: text), TimeReader(text: text))
    var candidates = SecretReader(text: text).candidates()
    for index in text.units.indices where text.isBoundary(index) {
      personal.add(at: index, to: &candidates)
      if let amount = money.amount(at: index) { candidates.append(amount) }
      if let number = number(at: index, in: text) { candidates.append(number) }
      if let date = dates.date(at: index) { candidates.append(date) }
      if let time = times.time(at: index) { candidates.append(time) }
      if let order = orders.orderNumber(at: index) { candidates.append(order) }
      if let digits = lastFour.lastFour(at: index) { candidates.append(digits) }
      if let (name, end) = products.match(in: text, at: index) {
        candidates.append(Candidate(kind: .product, value: name, span: index..<end))
      }
    }
    return candidates
  }

  /// A number for itself. One Chinese digit or "one" is none unless the text has nothing else.
  private func number(at index: Int, in text: FoldedText) -> Candidate? {
    guard !text.isDigit(index - 1), !ChineseNumeral.isNumeral(text[index - 1]),
      let number = NumberReader(text: text).number(at: index)
    else { return nil }
    let isAlone = index == text.skippingSpace(0) && text.skippingSpace(number.end) == text.count
    let isCounted = MeasureWords.table.end(in: text, at: number.end) != nil
    let isAdverb = MeasureWords.adverbs.end(in: text, at: index) != nil
    guard !isAdverb, !number.isBare || isAlone || isCounted else { return nil }
    return Candidate(kind: .number, value: number.value.text(), span: index..<number.end)
  }
}

/// Words that count things in Chinese, and things that are counted and are no money.
enum MeasureWords {
  /// Words that begin like a number.
  static let adverbs = PhraseTable<Void>("十分感|十分抱|十分不|十分着|十分满|十分重|十分生|十分失|一下|一样|一直|一些|一点|一般|一起|三天两头")

  static let table = PhraseTable<Void>(
    """
    个|件|条|张|双|只|台|本|份|次|位|人|套|盒|箱|瓶|袋|部|天|年|周|月|小时|分钟|秒|分|积分|点|米|公斤|斤|克|公里|岁|页|字|户|人次|辆|笔|单|points|\
    people|times|items|pieces|steps|users|followers|km|miles|metres|meters|words|characters|tv|屏|电视|视频|\
    像素|pixels|mah|毫安|号
    """)
}
