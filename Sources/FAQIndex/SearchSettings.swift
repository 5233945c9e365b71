import TextAnalysis

/// What differs between languages: weights found on public question sets, half of the queries held back.
///
/// On the other half, with every fourth query unanswerable, the thresholds let 6 % (zh) and 5 % (en) of the answers
/// be wrong.
struct SearchSettings: Sendable {
  /// How much each kind of term counts, by `TermExtractor.Unit`.
  let units: [Float]
  /// How much all questions of an article together count beside its best one.
  let pool: Float
  /// How much the answer counts beside the best question.
  let answer: Float
  let question: InvertedList.Shape
  /// For pools and answers.
  let long: InvertedList.Shape
  let confidence: ConfidenceFunction
  let thresholds: FAQThresholds

  init(for language: Language) {
    answer = 0.6
    pool = 1
    long = .init(saturation: 1.2, lengthShare: 0.75)
    switch language {
    case .chinese:
      units = [1, 0.15, 0.4]
      question = .init(saturation: 0.6, lengthShare: 0.75)
      confidence = .init(constant: -3.7, score: 4.6, margin: 15)
      thresholds = FAQThresholds(answer: 0.8, margin: 0.1, candidate: 0.2)
    case .english:
      units = [1, 0.2, 0.4]
      question = .init(saturation: 1.2, lengthShare: 0.75)
      confidence = .init(constant: -2.2, score: 3.6, margin: 14.7)
      thresholds = FAQThresholds(answer: 0.8, margin: 0.1, candidate: 0.2)
    }
  }
}
