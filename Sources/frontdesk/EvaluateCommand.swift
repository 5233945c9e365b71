import ArgumentParser
import Foundation
import TextAnalysis
import Training

/// `frontdesk evaluate`: measures what the bot understands.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure how well intents are recognised and articles are found.",
    subcommands: [EvaluateIntents.self, EvaluateFAQ.self, EvaluateAnswers.self, EvaluateSentiment.self])
}

/// `frontdesk evaluate intents`.
struct EvaluateIntents: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "intents",
    abstract: "Fit an intent model on some texts and test it on others.",
    discussion: """
      FILE is JSON Lines with {"text", "intent"}, CSV with the header text,intent, or Rasa training data (a file or a \
      folder). Without --test the training texts are cross-validated: each is tested by a model that has not seen it.

        $ frontdesk evaluate intents
        $ frontdesk evaluate intents --train train.jsonl --test test.jsonl --json

      Texts of the intent that --out-of-scope names mean none of the others. The limit above which a text is rejected as \
      out of scope is chosen on --valid, or else by cross-validation on --train, so that at most --rejected per cent of \
      the texts in scope are rejected there. --html adds a page with the confusion matrix and the curves behind it.
      """)

  @Option(parsing: .upToNextOption, help: ArgumentHelp("What to fit to.", valueName: "file"))
  var train = ["intents"]

  @Option(parsing: .upToNextOption, help: ArgumentHelp("What to choose the limit for rejection on.", valueName: "file"))
  var valid: [String] = []

  @Option(parsing: .upToNextOption, help: ArgumentHelp("What to test on.", valueName: "file"))
  var test: [String] = []

  @Option(help: ArgumentHelp("The intent of texts that mean no intent.", valueName: "label"))
  var outOfScope = Intent.outOfScope

  @Option(help: ArgumentHelp("Fit to the first N texts of each intent only.", valueName: "N"))
  var shots: Int?

  @Option(help: ArgumentHelp("The same seed gives the same figures.", valueName: "N"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("How many parts cross-validation makes.", valueName: "N"))
  var folds = 5

  @Option(help: ArgumentHelp("How much of the texts in scope may be rejected, in per cent.", valueName: "share"))
  var rejected = 5.0

  @Flag(help: "Fit in a small part of the time, a little less well.")
  var fast = false

  @Option(help: ArgumentHelp("Write a report with the confusion matrix and curves.", valueName: "file"))
  var html: String?

  @Flag(help: "Print JSON; rates are fractions.")
  var json = false

  func validate() throws {
    if let shots, shots < 1 { throw ValidationError("--shots must be at least 1.") }
    if !(2...100).contains(folds) { throw ValidationError("--folds must be 2 to 100.") }
    if !(0...50).contains(rejected) { throw ValidationError("--rejected must be 0 to 50.") }
    if train.isEmpty { throw ValidationError("--train needs at least one file.") }
  }

  func run() throws {
    let (train, valid, test) = try ContentError.printed { try readRows() }
    var evaluator = IntentEvaluator(
      analyzer: try Analyzer(), outOfScopeLabel: outOfScope, seed: seed, folds: folds, isFast: fast)
    evaluator.rejectionBudget = rejected / 100
    let bar = ProgressBar("Evaluating")
    let interruption = Interruption(bar)
    defer {
      bar.finish()
      interruption.end()
    }
    let evaluation =
      self.test.isEmpty
      ? try evaluator.crossValidation(train: train, valid: valid) { bar.show($0) }
      : try evaluator.evaluation(train: train, valid: valid, test: test) { bar.show($0) }
    bar.finish()
    if let html { try interruption.write(Data(IntentPage(evaluation).text.utf8), to: html) }
    if json { return try printJSON(evaluation) }
    for line in IntentReport(evaluation, isCrossValidation: self.test.isEmpty).lines { print(line) }
  }

  private func readRows() throws(ContentError) -> (train: [LabelledRow], valid: [LabelledRow], test: [LabelledRow]) {
    var problems: [ContentProblem] = []
    func rows(_ paths: [String]) -> [LabelledRow] {
      do throws(ContentError) {
        return try LabelledRow.read(paths.map { URL(filePath: $0) })
      } catch {
        problems += error.problems
        return []
      }
    }
    let read = (train: rows(train), valid: rows(valid), test: rows(test))
    guard problems.isEmpty else { throw ContentError(problems: problems) }
    guard let shots else { return read }
    return (Folds.shots(shots, of: read.train), read.valid, read.test)
  }
}
