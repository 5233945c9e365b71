package import CRM
package import Dialogue
import FAQIndex
import IntentClassifier
import SentimentClassifier
import Synchronization
package import TextAnalysis
package import Training

/// A release with the number under which decisions name it.
package struct LiveRelease: Sendable {
  package let number: Int
  package let release: Release
  /// The share of all messages that may be answered wrongly, 0 ... 1.
  package let wrongAnswers: Double
  private let chinese: Dialogue.Thresholds
  private let english: Dialogue.Thresholds

  /// The share of wrong answers that is allowed when nobody says otherwise.
  package static let usualWrongAnswers = 0.02

  package init(number: Int, release: Release, wrongAnswers: Double = usualWrongAnswers) {
    self.number = number
    self.release = release
    self.wrongAnswers = wrongAnswers
    (chinese, english) = (release.thresholds(.chinese, wrongAnswers), release.thresholds(.english, wrongAnswers))
  }

  /// The same under another escalation policy.
  func governed(by policy: PolicyContent) -> LiveRelease {
    LiveRelease(number: number, release: release.governed(by: policy), wrongAnswers: wrongAnswers)
  }

  package func thresholds(for language: Language) -> Dialogue.Thresholds {
    switch language {
    case .chinese: chinese
    case .english: english
    }
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
  /// What both say together.
  package var topics: [Decision.Topic]
  /// Whether it may be a fragment of what the customer wants to say: at most three words, or six Han characters.
  package var isShort: Bool
  /// How it sounds, −1 furious ... 1 delighted; nil when nobody can tell.
  package var sentiment: Double?
}

extension LiveRelease {
  private static let shown = 5
  private static let shownTerms = 8

  /// Reads a message. `fallback` is the language when the text itself has none, such as a lone number.
  package func reading(of text: String, fallback: Language) -> Reading {
    let analyzed = release.analyzer.analyzed(text)
    let language = analyzed.languageConfidence > 0 ? analyzed.language : fallback
    let prediction = release.model.prediction(for: analyzed, limit: Self.shown)
    let hits = release.index.hits(for: analyzed, limit: Self.shown, once: true)
    let judged = judged(release.evidence(prediction, hits, length: analyzed.tokens.count), language)
    let reviewed = release.reviewed[analyzed.key]
    let isNone = reviewed == .intent(Intent.outOfScope)
    var understanding = Understanding(
      topics: judged.map(understood), thresholds: thresholds(for: language),
      reviewed: isNone ? nil : reviewed.map(Self.target), isEmpty: isNone || analyzed.key.isEmpty,
      isSingleWord: !analyzed.key.utf8.contains(UInt8(ascii: " ")))
    understanding.language = language.rawValue
    understanding.sentiment = sentiment(of: analyzed)
    understanding.words = release.triggerWords.groups(in: analyzed)
    return Reading(
      understanding: understanding, language: language, tokens: analyzed.tokens.map(\.text),
      intents: prediction.candidates.map { candidate in
        HandoffPacket.Intent(
          name: candidate.intent, title: release.briefs[candidate.place].titles[language] ?? candidate.intent,
          confidence: candidate.confidence)
      },
      articles: hits.map { hit in
        Decision.Article(
          id: hit.id, title: release.title(ofArticle: hit.id, language) ?? hit.id, confidence: hit.confidence,
          terms: Self.shown(hit.terms))
      }, topics: judged.prefix(Self.shown).map { recorded($0, language) }, isShort: Self.isShort(analyzed),
      sentiment: understanding.sentiment)
  }

  /// How a message sounds that nobody else needs to understand.
  func sentiment(of text: String) -> Double? { sentiment(of: release.analyzer.analyzed(text)) }

  /// Nil without words and emoji: numbers, signs and what is masked say nothing of how somebody feels.
  private func sentiment(of text: AnalyzedText) -> Double? {
    let speaks = text.tokens.contains { [.han, .word, .emoji].contains($0.kind) }
    return speaks ? release.sentiment?.sentiment(of: text) : nil
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

  private struct Judged {
    let topic: Evidence.Topic
    let confidence: Double
  }

  /// The topics of the evidence with how sure they are, best first.
  private func judged(_ evidence: Evidence, _ language: Language) -> [Judged] {
    zip(evidence.topics, release.judge.confidences(of: evidence, language))
      .map { Judged(topic: $0, confidence: $1) }.sorted { $0.confidence > $1.confidence }
  }

  private func understood(_ judged: Judged) -> Understanding.Topic {
    Understanding.Topic(
      target: Self.target(judged.topic.target), confidence: judged.confidence, article: judged.topic.article,
      escalation: judged.topic.place.flatMap { release.briefs[$0].escalation }.map(Self.queue))
  }

  private func recorded(_ judged: Judged, _ language: Language) -> Decision.Topic {
    let title = judged.topic.place.flatMap { release.briefs[$0].titles[language] }
    let (kind, id) = judged.topic.target.fields
    return Decision.Topic(
      kind: kind, id: id, title: title ?? release.title(ofArticle: id, language) ?? id, confidence: judged.confidence,
      classifier: judged.topic.classifier, search: judged.topic.search)
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

extension Training.Target {
  /// How a decision names it.
  fileprivate var fields: (kind: String, id: String) {
    switch self {
    case .intent(let name): ("intent", name)
    case .article(let id): ("article", id)
    }
  }
}

extension Release {
  fileprivate func thresholds(_ language: Language, _ wrongAnswers: Double) -> Dialogue.Thresholds {
    let limits = judge.limits(for: language, wrongAnswers: wrongAnswers)
    return Dialogue.Thresholds(answer: limits.answer, offer: limits.offer)
  }
}
