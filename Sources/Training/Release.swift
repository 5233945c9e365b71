package import Dialogue
package import FAQIndex
package import IntentClassifier
package import SentimentClassifier
package import TextAnalysis

/// Content with all that is fitted to it: what the bot answers with. Immutable and swapped whole; a class because it is
/// handed on many times for every message.
package final class Release: Sendable {
  /// With the corrections applied.
  package let content: Content
  /// 16 hexadecimal digits: releases with the same ones decide the same.
  package let digest: String
  package let analyzer: Analyzer
  package let model: IntentModel
  package let judge: Judge
  package let index: FAQIndex
  /// What people decided, by `AnalyzedText.key`: corrections, the later over the earlier, then examples and questions
  /// that belong to one target only.
  package let reviewed: [String: Target]

  /// What every message asks of the intents, in the order of `model.intents`.
  package let briefs: [IntentBrief]
  /// The place of the topic that an article answers, among them.
  private let topicPlaces: [String: Int]

  package let flows: Flows
  /// Nil without examples to fit it to.
  package let sentiment: SentimentModel?
  package let triggerWords: TriggerWords

  /// Finds what a message names, products too.
  package let extractor: EntityExtractor

  private let productTitles: [String: [Language: String]]
  private let intents: [String: Intent]
  private let articles: [String: [Language: Article]]
  private let intentTitles: [String: Titles]
  private let articleTitles: [String: Titles]

  /// Raised when the same content gives other decisions than before.
  static let version = 2

  /// Fits a release, or reads what was fitted to the same content before.
  ///
  /// - Parameters:
  ///   - cache: where models and indexes are kept; nil for nowhere.
  ///   - progress: is told the share done, 0 ... 1, from any thread.
  package static func built(
    from files: Content, corrections: [ContentCorrection], analyzer: Analyzer, cache: ReleaseCache? = nil,
    progress: Progress? = nil
  ) throws(ContentError) -> Release {
    let content = try files.applying(corrections, analyzer: analyzer)
    progress?(0.02)
    let fitting = ReleaseFitting(files: files, content: content, analyzer: analyzer, cache: cache) {
      progress?(0.1 + 0.8 * $0)
    }
    let model: IntentModel
    let judge: Judge
    do throws(IntentModelError) {
      (model, judge) = try fitting.model()
    } catch {
      throw ContentError(problems: [ContentProblem(file: "intents", line: 0, message: "\(error)")])
    }
    let index = fitting.index()
    progress?(1)
    let decisions = ReviewedTexts(content: content, corrections: corrections, analyzer: analyzer)
    return Release(
      content: content, digest: files.digest(with: corrections), analyzer: analyzer, model: model, judge: judge,
      index: index, reviewed: decisions.targets)
  }

  private init(
    content: Content, digest: String, analyzer: Analyzer, model: IntentModel, judge: Judge,
    index: FAQIndex, reviewed: [String: Target]
  ) {
    self.content = content
    self.digest = digest
    self.analyzer = analyzer
    self.model = model
    self.judge = judge
    self.index = index
    self.reviewed = reviewed
    flows = Flows(flows: content.flows.flows, slots: content.flows.slots)
    triggerWords = TriggerWords(content.policy.words, analyzer: analyzer)
    sentiment = content.tones.isEmpty ? nil : SentimentModel.fitted(to: content.sentimentExamples(analyzer: analyzer))
    extractor = EntityExtractor(
      products: content.products.flatMap { product in product.names.map { ($0, product.id) } })
    productTitles = Dictionary(content.products.map { ($0.id, $0.titles) }) { first, _ in first }
    let intents = Dictionary(content.topics.map { ($0.name, $0) }) { first, _ in first }
    self.intents = intents
    briefs = model.intents.map { IntentBrief(name: $0, intent: intents[$0]) }
    topicPlaces = briefs.topicPlaces
    intentTitles = intents.mapValues { intent in Titles { intent.titles[$0] } }
    articles = Dictionary(grouping: content.articles, by: \.id).mapValues { articles in
      Dictionary(articles.map { ($0.language, $0) }) { first, _ in first }
    }
    articleTitles = articles.mapValues { versions in Titles { Self.version($0, of: versions)?.title } }
  }

  /// The same under another escalation policy.
  package func governed(by policy: PolicyContent) -> Release {
    var content = content
    content.policy = policy
    return Release(
      content: content, digest: digest, analyzer: analyzer, model: model, judge: judge, index: index,
      reviewed: reviewed)
  }

  /// What classifier and search found together.
  package func evidence(_ prediction: IntentPrediction, _ hits: [FAQHit], length: Int) -> Evidence {
    Evidence(prediction, hits, topics: topicPlaces, briefs: briefs, length: length)
  }

  package func intent(named name: String) -> Intent? { intents[name] }

  /// What a flow says, by its name with `utter_`.
  package func response(named name: String, _ language: Language) -> Response? {
    content.flows.responses[name]?[language]
  }

  /// The article in a language, or else in any other.
  package func article(_ id: String, _ language: Language) -> Article? { Self.version(language, of: articles[id]) }

  /// What customers read for a product.
  package func title(ofProduct id: String, _ language: Language) -> String? { productTitles[id]?[language] }

  /// An article as it was indexed.
  package func document(_ id: String, _ language: Language) -> FAQDocument? {
    article(id, language).map { FAQDocument($0) }
  }

  /// The title of that article.
  package func title(ofArticle id: String, _ language: Language) -> String? { articleTitles[id]?[language] }

  package func title(ofIntent name: String, _ language: Language) -> String? { intentTitles[name]?[language] }

  private static func version<Value>(_ language: Language, of versions: [Language: Value]?) -> Value? {
    versions?[language] ?? Language.allCases.lazy.compactMap { versions?[$0] }.first
  }
}
