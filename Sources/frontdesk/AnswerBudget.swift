/// What becomes of questions in one language when a share of wrong answers is allowed.
struct AnswerBudget: Encodable {
  /// The shares that are tried.
  static let shares = [0.01, 0.02, 0.03, 0.05]

  let wrongAnswers: Double
  let language: String
  /// The confidence that an answer needs.
  let limit: Double
  let answered: Double
  let asked: Double
  let handedOver: Double
  let right: Double
  let wrong: Double

  init(wrongAnswers: Double, language: String, results: [AnswerResult]) {
    self.wrongAnswers = wrongAnswers
    self.language = language
    limit = results.map(\.limit).max() ?? 1
    let count = Double(max(1, results.count))
    let course = { (course: AnswerResult.Course) in Double(results.count { $0.course == course }) / count }
    (answered, asked, handedOver) = (course(.answered), course(.asked), course(.handedOver))
    right = Double(results.count { $0.verdict == .right }) / count
    wrong = Double(results.count { $0.verdict == .wrong }) / count
  }

  private enum CodingKeys: String, CodingKey {
    case language, limit, answered, asked, right, wrong
    case wrongAnswers = "wrong_answers"
    case handedOver = "handed_over"
  }

  static func table(_ budgets: [AnswerBudget]) -> [String] {
    var table = TextTable(
      header: ["wrong answers allowed", "", "answer from", "answered", "asked back", "handed over", "right", "wrong"],
      leftAligned: [1])
    for budget in budgets {
      let shares = [budget.limit, budget.answered, budget.asked, budget.handedOver, budget.right, budget.wrong]
      table.add(
        [AnswerEvaluation.percent(budget.wrongAnswers), budget.language] + shares.map(AnswerEvaluation.percent))
    }
    return table.lines
  }
}
