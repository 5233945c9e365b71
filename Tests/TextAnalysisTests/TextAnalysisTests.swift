import Foundation
import Testing
import TextAnalysis

struct TextAnalysisTests {
  let analyzer: Analyzer

  init() throws { analyzer = try Analyzer() }

  private func texts(_ text: String) -> [String] { analyzer.analyzed(text).tokens.map(\.text) }

  @Test func aHanCharacterIsATokenAndAWordKeepsItsApostrophe() {
    #expect(texts("我的card丢了") == ["我", "的", "card", "丢", "了"])
    #expect(texts("I haven’t got 15 points!") == ["i", "haven't", "got", "15", "points", "!"])
  }

  @Test func wordsHaveEnglishStems() {
    let stems = analyzer.analyzed("refunds refunded refunding").tokens.map(\.stem)
    #expect(stems == ["refund", "refund", "refund"])
  }

  @Test func fullWidthAndInvisibleCharactersAreNormalised() {
    #expect(texts("ＣＡＲＤ？") == ["card", "?"])
    #expect(texts("re\u{200B}fu\u{AD}nd\u{0}") == ["refund"])
    #expect(texts("\u{FEFF} \u{202E}\u{7}\n\t") == [])
  }

  @Test func traditionalCharactersBecomeSimplified() {
    #expect(analyzer.analyzed("我要轉人工").key == analyzer.analyzed("我要转人工").key)
    #expect(texts("乾燥機") == ["干", "燥", "机"])
    #expect(texts("乾隆") == ["干", "隆"])
  }

  @Test(arguments: [
    ("A1029", Token.Kind.code), ("ORD-2024-0001", .code), ("400-000-1234", .code), ("6222 0210 1234 5678", .code),
    ("me.too@shop.example", .email), ("https://a.example/b?c=1", .link), ("www.a.example", .link), ("😀", .emoji),
    ("👨‍👩‍👧", .emoji), ("42", .number), ("?", .symbol), ("школа", .word),
  ])
  func whatBelongsTogetherIsOneToken(text: String, kind: Token.Kind) {
    for wrapped in [text, "订单 \(text) 好吗", "\(text)"] {
      #expect(
        analyzer.analyzed(wrapped).tokens.contains { $0.kind == kind && $0.text.hasPrefix(text.prefix(1).lowercased()) }
      )
    }
    #expect(analyzer.analyzed(text).tokens.map(\.kind) == [kind])
  }

  @Test func aDateIsNoCode() {
    #expect(texts("2024-05-01") == ["2024", "-", "05", "-", "01"])
    #expect(!analyzer.analyzed("covid-19 mp3").tokens.contains { $0.kind == .code })
  }

  @Test func aSentenceEndsOutsideTheLink() {
    #expect(texts("see https://a.example/b).") == ["see", "https://a.example/b", ")", "."])
  }

  @Test(arguments: [
    ("我的卡丢了", Language.chinese), ("where is my card", .english), ("我的 order 到哪了", .chinese),
    ("what does 鹭卡 mean for me please", .english),
  ])
  func theLanguageIsThatOfMostOfTheText(text: String, language: Language) {
    #expect(analyzer.analyzed(text).language == language)
  }

  @Test func everyRunHasItsLanguage() {
    let runs = analyzer.analyzed("我的iPhone15订单 where is it? привет").languageRuns
    #expect(runs.map(\.language) == [.chinese, .english, .chinese, .english])
    #expect(runs.map(\.tokens) == [0..<2, 2..<4, 4..<6, 6..<11])
    #expect(runs.map(\.confidence).prefix(3) == [1, 1, 1])
    #expect(runs[3].confidence == 0.5)
    #expect(analyzer.analyzed("школа").languageConfidence == 0)
    #expect(analyzer.analyzed("").languageRuns.isEmpty)
  }

  @Test(arguments: [
    ("dont", "don't"), ("Cant", "can't"), ("don’t", "don't"), ("im", "i'm"), ("whats", "what's"), ("its", "its"),
    ("soooo", "so"), ("pleaseeee", "please"), ("cooool", "cool"), ("helllooo", "hello"), ("aaaaa", "aaa"),
    ("balloon", "balloon"), ("agree", "agree"),
  ])
  func aWordHasItsUsualForm(written: String, usual: String) {
    let token = analyzer.analyzed("- \(written) -").tokens[1]
    #expect(token.text == usual)
    #expect(token.range == 2..<(2 + written.utf8.count))
  }

  @Test func anAnalysedTokenStaysAsItIs() {
    var random = SystemRandomNumberGenerator()
    let some = [
      "我要轉人工，乾隆瞭解看著", "pls dont sooooo 6222 0210 1234 5678 ½ ﬁne ＡＢ １２", "me@x.example 👨‍👩‍👧!! www.a.example/b?c",
    ]
    for text in some + (0..<2_000).map({ _ in randomText(&random) }) {
      for token in analyzer.analyzed(text).tokens {
        let again = analyzer.analyzed(token.text).tokens.map(\.text)
        #expect(again == [token.text], "\(token.text.unicodeScalars.map(\.value)) \(text.unicodeScalars.map(\.value))")
      }
    }
  }

  @Test func withoutLettersTheLanguageIsUncertain() {
    #expect(analyzer.analyzed("?? 123").languageConfidence == 0)
    #expect(analyzer.analyzed("你好").languageConfidence == 1)
  }

  @Test func theKeyIgnoresCaseWidthAndPunctuation() {
    #expect(analyzer.analyzed("Where IS my card?!").key == analyzer.analyzed("where is my ｃａｒｄ").key)
    #expect(analyzer.analyzed("...").key.isEmpty)
  }

  @Test func rangesPointIntoTheOriginal() {
    let text = "Ｈi 我的卡, A1029"
    let bytes = Array(text.utf8)
    let spans = analyzer.analyzed(text).tokens.map { String(decoding: bytes[$0.range], as: UTF8.self) }
    #expect(spans == ["Ｈi", "我", "的", "卡", ",", "A1029"])
  }

  @Test func anyUnicodeTextHasAnAnalysis() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let text = randomText(&random)
      let analyzed = analyzer.analyzed(text)
      let count = text.utf8.count
      var before = 0
      for token in analyzed.tokens {
        #expect(!token.text.isEmpty)
        #expect(token.range.lowerBound >= before && token.range.upperBound <= count && !token.range.isEmpty)
        before = token.range.lowerBound
      }
      #expect((0...1).contains(analyzed.languageConfidence))
    }
  }

  /// Scalars from all of Unicode, mixed with those that have a meaning for the tokenizer.
  private func randomText(_ random: inout some RandomNumberGenerator) -> String {
    let meaningful = Array("aZ09 .@-'’:/我體國\u{301}\u{200D}\u{FE0F}\u{1F468}\u{20E3}h w\r\n%_+\u{1F1E8}".unicodeScalars)
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...40, using: &random) {
      if Bool.random(using: &random), let scalar = meaningful.randomElement(using: &random) {
        text.append(scalar)
      } else if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random)) {
        text.append(scalar)
      }
    }
    return String(text)
  }

  @Test(
    "Time grows in proportion to length, whatever the text",
    arguments: ["a.b-", "字", "體", "http://", "1234-", "1234 ", "'", "a@", "e\u{301}", "\u{301}", "😀", "www."])
  func timeIsLinear(piece: String) {
    // Of this thread alone, so that a busy machine changes nothing.
    func processorTime() -> Duration {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
    func fastest(_ count: Int) -> Duration {
      let text = String(repeating: piece, count: count)
      return (0..<3).map { _ in
        let begin = processorTime()
        _ = analyzer.analyzed(text)
        return processorTime() - begin
      }.min() ?? .zero
    }
    // Sixteen times the text would take 256 times as long if it were quadratic.
    #expect(fastest(16_000) < fastest(1_000) * 80 + .milliseconds(20))
  }

  @Test func manyThreadsMayUseOneAnalyzer() async {
    let expected = analyzer.analyzed("refunds 轉帳 arrived").tokens
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask { [analyzer] in
          (0..<200).allSatisfy { _ in analyzer.analyzed("refunds 轉帳 arrived").tokens == expected }
        }
      }
      for await same in group { #expect(same) }
    }
  }

  @Test(arguments: [0, 1, 2, 1_000, 65_536])
  func aHashIndexFindsItsKeysAndNoOthers(count: Int) {
    let keys = (0..<UInt64(2 * count + 2)).map { StableHash.combined($0, 7, salt: 9) }
    let index = HashIndex(Array(keys.prefix(count)))
    let places = [Int32](unsafeUninitializedCapacity: keys.count) { places, found in
      keys.withUnsafeBufferPointer { index.find($0, places: places) }
      found = keys.count
    }
    #expect(places.prefix(count).elementsEqual(0..<Int32(count)))
    #expect(places.dropFirst(count).allSatisfy { $0 == -1 })
    #expect(zip(keys, places).allSatisfy { Int32(index.place(of: $0) ?? -1) == $1 })
  }
}
