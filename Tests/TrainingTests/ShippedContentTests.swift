import Dialogue
import Foundation
import Testing
import TextAnalysis
import Training

/// What the repository's own `intents/` and `knowledge/` must hold.
@Suite struct ShippedContentTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  /// Read once for all tests.
  private static let loaded = Result {
    let analyzer = try Analyzer()
    let (content, problems) = Content.inspected(
      intents: root.appending(path: "intents"), knowledge: root.appending(path: "knowledge"), analyzer: analyzer)
    return (analyzer: analyzer, content: content, problems: problems)
  }

  private let analyzer: Analyzer
  private let content: Content
  private let problems: [ContentProblem]

  init() throws { (analyzer, content, problems) = try Self.loaded.get() }

  @Test("The shipped content has no mistake")
  func noMistakes() {
    #expect(problems.map(\.description) == [])
  }

  @Test("The shipped flows use every action")
  func errands() {
    let performed = content.flows.flows.flatMap(\.steps).compactMap { step -> ErrandAction? in
      if case .perform(let action) = step { action } else { nil }
    }
    #expect(Set(performed) == Set(ErrandAction.allCases))
  }

  @Test("There are at least 30 intents, each with 12 examples in each language")
  func enoughExamples() {
    let intents = content.intents.filter { $0.name != Intent.outOfScope }
    #expect(intents.count >= 30)
    for intent in intents {
      let counts = Dictionary(grouping: intent.examples) { analyzer.analyzed($0.text).language }.mapValues(\.count)
      for language in Language.allCases { #expect(counts[language, default: 0] >= 12, "\(intent.name) \(language)") }
    }
  }

  @Test("There are at least 80 articles in each language", arguments: Language.allCases)
  func enoughArticles(language: Language) {
    #expect(content.articles.count { $0.language == language } >= 80)
  }

  @Test("The intents with a meaning of their own are there", arguments: ["request_human", "greeting", "thanks"])
  func namedIntents(name: String) {
    #expect(content.intent(named: name) != nil)
  }
}
