package import TextAnalysis

/// The few things about an intent that are asked for with every message; an `Intent` with its examples is much to hand on.
/// A class for the same reason.
package final class IntentBrief: Sendable {
  package let name: String
  package let titles: Titles
  /// The id of the article that answers it.
  package let article: String?
  package let escalation: Escalation?
  /// Whether it stands for the article.
  package let isArticle: Bool

  init(name: String, intent: Intent?) {
    self.name = name
    titles = Titles { intent?.titles[$0] ?? Titles.untitled(name) }
    article = intent?.article
    escalation = intent?.escalation
    isArticle = intent?.isArticle ?? false
  }
}

extension [IntentBrief] {
  /// The place of the topic that an article answers: of several the first.
  var topicPlaces: [String: Int] {
    Dictionary(enumerated().compactMap { place, brief in brief.article.map { ($0, place) } }) { first, _ in first }
  }
}

/// A title in every language that has one. A class so that it is handed on as one thing.
package final class Titles: Sendable {
  private let chinese: String?
  private let english: String?

  init(_ title: (Language) -> String?) {
    chinese = title(.chinese)
    english = title(.english)
  }

  package subscript(language: Language) -> String? {
    switch language {
    case .chinese: chinese
    case .english: english
    }
  }

  /// What stands for an intent without a title.
  package static func untitled(_ name: String) -> String { name.replacing("_", with: " ") }
}
