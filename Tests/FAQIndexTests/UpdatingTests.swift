import Testing
import TextAnalysis

@testable import FAQIndex

struct UpdatingTests {
  let analyzer: Analyzer

  init() throws { analyzer = try Analyzer() }

  private func expectEqual(_ index: FAQIndex, _ random: inout RandomArticles, filter: FAQFilter? = nil) {
    let reference = Reference(index: index, versions: random.versions)
    for language in Language.allCases {
      let text = analyzer.analyzed(random.text(language))
      let hits = index.hits(for: text, limit: 5, filter: filter)
      let expected = reference.hits(for: text, limit: 5, filter: filter)
      #expect(hits.map(\.id) == expected.map(\.id), "\(text.original)")
      #expect(zip(hits, expected).allSatisfy { abs($0.score - $1.score) < 1e-6 }, "\(text.original)")
    }
  }

  @Test(arguments: 1...12) func aSearchFindsWhatScoringEveryArticleFinds(seed: UInt64) {
    var random = RandomArticles(seed: seed)
    let count = 1 + random.number(below: 150)
    let documents = (0..<count).map { _ in random.article(of: 2 * count) }
    let index = FAQIndex(documents: documents, analyzer: analyzer)
    for _ in 0..<5 { expectEqual(index, &random) }
  }

  @Test(arguments: 1...6) func itDoesAfterEveryChangeToo(seed: UInt64) {
    var random = RandomArticles(seed: seed)
    var index = FAQIndex(documents: (0..<40).map { _ in random.article(of: 60) }, analyzer: analyzer)
    for _ in 0..<30 {
      let changed = (0..<random.number(below: 4)).map { _ in random.article(of: 60) }
      let removed = FAQDocumentKey(id: "a\(random.number(below: 60))", language: .english)
      index = index.updated(setting: changed, removing: [removed])
      expectEqual(index, &random)
    }
    #expect(index.parts.count < 6)
  }

  @Test(arguments: [
    FAQFilter(language: .english), FAQFilter(tag: "v3"), FAQFilter(audience: "customers"),
    FAQFilter(audience: "staff"), FAQFilter(time: 150), FAQFilter(time: 250),
    FAQFilter(language: .chinese, audience: "customers", time: 99),
  ])
  func aFilterLeavesOutTheOthersOnly(filter: FAQFilter) {
    var random = RandomArticles(seed: 7)
    let index = FAQIndex(documents: (0..<80).map { _ in random.article(of: 100) }, analyzer: analyzer)
    for _ in 0..<5 { expectEqual(index, &random, filter: filter) }
  }

  @Test(arguments: 1...4) func anExplanationSumsToTheScore(seed: UInt64) throws {
    var random = RandomArticles(seed: seed)
    let documents = (0..<30).map { _ in random.article(of: 1000) }
    let index = FAQIndex(documents: documents, analyzer: analyzer)
    for language in Language.allCases {
      let text = analyzer.analyzed(random.text(language))
      for hit in index.hits(for: text) {
        let document = try #require(documents.last { $0.id == hit.id && $0.language == hit.language })
        let explanation = try #require(index.explanation(of: document, for: text))
        let sum = explanation.terms.reduce(explanation.likeness) { $0 + $1.score }
        #expect(abs(sum - hit.score) < 1e-5 && abs(explanation.score - hit.score) < 1e-5)
      }
    }
  }

  @Test func anExplanationMarksTheWordsThatMatch() throws {
    let lost = FAQDocument(
      id: "lost", language: .english, questions: ["I lost my card"], answer: "Freeze the card in the app.")
    let index = FAQIndex(documents: [lost], analyzer: analyzer)
    let explanation = try #require(index.explanation(of: lost, for: analyzer.analyzed("app of cards")))
    #expect(explanation.questions == [.init(text: "I lost my card", ranges: [10..<14])])
    #expect(explanation.answer.ranges == [11..<15, 23..<26])
    let card = try #require(explanation.terms.first { $0.text == "cards" })
    #expect(card.range == 7..<12 && card.isInQuestions == true && card.isInAnswer == true)
    #expect(explanation.terms.first { $0.text == "app" }?.isInQuestions == false)
  }

  @Test func aDeletedArticleIsFoundNoMore() {
    let lost = FAQDocument(id: "lost", language: .english, questions: ["I lost my card"], answer: "")
    let fee = FAQDocument(id: "fee", language: .english, questions: ["What does a card cost"], answer: "")
    let index = FAQIndex(documents: [lost, fee], analyzer: analyzer)
    let text = analyzer.analyzed("lost card")
    let without = index.updated(setting: [], removing: [lost.key])
    #expect(without.hits(for: text).map(\.id) == ["fee"] && without.count == 1)
    #expect(index.hits(for: text).map(\.id) == ["lost", "fee"])
    #expect(without.updated(setting: [], removing: [fee.key]).hits(for: text).isEmpty)
    #expect(without.updated(setting: [lost]).hits(for: text).first?.id == "lost")
  }

  @Test func aChangedArticleIsFoundAsItIsNow() {
    let old = FAQDocument(id: "a", language: .english, questions: ["I lost my card"], answer: "")
    let new = FAQDocument(id: "a", language: .english, questions: ["How do I transfer money"], answer: "")
    let index = FAQIndex(documents: [old], analyzer: analyzer).updated(setting: [new])
    #expect(index.hits(for: analyzer.analyzed("lost card")).isEmpty)
    #expect(index.hits(for: analyzer.analyzed("transfer money")).map(\.id) == ["a"])
  }

  @Test func manySmallPartsAreMerged() async {
    var random = RandomArticles(seed: 3)
    let live = LiveFAQIndex(FAQIndex(documents: [], analyzer: analyzer))
    for _ in 0..<1500 { live.update(setting: [random.article(of: 5000)]) }
    await live.settle()
    #expect(live.value.parts.count < 8)
    expectEqual(live.value, &random)
  }

  @Test func whoAsksDuringChangesFindsWhatIsThere() async {
    var random = RandomArticles(seed: 5)
    let first = (0..<300).map { _ in random.article(of: 400) }
    let live = LiveFAQIndex(FAQIndex(documents: first, analyzer: analyzer))
    var batches: [[FAQDocument]] = []
    for _ in 0..<200 { batches.append((0..<10).map { _ in random.article(of: 400) }) }
    let (changes, asked) = (batches, random)
    let analyzer = analyzer
    await withTaskGroup(of: Void.self) { group in
      group.addTask { for batch in changes { live.update(setting: batch, removing: [batch[0].key]) } }
      for seed in 1...2 {
        group.addTask {
          var own = RandomArticles(seed: UInt64(seed))
          for _ in 0..<40 {
            let index = live.value
            let text = analyzer.analyzed(own.text(.english))
            let expected = Reference(index: index, versions: asked.versions).hits(for: text, limit: 5)
            #expect(index.hits(for: text).map(\.id) == expected.map(\.id))
          }
        }
      }
    }
    await live.settle()
    expectEqual(live.value, &random)
  }

  @Test func anyBytesCanBeAsked() {
    var random = RandomArticles(seed: 11)
    let index = FAQIndex(documents: (0..<50).map { _ in random.article(of: 100) }, analyzer: analyzer)
    for _ in 0..<2000 {
      let bytes = (0..<random.number(below: 60)).map { _ in UInt8(random.number(below: 256)) }
      let hits = index.hits(for: analyzer.analyzed(String(decoding: bytes, as: UTF8.self)))
      #expect(hits.allSatisfy { (0...1).contains($0.score) && (0...1).contains($0.confidence) })
    }
  }
}
