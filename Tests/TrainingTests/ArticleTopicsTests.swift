import Testing
import TextAnalysis
import Training

@Suite("Articles as topics")
struct ArticleTopicsTests {
  private func article(_ id: String, _ language: Language, _ title: String, _ questions: [String]) -> Article {
    Article(
      id: id, language: language, title: title, questions: questions, answer: "…", file: "knowledge/x.md", line: 1)
  }

  private func intent(_ name: String, article: String?, _ examples: [String]) -> Intent {
    Intent(name: name, article: article, examples: examples.map { Example(text: $0, file: "intents/x.yml", line: 1) })
  }

  @Test("An article that no intent names is a topic of its own, with the questions of both languages")
  func ownTopic() throws {
    let content = Content(
      intents: [intent("greeting", article: nil, ["hello"])],
      articles: [
        article("card-abroad", .english, "Does my card work abroad?", ["card in spain"]),
        article("card-abroad", .chinese, "鹭卡在国外能用吗？", []),
      ])
    let topics = content.topics
    #expect(topics.map(\.name) == ["greeting", "faq/card-abroad"])
    let topic = try #require(topics.last)
    #expect(topic.isArticle)
    #expect(topic.article == "card-abroad")
    #expect(topic.titles == [.english: "Does my card work abroad?", .chinese: "鹭卡在国外能用吗？"])
    #expect(topic.examples.map(\.text) == ["Does my card work abroad?", "card in spain", "鹭卡在国外能用吗？"])
  }

  @Test("The questions of an article are examples of the only intent that names it")
  func ofTheIntent() {
    let content = Content(
      intents: [intent("card_lost", article: "card-lost", ["i lost my card"])],
      articles: [article("card-lost", .english, "How do I report a lost card?", ["I lost my card", "card gone"])])
    #expect(content.topics.count == 1)
    #expect(
      content.topics[0].examples.map(\.text) == ["i lost my card", "How do I report a lost card?", "card gone"])
    #expect(!content.topics[0].isArticle)
  }

  @Test("Questions of an article that several intents name are nobody's examples")
  func ofSeveral() {
    let content = Content(
      intents: [
        intent("hours", article: "service-hours", ["when are you open"]),
        intent("phone", article: "service-hours", ["your number"]),
      ],
      articles: [article("service-hours", .english, "When can I reach a person?", ["opening times"])])
    #expect(content.topics == content.intents)
  }
}
