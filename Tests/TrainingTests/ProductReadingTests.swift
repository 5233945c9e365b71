import Foundation
import Testing
import TextAnalysis
import Training

@Suite struct ProductReadingTests {
  private static let knowledge = [
    "intents/a.yml": TemporaryFolder.intent("a", "- x\n- 某事"),
    "knowledge/help.en.md": TemporaryFolder.article("Help"), "knowledge/help.zh.md": TemporaryFolder.article("帮助"),
  ]

  @Test("Products have names in both languages and more words, and change the content's digest")
  func read() throws {
    let plain = try TemporaryFolder(Self.knowledge)
    let folder = try TemporaryFolder(Self.knowledge)
    let yaml = "products:\n- id: savings\n  title: HeronSave\n  translation: {zh: 鹭存宝}\n  words: [heron save]\n"
    try folder.write(Data(yaml.utf8), to: "knowledge/products.yml")
    let contents = try [plain, folder].map {
      try Content.read(intents: $0.url.appending(path: "intents"), knowledge: $0.url.appending(path: "knowledge"))
    }
    let product = try #require(contents[1].products.first)
    #expect(product.id == "savings")
    #expect(product.titles == [.english: "HeronSave", .chinese: "鹭存宝"])
    #expect(Set(product.names) == ["HeronSave", "鹭存宝", "heron save"])
    #expect(contents[0].products.isEmpty)
    #expect(contents[0].digest != contents[1].digest)
  }

  @Test("What is wrong with a product is named with its line")
  func problems() throws {
    let folder = try TemporaryFolder(Self.knowledge)
    let yaml = """
      products:
      - id: savings
        title: HeronSave
        translation: {zh: 鹭存宝}
      - id: savings
        title: Again
        translation: {zh: 又}
      - title: Nameless
        translation: {zh: 无名}
      """
    try folder.write(Data(yaml.utf8), to: "knowledge/products.yml")
    #expect(
      folder.problems() == [
        "knowledge/products.yml:5: product savings is there twice",
        "knowledge/products.yml:8: a product needs an id of lower case letters, digits and underscores",
      ])
  }

  @Test("The flow that identifies customers needs words for its offer")
  func offer() throws {
    let flow = """

      slots:
        mail: {type: email}
      flows:
        identify:
          steps:
          - collect: mail
      responses:
        utter_ask_mail:
        - text: Where?
          translation: {zh: 哪里？}
      """
    let problems = try TemporaryFolder.problems(
      inIntents: TemporaryFolder.intent("a", "- x\n- 某事", metadata: "escalate: normal") + flow)
    #expect(problems.contains { $0.hasSuffix("there is no response utter_identify_offer") }, "\(problems)")
  }
}
