import Foundation
import Testing
import TextAnalysis
import Training

@Suite struct KnowledgeReadingTests {
  @Test("A knowledge file gives articles with questions, tags, links and an answer with its lists")
  func readsArticles() throws {
    let folder = try TemporaryFolder([
      "intents/a.yml": TemporaryFolder.intent("a", "- x"),
      "knowledge/cards.en.md": """
      # Cards

      ## Lost a card? {#help}

      - question: my card is gone
      - question: card stolen: what now
      - tags: card, lost
      - see: freeze

      Freeze it:

      1. Open the app.
      2. Choose **Cards**.

      Call us.

      ## Freeze {#freeze}
      - Open the app.
      - Press Freeze.
      """,
      "knowledge/cards.zh.md":
        "# 卡\r\n\r\n## 丢卡 {#help}\r\n\r\n- tags: 卡，丢失\r\n\r\n先冻结。\r\n## 冻结 {#freeze}\r\n打开应用。\r\n",
      "knowledge/README.md": "notes",
    ])
    let content = try Content.read(
      intents: folder.url.appending(path: "intents"), knowledge: folder.url.appending(path: "knowledge"))
    #expect(content.articles.map(\.id) == ["help", "freeze", "help", "freeze"])
    let lost = try #require(content.article("help", .english))
    #expect(lost.title == "Lost a card?" && lost.line == 3)
    #expect(lost.questions == ["my card is gone", "card stolen: what now"])
    #expect(lost.tags == ["card", "lost"] && lost.see == ["freeze"])
    #expect(lost.answer == "Freeze it:\n\n1. Open the app.\n2. Choose **Cards**.\n\nCall us.")
    #expect(content.article("freeze", .english)?.answer == "- Open the app.\n- Press Freeze.")
    let chinese = try #require(content.article("help", .chinese))
    #expect(chinese.tags == ["卡", "丢失"] && chinese.answer == "先冻结。")
  }

  @Test("Synonyms, one-way synonyms and stop phrases are read, and mistakes in them named")
  func readsSynonyms() throws {
    func folder(_ synonyms: String) throws -> TemporaryFolder {
      try TemporaryFolder([
        "intents/a.yml": TemporaryFolder.intent("a", "- x"),
        "knowledge/cards.en.md": "## Lost {#help}\nFreeze it.\n", "knowledge/cards.zh.md": "## 丢卡 {#help}\n冻结。\n",
        "knowledge/synonyms.yml": synonyms,
      ])
    }
    func content(_ folder: TemporaryFolder) throws -> Content {
      try Content.read(
        intents: folder.url.appending(path: "intents"), knowledge: folder.url.appending(path: "knowledge"))
    }
    let good = try folder("synonyms:\n  - [lost, gone]\none_way:\n  - {from: visa, to: card}\nstop: [请问]\n")
    let wording = try content(good).wording
    #expect(wording.synonyms == [["lost", "gone"]] && wording.stops == ["请问"])
    #expect(wording.oneWay.map(\.from) == ["visa"] && wording.oneWay.map(\.to) == ["card"])
    let bad = try folder("synonyms:\n  - [lost]\none_way:\n  - {from: visa}\ncolor: red\n")
    let problems = ContentError.thrown { try content(bad) }?.map { $0.split(separator: "synonyms.yml:").last ?? "" }
    #expect(
      problems == [
        "2: a group of synonyms needs two or more", "4: one_way needs from and to",
        "5: unknown key “color” in the file; known are synonyms, one_way, stop",
      ])
  }

  @Test(
    "Each mistake in a knowledge file is named",
    arguments: [
      ("# A\nhello\n## B {#b}\nx\n", "2: text before the first article; articles begin with ## title {#id}"),
      ("# A\n# B\n## B {#b}\nx\n", "2: a second level-1 heading; a file has one topic"),
      ("## B\nx\n", "1: “B” has no id; write ## title {#id}"),
      ("## B {#Big_B}\nx\n", "1: id “Big_B”: use lower case letters, digits and hyphens"),
      ("## {#b}\nx\n", "1: the article has no title"),
      ("## B {#b}\n\n- tags: x\n\n## C {#c}\ny\n", "1: article b has no answer"),
      ("## B {#b}\n- color: red\nx\n", "2: unknown key “color”; known are question, tags, see"),
      ("## B {#b}\n- tags:\nx\n", "2: tags is empty"),
      ("## B {#b}\n- see: nowhere\nx\n", "1: b has see to nowhere, which is no article"),
      ("## B {#b}\n- see: a, b, c, d\nx\n", "2: see names 4 articles; at most 3 are shown"),
      ("## B {#b}\nx\n- question: late\n", "3: “question” in an answer; it belongs right below the heading"),
      ("## B {#b}\nx\n### Detail\n", "3: a level-3 heading; only # topic and ## article are known"),
      ("## B {#b}\nx\n## C {#b}\ny\n", "3: article b is already at knowledge/help.en.md:1"),
      ("## B {#b}\n- question: b!\nx\n", "1: question “b!” is already in this article"),
    ])
  func namesMistakes(markdown: String, expected: String) throws {
    #expect(try TemporaryFolder.problems(inKnowledge: markdown).contains("knowledge/help.en.md:\(expected)"))
  }

  @Test("A file without an article and a name without a language are named")
  func names() throws {
    #expect(try TemporaryFolder.problems(inKnowledge: "# A\n") == ["knowledge/help.en.md: has no article"])
    #expect(
      try TemporaryFolder.problems(inKnowledge: "## B {#b}\nx\n", name: "help.md")
        == ["knowledge/help.md: the name must end in .zh.md or .en.md"])
  }
}
