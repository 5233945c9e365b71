import CRM
import Dialogue
import TextAnalysis
package import Training

/// A trainer's correction as it comes in and is kept; protocol section 3, CORRECTION.
package struct CorrectionDetail: Sendable, Codable, Equatable {
  package enum Kind: String, Sendable, Codable {
    case intent, example, article, dismiss
    case newArticle = "new_article"
  }

  package var kind: Kind
  package var intent: String?
  package var text: String?
  package var article: String?
  package var title: String?
  package var answer: String?
  package var language: String?
  package var tags: [String]?

  /// Refuses a correction that cannot be carried out, naming the field.
  func check(in live: LiveRelease) throws(WireError) {
    switch kind {
    case .intent, .example:
      guard let intent, live.release.intent(named: intent) != nil else {
        throw WireError(.badField, "intent: there is no such intent")
      }
      if kind == .example { try Self.check(text, "text", limit: 500) }
    case .article:
      guard let article, live.release.article(article, .english) != nil else {
        throw WireError(.badField, "article: there is no such article")
      }
    case .newArticle:
      try Self.check(title, "title", limit: 200)
      try Self.check(answer, "answer", limit: 4000)
      guard language.flatMap(Language.init(rawValue:)) != nil else {
        throw WireError(.badField, "language: must be zh or en")
      }
      guard (tags ?? []).count <= 20, (tags ?? []).allSatisfy({ $0.count <= 40 }) else {
        throw WireError(.badField, "tags: at most 20 of at most 40 characters")
      }
    case .dismiss: break
    }
  }

  private static func check(_ text: String?, _ field: String, limit: Int) throws(WireError) {
    guard let text, !text.allSatisfy(\.isWhitespace) else { throw WireError(.badField, "\(field): is missing") }
    guard text.unicodeScalars.count <= limit else {
      throw WireError(.badField, "\(field): must have at most \(limit) characters")
    }
  }

  /// The change to the content, or nil for a dismissal.
  package func contentCorrection(id: String, text turn: String, language turnLanguage: String) -> ContentCorrection? {
    let language = Language(rawValue: kind == .newArticle ? self.language ?? turnLanguage : turnLanguage) ?? .english
    let change: ContentCorrection.Change? =
      switch kind {
      case .intent: intent.map { .intent($0) }
      case .example: intent.flatMap { intent in text.map { .example(intent: intent, text: $0) } }
      case .article: article.map { .article($0) }
      case .newArticle:
        title.flatMap { title in
          answer.map { .newArticle(id: Self.articleID(id), title: title, answer: $0, tags: tags ?? []) }
        }
      case .dismiss: nil
      }
    return change.map { ContentCorrection(id: id, text: turn, language: language, change: $0) }
  }

  private static func articleID(_ correction: String) -> String { "reviewed-\(correction)" }
}

extension ContentCorrection {
  /// The sentence that the correction is about.
  var reviewedText: String {
    if case .example(_, let text) = change { text } else { text }
  }

  /// What that sentence should lead to.
  var target: Dialogue.Target {
    switch change {
    case .intent(let name), .example(let name, _): .intent(name)
    case .article(let id), .newArticle(let id, _, _, _): .article(id)
    }
  }
}
