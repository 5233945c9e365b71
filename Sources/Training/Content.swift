package import Foundation
package import TextAnalysis

/// Everything people write for the bot: intents, articles, flows, synonyms, the escalation policy and examples of tones.
package struct Content: Sendable, Equatable {
  package var intents: [Intent]
  package var articles: [Article]
  package var flows: FlowContent
  /// How the search of articles reads words.
  package var wording: SearchWording
  package var products: [Product]
  package var policy = PolicyContent()
  package var tones: [ToneExample] = []

  package init(
    intents: [Intent] = [], articles: [Article] = [], flows: FlowContent = FlowContent(),
    wording: SearchWording = SearchWording(), products: [Product] = []
  ) {
    self.products = products
    self.intents = intents
    self.articles = articles
    self.flows = flows
    self.wording = wording
  }

  /// Reads content that must be without a mistake.
  ///
  /// - Parameters:
  ///   - intents: a folder of Rasa YAML, one such file, or a `.jsonl` or `.csv` data set, which gives names and
  ///     examples only and may repeat an example.
  ///   - knowledge: the folder of articles; without it, references to articles are not checked.
  ///   - policy: the file of the escalation policy; without it the bot answers first, at any time.
  ///   - sentiment: the folder of examples of tones; without it nobody can tell how customers feel.
  ///   - analyzer: makes the keys by which examples are compared; made anew when not given.
  package static func read(
    intents: URL, knowledge: URL?, policy: URL? = nil, sentiment: URL? = nil, analyzer: Analyzer? = nil
  ) throws(ContentError) -> Content {
    let (content, problems) = inspected(
      intents: intents, knowledge: knowledge, policy: policy, sentiment: sentiment, analyzer: analyzer)
    guard problems.isEmpty else { throw ContentError(problems: problems) }
    return content
  }

  /// What can be read of content, and everything that is wrong with it, sorted by file and line.
  package static func inspected(
    intents: URL, knowledge: URL?, policy: URL? = nil, sentiment: URL? = nil, analyzer: Analyzer? = nil
  ) -> (content: Content, problems: [ContentProblem]) {
    var problems: [ContentProblem] = []
    let articles = knowledge.map { KnowledgeFolder.articles(in: $0, problems: &problems) }
    let wording = knowledge.map { SynonymFile.wording(in: $0, problems: &problems) }
    let products = knowledge.map { ProductFile.products(in: $0, problems: &problems) }
    var content = Content(
      articles: articles ?? [], wording: wording ?? SearchWording(), products: products ?? [])
    var files: [IntentFile] = []
    if DatasetFormat(of: intents) == .yaml {
      files = IntentFolder.files(in: intents, problems: &problems)
      content.intents = IntentFolder.intents(in: files, problems: &problems)
      content.flows = FlowContent(files: files)
    } else {
      content.intents = LabelledRow.intents(of: LabelledRow.rows(in: intents, problems: &problems))
    }
    problems += ContentCheck(content: content, files: files, knowsArticles: articles != nil).problems
    if let policy { content.policy = PolicyFile.policy(in: policy, problems: &problems) }
    do throws(ContentError) {
      let analyzer = try Analyzer.forContent(analyzer)
      problems += DuplicateCheck(analyzer: analyzer).problems(in: content, at: intents)
      if let sentiment {
        content.tones = SentimentFolder.examples(in: sentiment, analyzer: analyzer, problems: &problems)
      }
    } catch {
      problems += error.problems
    }
    return (content, ContentError(problems: problems).problems)
  }

  package func intent(named name: String) -> Intent? { intents.first { $0.name == name } }

  /// The article in a language, or else in any other.
  package func article(_ id: String, _ language: Language) -> Article? {
    articles.first { $0.id == id && $0.language == language } ?? articles.first { $0.id == id }
  }
}

extension Analyzer {
  /// The analyzer that the caller has, or a new one.
  static func forContent(_ analyzer: Analyzer?) throws(ContentError) -> Analyzer {
    if let analyzer { return analyzer }
    do throws(AnalyzerError) {
      return try Analyzer()
    } catch {
      throw ContentError(problems: [ContentProblem(file: "system libraries", line: 0, message: "\(error)")])
    }
  }
}
