package import TextAnalysis

/// What a trainer made of one reviewed turn.
package struct ContentCorrection: Sendable, Codable, Equatable {
  package var id: String
  /// What the customer wrote.
  package var text: String
  package var language: Language
  package var change: Change

  package enum Change: Sendable, Codable, Equatable {
    /// The text becomes an example of the intent.
    case intent(String)
    /// Another text becomes an example of an intent; the customer's does not.
    case example(intent: String, text: String)
    /// The text becomes a question of the article.
    case article(String)
    /// The text becomes a question of an article that is new.
    case newArticle(id: String, title: String, answer: String, tags: [String])
  }

  package init(id: String, text: String, language: Language, change: Change) {
    self.id = id
    self.text = text
    self.language = language
    self.change = change
  }
}

/// What answers a text that somebody has decided about.
package enum Target: Sendable, Hashable, Codable {
  case intent(String)
  case article(String)
}

extension ContentCorrection {
  /// The text that the correction decides about, and what answers it.
  package var decision: (text: String, target: Target) {
    switch change {
    case .intent(let name): (text, .intent(name))
    case .example(let intent, let text): (text, .intent(intent))
    case .article(let id), .newArticle(let id, _, _, _): (text, .article(id))
    }
  }

  /// The place that problems name.
  var file: String { "correction \(id)" }
}
