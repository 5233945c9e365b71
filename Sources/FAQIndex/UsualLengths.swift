import TextAnalysis

/// How many terms the questions of an article have together in the mean, and its answer, by language and unit.
///
/// Taken when an index is built and kept when it is changed, so that what is indexed keeps its impacts.
struct UsualLengths: Sendable, Equatable {
  struct Mean: Sendable, Equatable {
    var questions = UnitValues(repeating: 1)
    var answer = UnitValues(repeating: 1)
  }

  private(set) var means = [Mean](repeating: Mean(), count: Language.allCases.count)

  init(_ documents: [IndexedDocument]) {
    for (place, language) in Language.allCases.enumerated() {
      var (questions, answer, count) = (UnitValues.zero, UnitValues.zero, Float(0))
      for document in documents where document.language == language {
        questions += document.questionLengths
        answer += document.answerLengths
        count += 1
      }
      guard count > 0 else { continue }
      means[place].questions = Self.atLeastOne(questions / count)
      means[place].answer = Self.atLeastOne(answer / count)
    }
  }

  /// Nil when they are not one for each language.
  init?(means: [Mean]) {
    guard means.count == Language.allCases.count else { return nil }
    self.means = means
  }

  private static func atLeastOne(_ values: UnitValues) -> UnitValues {
    let one = UnitValues(repeating: 1)
    return values.replacing(with: one, where: values .< one)
  }

  subscript(language: Language) -> Mean {
    switch language {
    case .chinese: means[0]
    case .english: means[1]
    }
  }
}
