import FAQIndex
import Foundation
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

  /// The model, and the judge of the files: corrections are too few to change it.
  func model() throws(IntentModelError) -> (IntentModel, Judge) {
    let settings = [options.fields, files.exampleDigest]
    let (fileModel, judge) = try fileModel(settings)
    guard content.exampleDigest != files.exampleDigest else { return (fileModel, judge) }
    let model = try kept(settings + [content.exampleDigest]) { () throws(IntentModelError) in
      try fileModel.refitted(to: examples(of: content), options: options, progress: progress)
    }
    return (model, judge)
  }

  /// Both come from one fit; when only one of them was kept, both are made anew.
  private func fileModel(_ settings: [String]) throws(IntentModelError) -> (IntentModel, Judge) {
    var fitted: (IntentModel, Judge)?
    func both() throws(IntentModelError) -> (IntentModel, Judge) {
      if let fitted { return fitted }
      let examples = examples(of: files)
      let fit = try IntentModel.fit(to: examples, options: options, progress: progress)
      let samples = HeldOutSamples(files: files, examples: examples, fit: fit, analyzer: analyzer)
      let made = (fit.model, JudgeFit.judge(for: samples.all()))
      fitted = made
      return made
    }
    let judge = try keptJudge(settings + [files.articleDigest]) { () throws(IntentModelError) in try both().1 }
    return (try kept(settings) { () throws(IntentModelError) in try both().0 }, judge)
  }

  private func keptJudge(
    _ fields: [String], _ made: () throws(IntentModelError) -> Judge
  ) throws(IntentModelError) -> Judge {
    guard let cache else { return try made() }
    return try cache.value(
      "judge", of: fields, decoded: { try JSONDecoder().decode(Judge.self, from: $0) },
      encoded: Self.encoded, made: made)
  }

  /// The same bytes for the same judge.
  private static func encoded(_ judge: Judge) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return (try? encoder.encode(judge)) ?? Data()
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
    options.holdsOutNeighbours = true
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
  init(_ article: Article) {
    self.init(
      id: article.id, language: article.language, questions: [article.title] + article.questions,
      answer: article.answer, tags: article.tags)
  }
}
