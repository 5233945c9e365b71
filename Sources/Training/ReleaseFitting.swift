import FAQIndex
import IntentClassifier
import TextAnalysis

/// Fits the model of a release and indexes its articles, or finds both among those that were kept.
///
/// The files alone are fitted from nothing; corrections are added by one refit that begins at that model, and by one
/// change of that index. So files and corrections determine both, whatever was published in between, and a correction
/// costs a refit and a change only.
struct ReleaseFitting {
  /// The content of the files.
  let files: Content
  /// The same with the corrections.
  let content: Content
  let analyzer: Analyzer
  let cache: ReleaseCache?
  let progress: Progress?

  func model() throws(IntentModelError) -> IntentModel {
    let settings = [options.fields, files.exampleDigest]
    guard content.exampleDigest != files.exampleDigest else { return try fileModel(settings) }
    return try kept(settings + [content.exampleDigest]) { () throws(IntentModelError) in
      try fileModel(settings).refitted(to: examples(of: content), options: options, progress: progress)
    }
  }

  private func fileModel(_ settings: [String]) throws(IntentModelError) -> IntentModel {
    try kept(settings) { () throws(IntentModelError) in
      try IntentModel.fitted(to: examples(of: files), options: options, progress: progress)
    }
  }

  private func kept(
    _ fields: [String], _ made: () throws(IntentModelError) -> IntentModel
  ) throws(IntentModelError) -> IntentModel {
    guard let cache else { return try made() }
    return try cache.value(
      "model", of: fields, decoded: { try IntentModel(decoding: $0) }, encoded: { $0.encoded() }, made: made)
  }

  func index() -> FAQIndex {
    let index = fileIndex()
    let known = Dictionary(files.articles.map { (FAQDocument($0).key, $0) }) { first, _ in first }
    let changed = content.articles.map(FAQDocument.init).filter { known[$0.key].map(FAQDocument.init) != $0 }
    return changed.isEmpty ? index : index.updated(setting: changed)
  }

  private func fileIndex() -> FAQIndex {
    let phrases = files.wording.phrases(analyzer: analyzer)
    func made() -> FAQIndex {
      FAQIndex(documents: files.articles.map(FAQDocument.init), phrases: phrases, analyzer: analyzer)
    }
    guard let cache else { return made() }
    return cache.value(
      "index", of: [files.articleDigest],
      decoded: { try FAQIndex(decoding: $0, phrases: phrases, analyzer: analyzer) }, encoded: { $0.encoded() },
      made: made)
  }

  private var options: IntentModel.Options {
    var options = IntentModel.Options()
    options.outOfScopeLabel = Intent.outOfScope
    return options
  }

  /// Articles that corrections add are found by the search alone: another topic would need another fit.
  private func examples(of content: Content) -> [IntentExample] {
    let known = Set(files.topics.map(\.name))
    return content.topics.filter { known.contains($0.name) }.flatMap { topic in
      topic.examples.map { IntentExample(text: analyzer.analyzed($0.text), intent: topic.name) }
    }
  }
}

extension FAQDocument {
  fileprivate init(_ article: Article) {
    self.init(
      id: article.id, language: article.language, questions: [article.title] + article.questions,
      answer: article.answer, tags: article.tags)
  }
}
