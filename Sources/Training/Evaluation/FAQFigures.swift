import FAQIndex
import TextAnalysis

extension FAQEvaluation {
  /// The figures that follow from answered queries alone; those about no answer are left nil.
  init(of answers: [AnsweredQuery], titles: [String: String], indexSeconds: Double, indexBytes: Int) {
    let asked = answers.filter(\.isAnswerable)
    func success(at limit: Int) -> Double {
      Statistics.share(asked.count { $0.rank.map { $0 <= limit } ?? false }, of: asked.count)
    }
    self.init(
      queries: asked.count, successAt1: success(at: 1), successAt3: success(at: 3), successAt5: success(at: 5),
      mrrAt10: Self.reciprocalRank(asked), ndcgAt10: asked.map(\.gain).mean, noAnswerAUROC: nil,
      noAnswerConfidenceAUROC: nil, indexSeconds: indexSeconds, indexBytes: indexBytes,
      queryMicroseconds: Percentiles(answers.map(\.duration)),
      searchMicroseconds: Percentiles(answers.map(\.searchDuration)), updateMicroseconds: nil,
      failures: Failure.all(in: asked, titles: titles),
      perLanguage: Dictionary(grouping: asked, by: \.language.rawValue).mapValues { answers in
        PerLanguage(
          queries: answers.count, successAt1: Statistics.share(answers.count { $0.rank == 1 }, of: answers.count),
          mrrAt10: Self.reciprocalRank(answers))
      },
      noAnswer: nil, bins: CalibrationBin.all(of: asked.map { ($0.confidence, $0.rank == 1) }))
  }

  /// Writes null for an AUROC that there is not, so that the key is always there.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(queries, forKey: .queries)
    try container.encode(successAt1, forKey: .successAt1)
    try container.encode(successAt3, forKey: .successAt3)
    try container.encode(successAt5, forKey: .successAt5)
    try container.encode(mrrAt10, forKey: .mrrAt10)
    try container.encode(ndcgAt10, forKey: .ndcgAt10)
    try container.encode(noAnswerAUROC, forKey: .noAnswerAUROC)
    try container.encode(noAnswerConfidenceAUROC, forKey: .noAnswerConfidenceAUROC)
    try container.encode(indexSeconds, forKey: .indexSeconds)
    try container.encode(indexBytes, forKey: .indexBytes)
    try container.encode(queryMicroseconds, forKey: .queryMicroseconds)
    try container.encode(searchMicroseconds, forKey: .searchMicroseconds)
    try container.encodeIfPresent(updateMicroseconds, forKey: .updateMicroseconds)
    try container.encode(failures, forKey: .failures)
    try container.encode(perLanguage, forKey: .perLanguage)
    try container.encodeIfPresent(noAnswer, forKey: .noAnswer)
    try container.encodeIfPresent(edited, forKey: .edited)
  }

  fileprivate static func reciprocalRank(_ answers: [AnsweredQuery]) -> Double {
    answers.map { answer in answer.rank.map { 1 / Double($0) } ?? 0 }.mean
  }
}

extension FAQEvaluation.Edited {
  init(seed: UInt64, of answers: [AnsweredQuery]) {
    let asked = answers.filter(\.isAnswerable)
    self.init(
      seed: seed, successAt1: Statistics.share(asked.count { $0.rank == 1 }, of: asked.count),
      mrrAt10: FAQEvaluation.reciprocalRank(asked))
  }
}

extension FAQEvaluation.Failure {
  fileprivate static func all(in answers: [AnsweredQuery], titles: [String: String]) -> [Self] {
    let wrong = answers.filter { $0.rank != 1 }
    let surest = wrong.sorted { ($1.confidence, $0.query.id) < ($0.confidence, $1.query.id) }.prefix(50)
    return surest.map { answer in
      let found = answer.hits.prefix(3).map {
        FAQEvaluation.Found(id: $0.id, title: titles[$0.id] ?? "", confidence: $0.confidence)
      }
      return Self(
        id: answer.query.id, text: answer.query.text, relevant: answer.query.relevant, found: found,
        rank: answer.rank)
    }
  }
}

extension FAQEvaluation.NoAnswer {
  /// Nil when no validation query has an answer.
  init?(of answers: [AnsweredQuery], chosenOn validation: [AnsweredQuery]) {
    let held = validation.filter(\.isAnswerable).map { -$0.confidence }
    guard let negated = Statistics.threshold(exceededByAtMost: 0.05, of: held) else { return nil }
    let threshold = -negated
    func below(_ answers: [AnsweredQuery]) -> Double {
      Statistics.share(answers.count { $0.confidence < threshold }, of: answers.count)
    }
    let unanswerable = answers.filter { !$0.isAnswerable }
    self.init(
      threshold: threshold, recall: unanswerable.isEmpty ? nil : below(unanswerable),
      answerableRejected: below(answers.filter(\.isAnswerable)))
  }
}

extension [Double] {
  /// 0 without numbers.
  fileprivate var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}
