import Foundation
import Testing
import TextAnalysis
import Training

@Suite struct IntentReadingTests {
  @Test("An intent file gives intents, examples with entities, and responses with buttons")
  func readsEverything() throws {
    let folder = try TemporaryFolder([
      "intents/cards.yml": """
      version: "3.1"
      nlu:
      - intent: card_lost
        metadata:
          title: {zh: 银行卡丢失, en: Lost card}
          category: cards
          escalate: urgent
        examples: |
          - 我的卡丢了

          - i lost my card [4021](card_last4)
          - pay [two hundred]{"entity": "amount", "value": "200", "role": "total"} now
          - look at [this] thing
      - intent: card_freeze
        metadata:
          title: {zh: 冻结, en: Freeze}
          article: help
        examples:
        - text: |
            freeze it
        - text: 冻结卡
      responses:
        utter_card_lost:
        - text: One moment.
          translation: {zh: 请稍等。}
          buttons:
          - title: Freeze
            translation: {zh: 冻结}
            payload: /card_freeze
      """,
      "knowledge/help.en.md": TemporaryFolder.article("Help"), "knowledge/help.zh.md": TemporaryFolder.article("帮助"),
    ])
    let content = try Content.read(
      intents: folder.url.appending(path: "intents"), knowledge: folder.url.appending(path: "knowledge"))
    let lost = try #require(content.intent(named: "card_lost"))
    #expect(lost.titles == [.chinese: "银行卡丢失", .english: "Lost card"])
    #expect(lost.category == "cards" && lost.escalation == .urgent && lost.article == nil)
    #expect(
      lost.examples.map(\.text) == [
        "我的卡丢了", "i lost my card 4021", "pay two hundred now", "look at [this] thing",
      ])
    #expect(lost.examples.map(\.line) == [9, 11, 12, 13])
    #expect(lost.examples[1].entities == [EntitySpan(range: 15..<19, entity: "card_last4")])
    #expect(lost.examples[2].entities == [EntitySpan(range: 4..<15, entity: "amount", value: "200", role: "total")])
    #expect(lost.response[.chinese] == Response(text: "请稍等。", buttons: [.init(title: "冻结", payload: "/card_freeze")]))
    #expect(lost.response[.english]?.buttons.first?.intent == "card_freeze")
    let freeze = try #require(content.intent(named: "card_freeze"))
    #expect(freeze.examples.map(\.text) == ["freeze it", "冻结卡"])
    #expect(freeze.examples.map(\.line) == [20, 21])
    #expect(content.article("help", .chinese)?.title == "帮助")
  }

  @Test("All mistakes of all files are listed at once, by file and line")
  func goldenListing() throws {
    let folder = try TemporaryFolder([
      "intents/a.yml": """
      version: "3.1"
      stories: []
      nlu:
      - intent: card_lost
        metadata:
          title: {zh: 丢卡}
          colour: red
          article: card-report-lost
          escalate: soon
        examples: |
          - I lost my card
          - i LOST my card!
          -
          no dash
          - mark [4021](
      - intent: Card-Block
        examples: |
          - block it
      responses:
        utter_card_lost:
        - text: One moment.
          buttons:
          - title: Freeze
            translation: {zh: 冻结}
            payload: /card_freeze
        utter_nothing:
        - text: Hm.
          translation: {zh: 嗯。}
      """,
      "intents/b.yaml": """
      nlu:
      - intent: card_lost
        metadata:
          title: {zh: 丢卡, en: Lost}
          escalate: normal
        examples: |
          - gone
      - intent: blocked
        metadata:
          title: {zh: 冻结, en: Blocked}
          escalate: normal
        examples: |
          - block it
      - regex: number
        examples: |
          - x
      """,
      "intents/c.yml": "version: \"3.1\"\nnlu:\n- intent: [unclosed\n",
      "knowledge/help.en.md": TemporaryFolder.article("Help"), "knowledge/help.fr.md": TemporaryFolder.article("Aide"),
    ])
    #expect(
      folder.problems() == [
        "intents/a.yml:2: unknown key “stories” in the file; known are version, nlu, responses, slots, flows",
        "intents/a.yml:6: title in en is missing",
        "intents/a.yml:7: unknown key “colour” in metadata; known are title, category, article, escalate",
        "intents/a.yml:8: there is no article card-report-lost",
        "intents/a.yml:9: escalate must be normal or urgent",
        "intents/a.yml:12: example “i LOST my card!” is already an example at intents/a.yml:11",
        "intents/a.yml:13: the example is empty",
        "intents/a.yml:14: an example must begin with “- ”: no dash",
        "intents/a.yml:15: the entity mark after “[4021]” is not closed",
        "intents/a.yml:16: intent name “Card-Block”: use lower case letters, digits and underscores",
        "intents/a.yml:16: intent Card-Block has no title; write title: {zh: …, en: …} in its metadata",
        "intents/a.yml:16: intent Card-Block has no article, no response, no escalate and no flow",
        "intents/a.yml:21: translation of text is missing; write translation: {zh: …}",
        "intents/a.yml:25: payload /card_freeze: there is no intent card_freeze",
        "intents/a.yml:26: utter_nothing: there is no intent nothing, and no flow says it",
        "intents/b.yaml:1: version is missing; write version: \"3.1\"",
        "intents/b.yaml:2: intent card_lost is already in intents/a.yml:4",
        "intents/b.yaml:13: example “block it” is already an example of intent Card-Block at intents/a.yml:18",
        "intents/b.yaml:14: unknown key “regex” in an item of nlu; known are intent, metadata, examples",
        "intents/b.yaml:14: an item of nlu names no intent",
        "intents/c.yml:4: is not YAML: while parsing a flow sequence, did not find expected ',' or ']'",
        "knowledge/help.en.md:3: article help is missing in zh",
        "knowledge/help.fr.md: the name must end in .zh.md or .en.md",
      ])
  }

  @Test(
    "Each mistake in an intent file is named",
    arguments: [
      ("", "1: the file is empty"),
      ("- a\n- b\n", "1: the file must have keys: version, nlu, responses, slots, flows"),
      ("version: \"9\"\nnlu: []\n", "1: version “9” is not known; write version: \"3.1\""),
      ("version: \"3.1\"\nnlu: words\n", "2: nlu must be a list"),
      ("version: \"3.1\"\nnlu:\n- words\n", "3: an item of nlu must have keys: intent, metadata, examples"),
      ("version: \"3.1\"\nversion: \"3.1\"\n", "1: the key “version” is there twice"),
      (
        "version: \"3.1\"\nnlu:\n- intent: a\n  metadata: {escalate: normal, title: {zh: 一, en: A}}\n",
        "3: intent a has no examples"
      ),
      (
        "version: \"3.1\"\nnlu:\n- intent: a\n  metadata: {escalate: normal, title: {zh: '', en: A}}\n  examples: |\n    - x\n",
        "4: title in zh is empty"
      ),
      (
        TemporaryFolder.intent("a", "- x") + "responses:\n  greet:\n  - text: x\n",
        "10: “greet” must be utter_ and the name of an intent, or of what a flow says"
      ),
      (
        TemporaryFolder.intent("a", "- x") + "responses:\n  utter_a:\n  - text: x\n    image: y\n",
        "12: unknown key “image” in utter_a; known are text, translation, buttons"
      ),
      (
        TemporaryFolder.intent("a", "- x") + "responses:\n  utter_a:\n  - translation: {zh: 好}\n", "11: text is missing"
      ),
      (TemporaryFolder.intent("a", "- x") + "responses:\n  utter_a: []\n", "10: utter_a has no text"),
      (TemporaryFolder.intent("a", "- ???"), "8: example “???” has no words"),
      (
        TemporaryFolder.intent("a", "- buy [it]{\"what\": 1}"),
        "8: {\"what\": 1} is not an entity mark; write {\"entity\": \"name\"}"
      ),
      (TemporaryFolder.intent("a", "- buy [it]()"), "8: an entity mark names no entity"),
    ])
  func namesMistakes(yaml: String, expected: String) throws {
    #expect(try TemporaryFolder.problems(inIntents: yaml).contains("intents/a.yml:\(expected)"))
  }

  @Test("A file that is not UTF-8 is refused with the line")
  func invalidUTF8() throws {
    let folder = try TemporaryFolder()
    try folder.write(Data("version: \"3.1\"\nnlu: ".utf8) + Data([0xff, 0xfe]), to: "intents/a.yml")
    let problems = folder.problems(knowledge: false)
    #expect(problems.first == "intents/a.yml:2: is not UTF-8 text; save the file as UTF-8")
  }

  @Test("Folders that are missing or empty are named")
  func missingFolders() throws {
    let folder = try TemporaryFolder()
    #expect(
      folder.problems() == ["intents: there is no such file or folder", "knowledge: there is no such folder"])
    try folder.write(Data("x".utf8), to: "intents/notes.txt")
    try folder.write(Data("x".utf8), to: "knowledge/notes.txt")
    #expect(
      folder.problems() == [
        "intents: has no .yml or .yaml file", "intents/notes.txt: is not read; names end in .yaml or .yml",
        "knowledge: has no article file (<topic>.<language>.md)", "knowledge/notes.txt: is not read; names end in .md",
      ])
    try folder.write(Data("version: \"3.1\"\nnlu: []\n".utf8), to: "more/a.yml")
    try folder.write(Data(), to: "more/cards/b.yml")
    let problems = Content.inspected(intents: folder.url.appending(path: "more"), knowledge: nil).problems
    #expect(
      folder.listing(problems) == [
        "more/a.yml: there are no intents at all", "more/cards: is a folder, which is not looked into",
      ])
  }

  @Test("The intent out_of_scope needs no title and no answer")
  func outOfScopeNeedsNothing() throws {
    let yaml = "version: \"3.1\"\nnlu:\n- intent: out_of_scope\n  examples: |\n    - what is love\n"
    #expect(try TemporaryFolder.problems(inIntents: yaml) == [])
  }

  @Test("The digest changes with content and with nothing else")
  func digest() throws {
    let yaml = TemporaryFolder.intent("a", "- one\n- two", metadata: "escalate: normal")
    func digest(_ yaml: String, _ name: String) throws -> String {
      let folder = try TemporaryFolder([name: yaml])
      return try Content.read(intents: folder.url.appending(path: name), knowledge: nil).digest
    }
    let first = try digest(yaml, "a.yml")
    #expect(first.count == 16)
    #expect(try digest("\n# comment\n" + yaml, "b.yml") == first)
    #expect(try digest(yaml.replacingOccurrences(of: "two", with: "three"), "a.yml") != first)
    #expect(try digest(yaml.replacingOccurrences(of: "normal", with: "urgent"), "a.yml") != first)
  }
}
