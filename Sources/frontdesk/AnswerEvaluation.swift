import ArgumentParser
import CRM
import ChatServer
import Foundation

/// `frontdesk evaluate answers`.
struct EvaluateAnswers: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answers",
    abstract: "Ask the whole bot questions whose right answers are known.",
    discussion: """
      FILE is JSON Lines with {"text", "language", "expect": […]}, where expect lists every acceptable answer: \
      intent:NAME, article:ID, human (a person is called) or none (asking back, being unsure or calling a person is right).

        $ frontdesk evaluate answers --questions Tests/Unseen/questions.jsonl

      Each question is the first of a conversation with a customer who is not known. Right is an acceptable answer; wrong \
      is any other answer, and calling a person urgently where none is needed; what is left is asked back or handed over.

      A second table says what other shares of wrong answers than --wrong-answers would cost or bring.
      """)

  @Option(help: ArgumentHelp("The questions.", valueName: "file"))
  var questions: String

  @OptionGroup var content: ContentOptions

  @Flag(help: "Print JSON; rates are fractions.")
  var json = false

  func run() throws {
    let questions = try AnswerQuestion.read(questions)
    let live = try content.fitted(try Settings(path: nil))
    let evaluation = AnswerEvaluation(Self.results(of: questions, live), budgets: Self.budgets(of: questions, live))
    if json { return print(try JSON.text(evaluation)) }
    for line in evaluation.lines { print(line) }
  }

  private static func results(of questions: [AnswerQuestion], _ live: LiveRelease) -> [AnswerResult] {
    questions.map { AnswerResult(question: $0, decision: Rehearsal(text: $0.text, live: live).decision) }
  }

  private static func budgets(of questions: [AnswerQuestion], _ live: LiveRelease) -> [AnswerBudget] {
    AnswerBudget.shares.flatMap { share in
      let live = LiveRelease(number: live.number, release: live.release, wrongAnswers: share)
      return Dictionary(grouping: results(of: questions, live), by: \.question.language)
        .sorted { $0.key < $1.key }
        .map { AnswerBudget(wrongAnswers: share, language: $0, results: $1) }
    }
  }
}

/// A question with every acceptable answer.
struct AnswerQuestion: Codable {
  let text: String
  let language: String
  let expect: [String]

  static func read(_ path: String) throws -> [AnswerQuestion] {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw CommandFailure("\(path): cannot be read")
    }
    return try text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      index, line -> AnswerQuestion? in
      guard !line.allSatisfy(\.isWhitespace) else { return nil }
      guard let question = try? JSONDecoder().decode(AnswerQuestion.self, from: Data(line.utf8)),
        !question.expect.isEmpty
      else { throw CommandFailure("\(path):\(index + 1): must be {\"text\", \"language\", \"expect\": [\"…\"]}") }
      return question
    }
  }
}

/// What the bot made of a question.
struct AnswerResult {
  enum Verdict: String, Codable { case right, wrong, asked }

  /// What the customer got, whether right or wrong.
  enum Course: String, Codable { case answered, asked, handedOver }

  let question: AnswerQuestion
  let verdict: Verdict
  let course: Course
  /// The confidence that an answer needed.
  let limit: Double
  /// What it did: an answer as in `expect`, or the outcome.
  let came: String
  let rule: String

  init(question: AnswerQuestion, decision: Decision) {
    self.question = question
    rule = decision.rule
    limit = decision.thresholds.answer
    let isHandedOver = decision.outcome == "handoff"
    course = isHandedOver ? .handedOver : decision.outcome == "answer" ? .answered : .asked
    came = decision.answer.map { "\($0.kind):\($0.id)" } ?? decision.outcome
    if question.expect.contains(came) || (isHandedOver && question.expect.contains("human"))
      || (question.expect.contains("none") && (isHandedOver || ["clarify", "unsure"].contains(decision.outcome)))
    {
      verdict = .right
    } else if ["answer"].contains(decision.outcome) || (isHandedOver && decision.answer != nil) {
      verdict = .wrong
    } else {
      verdict = .asked
    }
  }
}

/// Counts of results, whole and by language, and what went wrong.
struct AnswerEvaluation: Encodable {
  struct Share: Encodable {
    let questions: Int
    let right: Double
    let wrong: Double
    let asked: Double

    init(_ results: [AnswerResult]) {
      questions = results.count
      let share = { (verdict: AnswerResult.Verdict) in
        Double(results.count { $0.verdict == verdict }) / Double(max(1, results.count))
      }
      (right, wrong, asked) = (share(.right), share(.wrong), share(.asked))
    }
  }

  struct Failure: Encodable {
    let text: String
    let verdict: AnswerResult.Verdict
    let came: String
    let rule: String
    let expect: [String]
  }

  let all: Share
  let languages: [String: Share]
  let budgets: [AnswerBudget]
  let failures: [Failure]

  init(_ results: [AnswerResult], budgets: [AnswerBudget]) {
    self.budgets = budgets
    all = Share(results)
    languages = Dictionary(grouping: results, by: \.question.language).mapValues(Share.init)
    failures = results.filter { $0.verdict != .right }.map {
      Failure(
        text: $0.question.text, verdict: $0.verdict, came: $0.came, rule: $0.rule, expect: $0.question.expect)
    }
  }

  /// A table, and the wrong answers.
  var lines: [String] {
    var table = TextTable(header: ["", "questions", "right", "wrong", "asked back or handed over"], leftAligned: [0])
    for (name, share) in [("all", all)] + languages.sorted(by: { $0.key < $1.key }).map({ ($0.key, $0.value) }) {
      table.add([name, "\(share.questions)"] + [share.right, share.wrong, share.asked].map(Self.percent))
    }
    let wrong = failures.filter { $0.verdict == .wrong }.map { failure in
      "  \(failure.text)\n    \(failure.came), not \(failure.expect.joined(separator: " or ")) (\(failure.rule))"
    }
    return table.lines + [""] + AnswerBudget.table(budgets) + (wrong.isEmpty ? [] : ["", "Wrong:"] + wrong)
  }

  static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}
