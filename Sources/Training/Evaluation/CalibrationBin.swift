/// Answers of about equal confidence.
package struct CalibrationBin: Sendable, Equatable {
  /// The mean of theirs.
  package var confidence: Double
  package var accuracy: Double
  package var rows: Int

  private static let count = 15

  /// The bins that have answers, least sure first.
  static func all(of answers: [(confidence: Double, isCorrect: Bool)]) -> [CalibrationBin] {
    Dictionary(grouping: answers) { min(count - 1, Int($0.confidence * Double(count))) }
      .sorted { $0.key < $1.key }
      .map { _, answers in
        CalibrationBin(
          confidence: answers.reduce(0) { $0 + $1.confidence } / Double(answers.count),
          accuracy: Statistics.share(answers.count(where: \.isCorrect), of: answers.count), rows: answers.count)
      }
  }
}
