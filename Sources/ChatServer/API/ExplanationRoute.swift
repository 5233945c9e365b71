import CRM
import Database
import Dialogue
import FAQIndex
import IntentClassifier
import TextAnalysis
import Training
import WebServer

/// What weighed in a decision: the spans of the text for and against its best intents, and the terms of its best
/// articles. Computed when a person asks, so that no turn pays for it.
struct DecisionExplanation: Encodable {
  private static let intents = 3
  private static let articles = 3
  private static let terms = 8

  struct Evidence: Encodable {
    let text: String
    let weight: Double
  }

  struct Intent: Encodable {
    let name: String
    let title: String
    let rival: String?
    let support: [Evidence]
    let against: [Evidence]
  }

  struct Term: Encodable {
    let kind: String
    let text: String?
    let score: Double
    let isInQuestions: Bool?
    let isInAnswer: Bool?

    private enum CodingKeys: String, CodingKey {
      case kind, text, score
      case isInQuestions = "in_questions"
      case isInAnswer = "in_answer"
    }
  }

  struct Article: Encodable {
    let id: String
    let title: String
    let score: Double
    let likeness: Double
    let terms: [Term]
  }

  /// The release that decided, and the one that explains: when that is another, things may weigh otherwise now.
  let decidedBy: Int
  let explainedBy: Int
  let intents: [Intent]
  let articles: [Article]

  private enum CodingKeys: String, CodingKey {
    case intents, articles
    case decidedBy = "decided_by"
    case explainedBy = "explained_by"
  }

  /// - Parameter isMasked: whether personal numbers are hidden from who asks.
  init(of decision: Decision, live: LiveRelease, isMasked: Bool) {
    let text = decision.text
    let language = Language(rawValue: decision.language) ?? .english
    let analyzed = live.release.analyzer.analyzed(text)
    let shown = { (words: [String]) in isMasked ? Masking.hidingPersonalData(in: words, of: text) : words }
    decidedBy = decision.release
    explainedBy = live.number
    intents = decision.intents.prefix(Self.intents).compactMap { intent in
      guard let explanation = live.release.model.explanation(for: analyzed, intent: intent.name) else { return nil }
      return Intent(
        name: intent.name, title: intent.title,
        rival: explanation.rival.map { live.title(of: .intent($0), language) },
        support: Self.evidence(explanation.support, in: text, shown),
        against: Self.evidence(explanation.against, in: text, shown))
    }
    articles = decision.articles.prefix(Self.articles).compactMap { article in
      guard let document = live.release.document(article.id, language),
        let explanation = live.release.index.explanation(of: document, for: analyzed)
      else { return nil }
      return Article(
        id: article.id, title: article.title, score: explanation.score, likeness: explanation.likeness,
        terms: explanation.terms.prefix(Self.terms).map { term in
          Term(
            kind: term.kind.rawValue, text: term.text.flatMap { shown([$0]).first }, score: term.score,
            isInQuestions: term.isInQuestions, isInAnswer: term.isInAnswer)
        })
    }
  }

  private static func evidence(
    _ evidence: [IntentEvidence], in text: String, _ shown: ([String]) -> [String]
  ) -> [Evidence] {
    let bytes = Array(text.utf8)
    return evidence.map { item in
      let word = String(decoding: bytes[item.range.clamped(to: bytes.indices)], as: UTF8.self)
      return Evidence(text: shown([word]).first ?? word, weight: item.weight)
    }
  }
}

extension ConversationRoutes {
  /// Why the decision came out as it did, by the present release.
  func explanation(_ id: String, seq: Int, to user: User) async throws -> HTTPResponse {
    let decision = try await database.read { try DecisionStore($0).find(conversation: id, seq: seq) }
    guard let decision else { throw WireError(.notFound, "there is no such decision") }
    let live = release.value
    return .json(DecisionExplanation(of: decision, live: live, isMasked: !user.has([.agent])))
  }
}
