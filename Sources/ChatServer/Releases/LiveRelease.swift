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

  /// Reads a message. `fallback` is the language when the text itself has none, such as a lone number.
  package func reading(of text: String, fallback: Language) -> Reading {
    let analyzed = release.analyzer.analyzed(text)
    let language = analyzed.languageConfidence > 0 ? analyzed.language : fallback
    let candidates = release.model.prediction(for: analyzed).candidates.prefix(Self.shown)
    let hits = distinctHits(for: analyzed, language: language)
    let intentLimits = release.model.thresholds(for: language)
    let articleLimits = release.index.thresholds[language]
    let reviewed = release.reviewed[analyzed.key]
    let isNone = reviewed == .intent(Intent.outOfScope)
    let understanding = Understanding(
      intents: candidates.map { candidate in
        self.intent(candidate.intent, confidence: candidate.confidence, language: language)
      },
      articles: hits.map { Understanding.Article(id: $0.id, confidence: $0.confidence) },
      intentThresholds: Dialogue.Thresholds(
        answer: intentLimits.answer, margin: intentLimits.margin, candidate: intentLimits.candidate),
      articleThresholds: articleLimits.map {
        Dialogue.Thresholds(answer: $0.answer, margin: $0.margin, candidate: $0.candidate)
      } ?? Dialogue.Thresholds(answer: 1, margin: 0, candidate: 1),
      reviewed: isNone ? nil : reviewed.map(Self.target), isEmpty: isNone || analyzed.key.isEmpty,
      isSingleWord: !analyzed.key.contains(" "))
    return Reading(
      understanding: understanding, language: language, tokens: analyzed.tokens.map(\.text),
      intents: candidates.map { candidate in
        HandoffPacket.Intent(
          name: candidate.intent, title: title(of: .intent(candidate.intent), language),
          confidence: candidate.confidence)
      },
      articles: hits.map { hit in
        Decision.Article(
          id: hit.id, title: title(of: .article(hit.id), language), confidence: hit.confidence, terms: hit.terms)
      }, isShort: Self.isShort(analyzed))
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

  private struct Hit {
    var id: String
    var confidence: Double
    var terms: [String]
  }

  /// The best hits, an article that is found in both languages once.
  private func distinctHits(for text: AnalyzedText, language: Language) -> [Hit] {
    var seen: Set<String> = []
    return release.index.hits(for: text, limit: 2 * Self.shown)
      .filter { seen.insert($0.id).inserted }
      .prefix(Self.shown)
      .map { Hit(id: $0.id, confidence: $0.confidence, terms: Array($0.terms.prefix(8))) }
  }

  private func intent(_ name: String, confidence: Double, language: Language) -> Understanding.Intent {
    let intent = release.intent(named: name)
    return Understanding.Intent(
      name: name, confidence: confidence, article: intent?.article,
      escalation: intent?.escalation.map(Self.queue))
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
      release.intent(named: name)?.titles[language] ?? name.replacing("_", with: " ")
    case .article(let id):
      release.title(ofArticle: id, language) ?? id
    }
  }
}
