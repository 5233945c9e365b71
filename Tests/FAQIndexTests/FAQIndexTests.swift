import FAQIndex
import Testing
import TextAnalysis

struct FAQIndexTests {
  let analyzer: Analyzer
  let index: FAQIndex

  init() throws {
    analyzer = try Analyzer()
    let documents = [
      FAQDocument(
        id: "card-report-lost", language: .english,
        questions: ["How do I report a lost card?", "my card is gone", "card stolen what do i do"],
        answer: "Freeze the card first in the app.", tags: ["card", "lost"]),
      FAQDocument(
        id: "refund-time", language: .english, questions: ["When does a refund arrive?", "how long for money back"],
        answer: "Refunds take one to three working days.", tags: ["refund"]),
      FAQDocument(
        id: "points-expiry", language: .english, questions: ["When do reward points expire?"],
        answer: "At the end of the following calendar year.", tags: ["membership"]),
      FAQDocument(
        id: "card-report-lost", language: .chinese, questions: ["银行卡丢了怎么挂失？", "卡不见了"], answer: "先在应用里冻结银行卡。",
        tags: ["挂失"]),
      FAQDocument(
        id: "refund-time", language: .chinese, questions: ["退款多久到账？", "退的钱什么时候到"], answer: "一到三个工作日。", tags: ["退款"]),
      FAQDocument(
        id: "points-expiry", language: .chinese, questions: ["积分什么时候过期？"], answer: "次年年底。", tags: ["会员"]),
    ]
    index = FAQIndex(documents: documents, analyzer: analyzer)
  }

  private func hits(_ text: String, limit: Int = 5, language: Language? = nil) -> [FAQHit] {
    index.hits(for: analyzer.analyzed(text), limit: limit, language: language)
  }

  @Test(arguments: [
    ("i lost my card", "card-report-lost", Language.english), ("refund not arrived", "refund-time", .english),
    ("do points expire", "points-expiry", .english), ("我的卡丢了", "card-report-lost", .chinese),
    ("退款怎麼還沒到賬", "refund-time", .chinese), ("会员积分会过期吗", "points-expiry", .chinese),
  ])
  func itFindsTheArticle(text: String, id: String, language: Language) {
    let hit = hits(text).first
    #expect(hit?.id == id)
    #expect(hit?.language == language)
  }

  @Test func aMisspeltWordStillFinds() {
    #expect(hits("refnud arival").first?.id == "refund-time")
  }

  @Test(arguments: ["refnud", "refundd", "refun", "refind"])
  func aWordWithOneWrongLetterIsReadAsTheRightOne(text: String) {
    #expect(hits(text).first?.id == "refund-time")
  }

  @Test func synonymsFindEachOtherAndOneWayOnesOneWay() {
    let documents = [
      FAQDocument(id: "refund", language: .chinese, questions: ["退款多久到账"], answer: ""),
      FAQDocument(id: "card", language: .chinese, questions: ["银行卡丢失"], answer: ""),
      FAQDocument(id: "credit", language: .chinese, questions: ["办信用卡"], answer: ""),
    ]
    let phrases = Phrases(
      groups: [["退款", "返钱"]], narrower: [("花呗", "信用卡")], stops: ["请问"], analyzer: analyzer)
    let index = FAQIndex(documents: documents, phrases: phrases, analyzer: analyzer)
    func found(_ text: String) -> [String] { index.hits(for: analyzer.analyzed(text)).map(\.id) }
    #expect(found("返钱") == ["refund"])
    #expect(found("花呗").first == "credit" && found("办信用卡").first == "credit")
    #expect(found("请问").isEmpty && found("请问退款") == ["refund"])
  }

  @Test func howToAskWhyAndWhatIsReadAlike() {
    let index = FAQIndex(
      documents: [FAQDocument(id: "a", language: .chinese, questions: ["怎么退货"], answer: "")], analyzer: analyzer)
    #expect(index.hits(for: analyzer.analyzed("如何")).map(\.id) == ["a"])
  }

  @Test func wordsOfTagsAndAnswersFindToo() {
    #expect(hits("membership").first?.id == "points-expiry")
    #expect(hits("freeze").first?.id == "card-report-lost")
  }

  @Test func anArticlesOwnQuestionIsAnsweredWithConfidence() throws {
    let hit = try #require(hits("When does a refund arrive?").first)
    let thresholds = index.thresholds(for: .english)
    #expect(hit.confidence >= thresholds.answer)
    let part = try #require(hits("a refund").first)
    #expect(hit.score > part.score && hit.score <= 1)
  }

  @Test func aStrangeQuestionIsNotAnswered() {
    let thresholds = index.thresholds(for: .english)
    #expect(hits("what is the weather in paris").allSatisfy { $0.confidence < thresholds.answer })
    #expect(hits("zqxv").allSatisfy { $0.confidence < thresholds.candidate })
  }

  @Test func onlyTheWantedLanguageIsSearched() {
    #expect(hits("refund 退款", language: .chinese).allSatisfy { $0.language == .chinese })
    #expect(Set(hits("refund 退款").map(\.language)) == [.chinese, .english])
  }

  @Test func matchedTermsComeHeaviestFirst() throws {
    let hit = try #require(hits("when does my refund arrive").first)
    #expect(hit.terms.first == "arrive" || hit.terms.first == "refund")
    #expect(hit.terms.contains("when") && !hit.terms.contains("my"))
  }

  @Test func anArticleOfBothLanguagesIsGivenOnceWhenThatIsWanted() {
    let text = analyzer.analyzed("refund 退款")
    let ids = index.hits(for: text, limit: 10).map(\.id)
    let once = index.hits(for: text, limit: 10, once: true).map(\.id)
    #expect(ids.count { $0 == "refund-time" } == 2)
    #expect(once.count { $0 == "refund-time" } == 1)
    #expect(Set(once) == Set(ids) && once.count == Set(ids).count)
  }

  @Test func hitsAreOrderedAndLimited() {
    let all = hits("when does my card refund expire")
    #expect(all.map(\.confidence) == all.map(\.confidence).sorted(by: >))
    #expect(hits("card refund", limit: 1).count == 1)
    #expect(hits("card", limit: 0).isEmpty)
    #expect(hits("card", limit: -1).isEmpty)
  }

  @Test(arguments: ["", " ", "？？", "😀", "\u{0}"])
  func nothingIsFoundForATextWithoutWords(text: String) {
    #expect(hits(text).isEmpty)
  }

  @Test func anEmptyIndexFindsNothing() {
    let empty = FAQIndex(documents: [], analyzer: analyzer)
    #expect(empty.hits(for: analyzer.analyzed("card")).isEmpty)
  }

  @Test func aLongTextIsSearchedToo() {
    #expect(hits(String(repeating: "lost card ", count: 10_000)).first?.id == "card-report-lost")
  }
}
