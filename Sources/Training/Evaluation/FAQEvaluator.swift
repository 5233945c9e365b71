import FAQIndex
import Foundation
package import TextAnalysis

/// Builds an index of a data set's articles and asks it the queries.
package struct FAQEvaluator: Sendable {
  package var analyzer: Analyzer
  /// Asks every query with typing mistakes too; the seed of these.
  package var edits: UInt64?

  package init(analyzer: Analyzer, edits: UInt64? = nil) {
    self.analyzer = analyzer
    self.edits = edits
  }

  /// - Parameter progress: is told the share done, 0 ... 1.
  package func evaluation(
    of dataset: FAQDataset, progress: Progress? = nil
  ) -> FAQEvaluation {
    let documents = dataset.articles.map { article in
      let questions = article.questions.filter { !$0.trimmed.isEmpty }
      let language = analyzer.analyzed(questions.first ?? "").language
      return FAQDocument(id: article.id, language: language, questions: questions, answer: article.answer)
    }
    let before = ResidentMemory.bytes
    let start = ContinuousClock.now
    let index = FAQIndex(documents: documents, analyzer: analyzer)
    let seconds = (ContinuousClock.now - start).seconds
    let bytes = max(0, ResidentMemory.bytes - before)
    progress?(0.3)
    let count = Double(max(1, dataset.queries.count))
    let answers = dataset.queries.enumerated().map { position, query in
      if position % 256 == 0 { progress?(0.3 + 0.6 * Double(position) / count) }
      return answer(to: query, from: index)
    }
    let titles = Dictionary(dataset.articles.map { ($0.id, $0.questions.first ?? "") }) { first, _ in first }
    var evaluation = FAQEvaluation(
      of: answers, titles: titles, indexSeconds: seconds, indexBytes: bytes)
    let unanswered = withoutAnswer(answers, in: index)
    evaluation.noAnswerAUROC = Statistics.auroc(
      positives: answers.filter(\.isAnswerable).map { $0.hits.first?.score ?? 0 },
      negatives: unanswered.map { $0?.score ?? 0 })
    evaluation.noAnswerConfidenceAUROC = Statistics.auroc(
      positives: answers.filter(\.isAnswerable).map(\.confidence),
      negatives: unanswered.map { $0?.confidence ?? 0 })
    evaluation.noAnswer = FAQEvaluation.NoAnswer(
      of: answers, chosenOn: dataset.validation.map { answer(to: $0, from: index) })
    evaluation.updateMicroseconds = Percentiles(updates(of: index, documents))
    evaluation.edited = edits.map { seed in
      FAQEvaluation.Edited(seed: seed, of: edited(dataset, seed: seed).map { answer(to: $0, from: index) })
    }
    progress?(1)
    return evaluation
  }

  private static let updates = 100

  /// How long it takes to change single articles, one after the other.
  private func updates(of index: FAQIndex, _ documents: [FAQDocument]) -> [Duration] {
    var index = index
    return stride(from: 0, to: documents.count, by: max(1, documents.count / Self.updates)).map { place in
      let start = ContinuousClock.now
      index = index.updated(setting: [documents[place]])
      return ContinuousClock.now - start
    }
  }

  /// The queries with typing mistakes.
  private func edited(_ dataset: FAQDataset, seed: UInt64) -> [FAQDataset.Query] {
    var edits = QueryEdits(seed: seed, texts: dataset.articles.flatMap(\.questions))
    return dataset.queries.map { query in
      var query = query
      query.text = edits.edited(query.text, analyzer.analyzed(query.text).language)
      return query
    }
  }

  private func answer(to query: FAQDataset.Query, from index: FAQIndex) -> AnsweredQuery {
    let start = ContinuousClock.now
    let text = analyzer.analyzed(query.text)
    let analyzed = ContinuousClock.now
    let hits = index.hits(for: text, limit: 10)
    let end = ContinuousClock.now
    return AnsweredQuery(
      query: query, language: text.language, hits: hits, duration: end - start, searchDuration: end - analyzed)
  }

  /// The best hit of each query that has no answer; where there are none, of all queries with their articles taken away.
  private func withoutAnswer(_ answers: [AnsweredQuery], in index: FAQIndex) -> [FAQHit?] {
    let unanswerable = answers.filter { !$0.isAnswerable }
    guard unanswerable.isEmpty else { return unanswerable.map(\.hits.first) }
    return answers.map { answer in
      let relevant = Set(answer.query.relevant)
      let hits = index.hits(for: analyzer.analyzed(answer.query.text), limit: relevant.count + 1)
      return hits.first { !relevant.contains($0.id) }
    }
  }
}

/// A query with the articles that were found, best first, at most 10.
struct AnsweredQuery {
  var query: FAQDataset.Query
  var language: Language
  var hits: [FAQHit]
  var duration: Duration
  /// Of that the search.
  var searchDuration: Duration

  var isAnswerable: Bool { !query.relevant.isEmpty }
  /// Of the best article; 0 when none was found.
  var confidence: Double { hits.first?.confidence ?? 0 }

  /// The rank of the first right article, from 1.
  var rank: Int? { hits.firstIndex { query.relevant.contains($0.id) }.map { $0 + 1 } }

  /// Normalised discounted cumulative gain over the hits (Järvelin and Kekäläinen 2002), with gain 1 or 0.
  var gain: Double {
    func discount(_ index: Int) -> Double { 1 / log2(Double(index + 2)) }
    let relevant = Set(query.relevant)
    let found = hits.enumerated().filter { relevant.contains($0.element.id) }.reduce(0) { $0 + discount($1.offset) }
    let best = (0..<min(10, relevant.count)).reduce(0) { $0 + discount($1) }
    return best == 0 ? 0 : found / best
  }
}

/// How much memory the process has in use.
enum ResidentMemory {
  /// Of physical memory, in bytes; 0 where the system does not tell.
  static var bytes: Int {
    let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
  }
}
