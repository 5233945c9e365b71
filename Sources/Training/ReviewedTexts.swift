import TextAnalysis

/// Finds the one target of every text that people gave a place to.
struct ReviewedTexts {
  private(set) var targets: [String: Target] = [:]

  init(content: Content, corrections: [ContentCorrection], analyzer: Analyzer) {
    var ambiguous: Set<String> = []
    var articles: [String: String] = [:]
    func add(_ text: String, _ target: Target) {
      let key = analyzer.analyzed(text).key
      if let other = targets[key], !Self.agree(other, target, articles) { ambiguous.insert(key) }
      targets[key] = targets[key] ?? target
    }
    for intent in content.intents {
      articles[intent.name] = intent.article
      // What is out of scope has nothing that answers it.
      guard intent.name != Intent.outOfScope else { continue }
      for example in intent.examples { add(example.text, .intent(intent.name)) }
    }
    for article in content.articles {
      for question in [article.title] + article.questions { add(question, .article(article.id)) }
    }
    for key in ambiguous { targets[key] = nil }
    for correction in corrections {
      let (text, target) = correction.decision
      targets[analyzer.analyzed(text).key] = target
    }
    targets[""] = nil
  }

  /// Whether two targets give the same answer: an intent and the article that answers it do.
  private static func agree(_ first: Target, _ second: Target, _ articles: [String: String]) -> Bool {
    switch (first, second) {
    case (.intent(let name), .article(let id)): articles[name] == id
    default: first == second
    }
  }
}
