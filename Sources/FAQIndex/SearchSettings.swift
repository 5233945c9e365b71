import TextAnalysis

/// What a search weighs by: found on the even half of public question sets, the odd half held back.
struct SearchSettings: Sendable {
  /// How much terms of each unit count.
  static let units = UnitValues(1, 0.2, 0.5, 1.4)
  /// How much a word of the answer counts beside one of the questions.
  static let answer: Float = 0.1
  /// The highest impact that a term can have: `saturation` + 1 at most.
  static let highestImpact: Float = 3

  /// How fast more of the same term stops to count.
  let saturation: Float
  /// How much long questions and long answers are held down, each 0 ... 1.
  let questionLength: Float
  let answerLength: Float
  /// How much it counts that one question has the same words, and that its length differs; both 0 for neither.
  let likeness: Float
  let lengthDifference: Float
  let confidence: ConfidenceFunction
  let thresholds: FAQThresholds

  private static let chinese = SearchSettings(
    saturation: 0.6, questionLength: 0.75, answerLength: 0.9, likeness: 0.3, lengthDifference: 0.09,
    confidence: .init(constant: 1.7, score: 3, margin: 23.4),
    thresholds: FAQThresholds(answer: 0.8, margin: 0.1, candidate: 0.2))
  private static let english = SearchSettings(
    saturation: 2, questionLength: 0.75, answerLength: 0.9, likeness: 0, lengthDifference: 0,
    confidence: .init(constant: 1.1, score: 1.3, margin: 16.4),
    thresholds: FAQThresholds(answer: 0.8, margin: 0.1, candidate: 0.2))

  static func of(_ language: Language) -> SearchSettings {
    switch language {
    case .chinese: chinese
    case .english: english
    }
  }
}
