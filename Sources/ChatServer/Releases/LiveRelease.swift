package import CRM
package import Dialogue
import FAQIndex
import IntentClassifier
import Synchronization
package import TextAnalysis
package import Training

/// A release with the number under which decisions name it.
package struct LiveRelease: Sendable {
  package let number: Int
  package let release: Release

  package init(number: Int, release: Release) {
    self.number = number
    self.release = release
  }
}

/// The release that answers now. Readers take a reference; a new one is swapped in whole.
package final class CurrentRelease: Sendable {
  private let live: Mutex<LiveRelease>

  package init(_ release: LiveRelease) { live = Mutex(release) }

  package var value: LiveRelease { live.withLock { $0 } }

  package func swap(_ release: LiveRelease) { live.withLock { $0 = release } }
}

/// One message as a release reads it: what `Dialogue` decides on, and what a decision records.
package struct Reading: Sendable {
  package var understanding: Understanding
  /// The language to answer in.
  package var language: Language
  package var tokens: [String]
  package var intents: [HandoffPacket.Intent]
  package var articles: [Decision.Article]
  /// Whether it may be a fragment of what the customer wants to say: at most three words, or six Han characters.
  package var isShort: Bool
}

extension LiveRelease {
  private static let shown = 5
  private static let shownTerms = 8

  /// Reads a message. `fallback` is the language when the text itself has none, such as a lone number.
  package func reading(of text: String, fallback: Language) -> Reading {
    let analyzed = release.analyzer.analyzed(text)
    let language = analyzed.languageConfidence > 0 ? analyzed.language : fallback
    let candidates = release.model.prediction(for: analyzed, limit: Self.shown).candidates
    let hits = release.index.hits(for: analyzed, limit: Self.shown, once: true)
    let intentLimits = release.model.thresholds(for: language)
    let articleLimits = release.index.thresholds(for: language)
    let reviewed = release.reviewed[analyzed.key]
    let isNone = reviewed == .intent(Intent.outOfScope)
    let understanding = Understanding(
      intents: candidates.map(intent),
      articles: hits.map { Understanding.Article(id: $0.id, confidence: $0.confidence) },
      intentThresholds: Dialogue.Thresholds(
        answer: intentLimits.answer, margin: intentLimits.margin, candidate: intentLimits.candidate),
      articleThresholds: Dialogue.Thresholds(
        answer: articleLimits.answer, margin: articleLimits.margin, candidate: articleLimits.candidate),
      reviewed: isNone ? nil : reviewed.map(Self.target), isEmpty: isNone || analyzed.key.isEmpty,
      isSingleWord: !analyzed.key.utf8.contains(UInt8(ascii: " ")))
    return Reading(
      understanding: understanding, language: language, tokens: analyzed.tokens.map(\.text),
      intents: candidates.map { candidate in
        HandoffPacket.Intent(
          name: candidate.intent, title: release.briefs[candidate.place].titles[language] ?? candidate.intent,
          confidence: candidate.confidence)
      },
      articles: hits.map { hit in
        Decision.Article(
          id: hit.id, title: release.title(ofArticle: hit.id, language) ?? hit.id, confidence: hit.confidence,
          terms: Self.shown(hit.terms))
      }, isShort: Self.isShort(analyzed))
  }

  private static func shown(_ terms: [String]) -> [String] {
    terms.count <= shownTerms ? terms : Array(terms.prefix(shownTerms))
  }

  private static func isShort(_ text: AnalyzedText) -> Bool {
    let halves = text.tokens.reduce(0) { halves, token in
      switch token.kind {
      case .han: halves + 1
      case .word, .number, .link, .email, .code: halves + 2
      case .symbol, .emoji: halves
      }
    }
    return halves <= 6
  }

  private func intent(_ candidate: IntentCandidate) -> Understanding.Intent {
    let brief = release.briefs[candidate.place]
    return Understanding.Intent(
      name: candidate.intent, confidence: candidate.confidence, article: brief.article,
      escalation: brief.escalation.map(Self.queue), isArticle: brief.isArticle)
  }

  static func queue(_ escalation: Escalation) -> HandoffQueue {
    switch escalation {
    case .normal: .normal
    case .urgent: .urgent
    }
  }

  private static func target(_ target: Training.Target) -> Dialogue.Target {
    switch target {
    case .intent(let name): .intent(name)
    case .article(let id): .article(id)
    }
  }

  /// What customers and agents read for an intent or article.
  package func title(of target: Dialogue.Target, _ language: Language) -> String {
    switch target {
    case .intent(let name):
      release.title(ofIntent: name, language) ?? Titles.untitled(name)
    case .article(let id):
      release.title(ofArticle: id, language) ?? id
    }
  }
}
