import Testing
import TextAnalysis

struct EntityTests {
  /// Saturday, 2026-11-21.
  private let today: CivilDate
  private let extractor = EntityExtractor(products: ["无线降噪耳机", "Power bank"])

  init() throws { today = try #require(CivilDate(year: 2026, month: 11, day: 21)) }

  private func found(_ text: String) -> [String] {
    extractor.entities(in: text, today: today).map { "\($0.kind.rawValue) \($0.value)" }
  }

  @Test(arguments: EntityCase.amounts) func amountsHaveAValueAndACurrency(_ example: EntityCase) {
    #expect(found(example.text) == example.entities)
  }

  @Test(arguments: EntityCase.numbers) func numbersAreReadInDigitsAndWords(_ example: EntityCase) {
    #expect(found(example.text) == example.entities)
  }

  @Test(arguments: EntityCase.days) func daysAreCountedFromToday(_ example: EntityCase) {
    #expect(found(example.text) == example.entities)
  }

  @Test(arguments: EntityCase.times + EntityCase.noTimes) func timesOfDayAreOfTwentyFourHours(_ example: EntityCase) {
    #expect(found(example.text) == example.entities)
  }

  @Test(arguments: EntityCase.people) func numbersOfPeopleAndCardsHaveOneForm(_ example: EntityCase) {
    #expect(found(example.text) == example.entities)
  }

  @Test(arguments: EntityCase.orders) func ordersAndProductsAreFound(_ example: EntityCase) {
    #expect(found(example.text) == example.entities)
  }

  @Test(arguments: EntityCase.secrets) func secretsAreFoundWhereSomebodySaysThem(_ example: EntityCase) {
    #expect(found(example.text) == example.entities)
  }

  @Test(arguments: EntityCase.nothing) func whatOnlyLooksLikeANumberIsNone(_ example: EntityCase) {
    #expect(found(example.text) == [])
  }

  @Test func weeksBeginOnMonday() throws {
    let wednesday = try #require(CivilDate(year: 2026, month: 11, day: 18))
    func day(_ text: String) -> String? { extractor.entities(in: text, today: wednesday).first?.value }
    #expect(day("下周三") == "2026-11-25")
    #expect(day("next Wednesday") == "2026-11-25")
    #expect(day("周三") == "2026-11-18")
    #expect(day("这周一") == "2026-11-16")
    #expect(day("next Friday") == "2026-11-27")
    #expect(day("Friday") == "2026-11-20")
    #expect(day("last Wednesday") == "2026-11-11")
  }

  @Test func aRangeCoversTheBytesOfTheOriginal() throws {
    let text = "请退 ￥１，２００ 到尾号 1234 的卡，电话１３８００１３８０００，谢谢 zhang@example.com"
    let parts = extractor.entities(in: text, today: today).map { entity in
      String(decoding: Array(text.utf8)[entity.range], as: UTF8.self)
    }
    #expect(parts == ["￥１", "２００", "1234", "１３８００１３８０００", "zhang@example.com"])
  }

  @Test func aSumKeepsEveryDigit() {
    #expect(found("999999999999999元") == ["amount 999999999999999.00 CNY"])
    #expect(found("九千九百九十九万九千九百九十九亿元") == ["amount 9999999900000000.00 CNY"])
    #expect(found("0.000001元") == ["amount 0.000001 CNY"])
  }

  // MARK: Properties

  /// Pieces that readers begin at, so that random texts reach deep into them.
  private static let pieces =
    [
      "1", "23", "4567", "13800138000", "4111111111111111", "11010519491231002X", " ", "-", ".", ",", "，", "@", "\n",
      "+", "(",
    ]
    + ["元", "块", "万", "亿", "千", "十", "壹", "三", "点", "两", "半", "号", "月", "年", "周", "下", "上个月", "天后", "密码", "是", "验证码"]
    + [
      "password", "is", "my", "code", "in", "days", "next", "monday", "march", "hundred", "and", "a", "yuan", "$", "¥",
      "\"", "'",
    ]
    + ["尾号", "订单", "order", "A1029", "a@b.com", "👍🏽", "e\u{301}", "\u{200B}", "\u{0}", "𝟏𝟐", "٣", "ﬀ", "\u{202E}"]

  @Test func anyTextHasEntitiesInOrderWithinItsBytes() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<4_000 {
      let text = Self.text(&generator)
      var end = 0
      for entity in extractor.entities(in: text, today: today) {
        #expect(entity.range.lowerBound >= end && !entity.range.isEmpty, "\(text.debugDescription)")
        #expect(!entity.value.isEmpty)
        end = entity.range.upperBound
      }
      #expect(end <= text.utf8.count)
      _ = (Affirmation.of(text), Masking.hidingPersonalData(in: text), Masking.hidingSecrets(in: text, after: text))
    }
  }

  private static func text(_ generator: inout SeededGenerator) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...24, using: &generator) {
      if Int.random(in: 0..<4, using: &generator) == 0 {
        let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &generator))
        text.unicodeScalars.append(scalar ?? "\u{FFFD}")
      } else {
        text += pieces.randomElement(using: &generator) ?? ""
      }
    }
    return text
  }

  @Test(arguments: [
    "1", "1 ", "一", "壹", "十", "a ", "@", "a@", "+1", "(1", "1,", "1-", "one ", "hundred ", "密码", "password ",
    "password is ", "code ", "订单", "尾号", "1/", "3月", "next ", "¥", "1元", "\"", "last four ",
  ])
  func theTimeIsLinear(_ piece: String) {
    func time(_ count: Int) -> Duration {
      let text = String(repeating: piece, count: count)
      return ContinuousClock().measure { _ = extractor.entities(in: text, today: today) }
    }
    _ = time(100)
    // Sixteen times the text takes about sixteen times as long; quadratic time would be 256 times.
    let (short, long) = ((0..<3).map { _ in time(250) }.min() ?? .zero, time(4_000))
    #expect(long < max(short, .milliseconds(2)) * 100)
  }

  @Test func aDayAfterAnotherIsOneMore() throws {
    var day = try #require(CivilDate(year: 1899, month: 12, day: 31))
    for _ in 0..<80_000 {
      let next = try #require(day.adding(days: 1))
      #expect(next > day && next.weekday == day.weekday % 7 + 1)
      day = next
    }
    #expect(day.text == "2119-01-12")
    #expect(CivilDate(year: 2100, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 9999, month: 12, day: 31)?.adding(days: 1) == nil)
    #expect(CivilDate(year: 2026, month: 1, day: 31)?.adding(months: 1)?.text == "2026-02-28")
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
