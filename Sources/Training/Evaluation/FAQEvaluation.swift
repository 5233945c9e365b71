/// How well questions find their articles. Rates are fractions, 0 ... 1.
package struct FAQEvaluation: Sendable, Codable, Equatable {
  /// Queries that have an answer; all rates but those about no answer are over these.
  package var queries: Int
  package var successAt1: Double
  package var successAt3: Double
  package var successAt5: Double
  /// Mean of 1 over the rank of the first right article, 0 below rank 10.
  package var mrrAt10: Double
  /// Normalised discounted cumulative gain of the first 10, every right article worth the same.
  package var ndcgAt10: Double
  /// How well the best article's score tells queries with an answer from those without. Where all have one, those
  /// without are the same queries with their articles taken from the results.
  package var noAnswerAUROC: Double?
  /// The same for the best article's confidence, which is what the bot decides by.
  package var noAnswerConfidenceAUROC: Double?
  package var indexSeconds: Double
  package var indexBytes: Int
  /// One query, from characters to articles, one thread.
  package var queryMicroseconds: Percentiles
  /// The same without the analysis of the text.
  package var searchMicroseconds: Percentiles
  /// From a changed article to an index that finds it so.
  package var updateMicroseconds: Percentiles?
  /// The surest mistakes first, at most 50.
  package var failures: [Failure]
  /// By language code.
  package var perLanguage: [String: PerLanguage]
  /// What the threshold chosen on other queries does here; only with such queries.
  package var noAnswer: NoAnswer?
  /// The same queries with typing mistakes; only when they are wanted.
  package var edited: Edited?
  /// How many of the best articles of a confidence are right, over the queries with an answer; for pages only.
  package var bins: [CalibrationBin] = []

  enum CodingKeys: String, CodingKey {
    case queries, failures
    case successAt1 = "success_at_1"
    case successAt3 = "success_at_3"
    case successAt5 = "success_at_5"
    case mrrAt10 = "mrr_at_10"
    case ndcgAt10 = "ndcg_at_10"
    case noAnswerAUROC = "no_answer_auroc"
    case noAnswerConfidenceAUROC = "no_answer_confidence_auroc"
    case indexSeconds = "index_seconds"
    case indexBytes = "index_bytes"
    case queryMicroseconds = "query_microseconds"
    case searchMicroseconds = "search_microseconds"
    case updateMicroseconds = "update_microseconds"
    case perLanguage = "per_language"
    case noAnswer = "no_answer"
    case edited
  }

  /// A query whose first article is not one of the right ones.
  package struct Failure: Sendable, Codable, Equatable {
    package var id: String
    package var text: String
    package var relevant: [String]
    /// The first 3 that were found.
    package var found: [Found]
    /// The rank of the first right article, from 1; nil when it is not among the first 10.
    package var rank: Int?
  }

  package struct Found: Sendable, Codable, Equatable {
    package var id: String
    package var title: String
    package var confidence: Double
  }

  package struct PerLanguage: Sendable, Codable, Equatable {
    package var queries: Int
    package var successAt1: Double
    package var mrrAt10: Double

    enum CodingKeys: String, CodingKey {
      case queries
      case successAt1 = "success_at_1"
      case mrrAt10 = "mrr_at_10"
    }
  }

  /// Queries with mistakes in them, see `QueryEdits`.
  package struct Edited: Sendable, Codable, Equatable {
    package var seed: UInt64
    package var successAt1: Double
    package var mrrAt10: Double

    enum CodingKeys: String, CodingKey {
      case seed
      case successAt1 = "success_at_1"
      case mrrAt10 = "mrr_at_10"
    }
  }

  /// At the confidence below which at most 5 % of the answerable validation queries are.
  package struct NoAnswer: Sendable, Codable, Equatable {
    package var threshold: Double
    /// The share of queries without an answer that are below it; nil without such queries.
    package var recall: Double?
    package var answerableRejected: Double

    enum CodingKeys: String, CodingKey {
      case threshold, recall
      case answerableRejected = "answerable_rejected"
    }
  }
}
