import Foundation
import IntentClassifier
import Testing
import TextAnalysis
import Training

@Suite struct CorrectionTests {
  private let analyzer: Analyzer
  private let content: Content

  init() throws {
    analyzer = try Analyzer()
    func examples(_ texts: [String]) -> [Example] { texts.map { Example(text: $0, file: "a.yml", line: 1) } }
    func article(_ id: String, _ language: Language, _ title: String, _ questions: [String]) -> Article {
      Article(id: id, language: language, title: title, questions: questions, answer: "Answer.", file: "a.md", line: 1)
    }
    content = Content(
      intents: [
        Intent(
          name: "card_lost", article: "lost",
          examples: examples(["i lost my card", "my card is gone", "where did my card go", "我的卡丢了"])),
        Intent(
          name: "card_order", article: "order",
          examples: examples(["send me a card", "i want a new card", "order a card please", "我要一张卡"])),
      ],
      articles: [
        article("lost", .english, "I lost my card, what now?", ["card stolen"]),
        article("lost", .chinese, "卡丢了怎么办", []),
        article("order", .english, "How do I get a card?", ["get card"]),
      ])
  }

  private func correction(_ id: String, _ text: String, _ change: ContentCorrection.Change) -> ContentCorrection {
    ContentCorrection(id: id, text: text, language: .english, change: change)
  }

  private func texts(_ content: Content, _ intent: String) -> [String] {
    content.intent(named: intent)?.examples.map(\.text) ?? []
  }

  @Test("A corrected text becomes an example and leaves the intent and the article that had it")
  func textMoves() throws {
    let changed = try content.applying(
      [
        correction("1", "My card is GONE!", .intent("card_order")),
        correction("2", " card stolen ", .intent("card_order")),
      ], analyzer: analyzer)
    #expect(texts(changed, "card_lost") == ["i lost my card", "where did my card go", "我的卡丢了"])
    #expect(texts(changed, "card_order").suffix(2) == ["My card is GONE!", "card stolen"])
    #expect(changed.article("lost", .english)?.questions == [])
    #expect(changed.digest != content.digest)
  }

  @Test("An example that the intent has already is not added again")
  func knownExampleStays() throws {
    let changed = try content.applying([correction("1", "I lost my card.", .intent("card_lost"))], analyzer: analyzer)
    #expect(changed == content)
    #expect(changed.digest == content.digest)
  }

  @Test("The later of two corrections of a text wins")
  func laterWins() throws {
    let corrections = [
      correction("1", "plastic vanished", .intent("card_order")),
      correction("2", "plastic vanished", .intent("card_lost")),
    ]
    let changed = try content.applying(corrections, analyzer: analyzer)
    #expect(!texts(changed, "card_order").contains("plastic vanished"))
    #expect(texts(changed, "card_lost").last == "plastic vanished")
    let release = try Release.built(from: content, corrections: corrections, analyzer: analyzer)
    #expect(release.reviewed["plastic vanished"] == .intent("card_lost"))
  }

  @Test("Another sentence becomes an example, and the customer's does not")
  func otherSentence() throws {
    let changed = try content.applying(
      [correction("1", "asdf", .example(intent: "card_lost", text: "cannot find my card"))], analyzer: analyzer)
    #expect(texts(changed, "card_lost").last == "cannot find my card")
    #expect(!changed.intents.flatMap(\.examples).contains { $0.text == "asdf" })
  }

  @Test("A text becomes a question of an article, in its language where there is one, and leaves other intents")
  func question() throws {
    var chinese = correction("2", "卡不见了", .article("order"))
    chinese.language = .chinese
    let changed = try content.applying(
      [
        correction("1", "send me a card", .article("lost")), chinese,
        correction("3", "my card is gone", .article("lost")),
      ],
      analyzer: analyzer)
    #expect(changed.article("lost", .english)?.questions == ["card stolen", "send me a card", "my card is gone"])
    #expect(changed.article("order", .english)?.questions == ["get card", "卡不见了"])
    #expect(!texts(changed, "card_order").contains("send me a card"))
    #expect(texts(changed, "card_lost").contains("my card is gone"), "the article is this intent's own")
  }

  @Test("A new article takes the text as its question and can be corrected to")
  func newArticle() throws {
    let new = ContentCorrection.Change.newArticle(
      id: "pets", title: "Do you insure pets?", answer: "We do not.", tags: ["pets", " "])
    let corrections = [correction("1", "cat insurance", new), correction("2", "dog insurance", .article("pets"))]
    let release = try Release.built(from: content, corrections: corrections, analyzer: analyzer)
    let article = try #require(release.article("pets", .chinese))
    #expect(article.language == .english && article.questions == ["cat insurance", "dog insurance"])
    #expect(article.tags == ["pets"] && article.answer == "We do not.")
    #expect(release.reviewed["cat insurance"] == .article("pets"))
  }

  @Test("Corrections that cannot be applied are all named")
  func unusable() {
    let corrections = [
      correction("1", "x", .intent("nothing")), correction("2", "x", .article("nowhere")),
      correction("3", " ", .intent("card_lost")),
      correction("4", "x", .newArticle(id: "lost", title: "", answer: "A", tags: [])),
      correction("5", "x", .newArticle(id: "Bad id", title: "T", answer: " ", tags: [])),
    ]
    #expect(
      ContentError.thrown { try content.applying(corrections, analyzer: analyzer) } == [
        "correction 1: there is no intent nothing",
        "correction 2: there is no article nowhere",
        "correction 3: text is empty",
        "correction 4: there is already an article lost",
        "correction 4: title is empty",
        "correction 5: id “Bad id”: use lower case letters, digits and hyphens",
        "correction 5: answer is empty",
      ])
  }

  @Test("A release knows what people decided about a text, unless two places claim it")
  func reviewedTexts() throws {
    var content = content
    content.articles[0].questions.append("my card is gone")
    content.articles[2].questions.append("where did my card go")
    let release = try Release.built(from: content, corrections: [], analyzer: analyzer)
    #expect(release.reviewed["i lost my card"] == .intent("card_lost"))
    #expect(release.reviewed["card stolen"] == .article("lost"))
    #expect(release.reviewed[analyzer.analyzed("卡丢了怎么办？").key] == .article("lost"))
    #expect(release.reviewed["my card is gone"] == .intent("card_lost"), "the article answers the intent")
    #expect(release.reviewed["where did my card go"] == nil, "an intent and another intent's article")
    #expect(release.reviewed[""] == nil)
    #expect(Set(release.model.intents) == ["card_lost", "card_order"])
    #expect(release.intent(named: "card_order")?.article == "order")
    #expect(release.article("order", .chinese)?.language == .english)
    #expect(release.article("none", .chinese) == nil)
  }

  @Test("A correction can be written as JSON and read again")
  func codable() throws {
    let change = ContentCorrection.Change.newArticle(id: "a", title: "T", answer: "A", tags: ["x"])
    let original = correction("1", "x", change)
    let data = try JSONEncoder().encode(original)
    #expect(try JSONDecoder().decode(ContentCorrection.self, from: data) == original)
  }
}
