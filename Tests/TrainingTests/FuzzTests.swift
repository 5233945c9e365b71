import FAQIndex
import Foundation
import IntentClassifier
import Testing
import TextAnalysis
import Training

/// Random and adversarial texts through everything that reads what customers write. `FRONTDESK_FUZZ_SECONDS` says for how
/// long, `FRONTDESK_FUZZ_SEED` with which texts it begins; a failure names the seed of its text.
@Suite struct FuzzTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let seconds = environment["FRONTDESK_FUZZ_SECONDS"].flatMap(Double.init) ?? 3
  private static let firstSeed = environment["FRONTDESK_FUZZ_SEED"].flatMap(UInt64.init) ?? 1

  @Test func everyTextIsReadAndNothingTraps() throws {
    let reader = try Reader()
    let end = ContinuousClock.now + .seconds(Self.seconds)
    var seed = Self.firstSeed
    while ContinuousClock.now < end {
      var texts = RandomTexts(seed: seed)
      reader.read(texts.text(), seed: seed)
      seed += 1
    }
    #expect(seed > Self.firstSeed + 10)
  }

  /// What a server has, made of a little content.
  private struct Reader {
    private let release: Release
    private let today: CivilDate

    init() throws {
      today = try #require(CivilDate(year: 2026, month: 2, day: 28))
      func examples(_ texts: [String]) -> [Example] { texts.map { Example(text: $0, file: "a.yml", line: 1) } }
      let content = Content(
        intents: [
          Intent(name: "card_lost", article: "lost", examples: examples(["i lost my card", "card gone", "我的卡丢了"])),
          Intent(name: "refund", article: "refund", examples: examples(["where is my refund", "退款多久到账"])),
        ],
        articles: [
          Article(
            id: "lost", language: .english, title: "I lost my card", answer: "Call us.", file: "a.md", line: 1),
          Article(id: "refund", language: .chinese, title: "退款多久到账", answer: "三天。", file: "a.md", line: 1),
        ])
      release = try Release.built(from: content, corrections: [], analyzer: Analyzer())
    }

    func read(_ text: String, seed: UInt64) {
      let analyzed = release.analyzer.analyzed(text)
      let size = text.utf8.count
      var last = 0
      for token in analyzed.tokens {
        #expect(token.range.lowerBound >= last && token.range.upperBound <= size, "seed \(seed)")
        last = token.range.lowerBound
      }
      for text in Set(analyzed.tokens.map(\.text)).prefix(100) {
        #expect(release.analyzer.analyzed(text).tokens.map(\.text) == [text], "seed \(seed)")
      }
      let prediction = release.model.prediction(for: analyzed)
      #expect((0...1).contains(prediction.outOfScope), "seed \(seed)")
      #expect(prediction.candidates.allSatisfy { (0...1).contains($0.confidence) }, "seed \(seed)")
      _ = release.model.explanation(for: analyzed)
      let hits = release.index.hits(for: analyzed, once: true)
      #expect(hits.allSatisfy { (0...1).contains($0.confidence) && (0...1).contains($0.score) }, "seed \(seed)")
      let entities = EntityExtractor().entities(in: text, today: today)
      #expect(entities.allSatisfy { $0.range.upperBound <= size }, "seed \(seed)")
      _ = Masking.hidingPersonalData(in: Masking.hidingSecrets(in: text))
    }
  }
}

/// The same seed makes the same text.
private struct RandomTexts {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  private mutating func number(below limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var hash = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((hash ^ (hash >> 31)) % UInt64(limit))
  }

  /// What parsers stumble over, and what the readers look for.
  private static let pieces = [
    "refund", "card", "退款", "請問轉賬", "我的iPhone15订单", "don't", "soooooo", "A10177", "https://a.b/?c=%20", "www.",
    "a@b.c", "@", "6222 0212 3456 7890", "13800138000", "密码是", "password: ", "next Wednesday", "下周三", "三百五十块",
    "$1,000.50", "e\u{301}\u{323}", "👩‍👩‍👧‍👦", "🇨🇳", "1️⃣", "\u{200B}", "\u{202E}", "\u{FEFF}", "\u{FDFA}", "ﬁ", "Ａ１", "가", "é",
    "\u{0}", "\r\n", "\t", " ", "-", ".", "'", "’", "\"", "、", "？", "İ", "ß", "ǅ", "٣", "𝒜", "\u{E000}", "\u{10FFFF}",
  ]

  mutating func text() -> String {
    let count = 1 << number(below: 9)
    let kind = number(below: 4)
    if kind == 0 { return String(decoding: (0..<count).map { _ in UInt8(number(below: 256)) }, as: UTF8.self) }
    let repeated = Self.pieces[number(below: Self.pieces.count)]
    return (0..<count).map { _ in
      switch kind {
      case 1: repeated
      case 2: Self.pieces[number(below: Self.pieces.count)]
      default: Unicode.Scalar(UInt32(number(below: 0x11_0000))).map { String(Character($0)) } ?? "\u{FFFD}"
      }
    }.joined()
  }
}
