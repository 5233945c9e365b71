/// How well intents are recognised. Rates are fractions, 0 ... 1.
package struct IntentEvaluation: Sendable, Codable, Equatable {
  /// Over rows that are in scope, with no rejection.
  package var accuracy: Double
  /// Mean F1 of all intents that were expected or predicted, over rows in scope, with no rejection.
  package var macroF1: Double
  /// Expected calibration error of the best intent's confidence over rows in scope, 15 bins.
  package var ece: Double
  package var outOfScope: OutOfScope
  /// Over all rows: rejected when out of scope, accepted with the right intent when in scope.
  package var accuracyWithRejection: Double
  /// One fit on all training rows.
  package var fitSeconds: Double
  /// One more example, beginning at the fitted model; nil when it was not measured.
  package var refitSeconds: Double?
  package var modelBytes: Int
  /// One text, from characters to intents, one thread.
  package var predictMicroseconds: Percentiles
  /// By name.
  package var perIntent: [PerIntent]
  /// The most frequent first, at most 100.
  package var confusions: [Confusion]
  /// By language code.
  package var perLanguage: [String: PerLanguage]
  package var rows: Rows
  /// For reports; not in the JSON.
  package var curves = IntentCurves()

  enum CodingKeys: String, CodingKey {
    case accuracy, ece, confusions, rows
    case macroF1 = "macro_f1"
    case outOfScope = "out_of_scope"
    case accuracyWithRejection = "accuracy_with_rejection"
    case fitSeconds = "fit_seconds"
    case refitSeconds = "refit_seconds"
    case modelBytes = "model_bytes"
    case predictMicroseconds = "predict_microseconds"
    case perIntent = "per_intent"
    case perLanguage = "per_language"
  }

  /// The out-of-scope rows are the positives. Their rates are null when there are none.
  package struct OutOfScope: Sendable, Codable, Equatable {
    /// The share of out-of-scope rows that were rejected.
    package var recall: Double?
    /// The share of rejected rows that were out of scope.
    package var precision: Double?
    /// The share of rows in scope that were rejected.
    package var inScopeRejected: Double
    package var auroc: Double?
    /// The share of rows in scope that would be rejected where 95 % of the out-of-scope rows are.
    package var fpr95: Double?
    /// At the threshold that is best for both sides on held-out rows; nil without such rows out of scope.
    package var balanced: Balanced?

    package struct Balanced: Sendable, Codable, Equatable {
      package var recall: Double
      package var inScopeRejected: Double

      enum CodingKeys: String, CodingKey {
        case recall
        case inScopeRejected = "in_scope_rejected"
      }
    }

    enum CodingKeys: String, CodingKey {
      case recall, precision, auroc, fpr95, balanced
      case inScopeRejected = "in_scope_rejected"
    }

    /// Writes null for a rate that there is not, so that the keys are always there.
    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(recall, forKey: .recall)
      try container.encode(precision, forKey: .precision)
      try container.encode(inScopeRejected, forKey: .inScopeRejected)
      try container.encode(auroc, forKey: .auroc)
      try container.encode(fpr95, forKey: .fpr95)
      try container.encode(balanced, forKey: .balanced)
    }
  }

  package struct PerIntent: Sendable, Codable, Equatable {
    package var intent: String
    /// Rows it was expected in.
    package var rows: Int
    package var precision: Double
    package var recall: Double
    package var f1: Double
  }

  /// Texts of one intent that were taken for another.
  package struct Confusion: Sendable, Codable, Equatable {
    package var expected: String
    package var predicted: String
    package var count: Int
    /// The surest mistakes first, at most 3.
    package var examples: [String]
  }

  /// Figures over the rows of one language.
  package struct PerLanguage: Sendable, Codable, Equatable {
    package var rows: Int
    package var accuracy: Double
    package var ece: Double
    package var inScopeRejected: Double

    enum CodingKeys: String, CodingKey {
      case rows, accuracy, ece
      case inScopeRejected = "in_scope_rejected"
    }
  }

  /// How many rows there were to fit to and to test on.
  package struct Rows: Sendable, Codable, Equatable {
    package var train: Int
    package var test: Int
  }
}
