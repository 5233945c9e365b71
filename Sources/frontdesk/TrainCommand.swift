import ArgumentParser
import Foundation
import IntentClassifier
import TextAnalysis
import Training

/// `frontdesk train`: fits a model and writes it to a file.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Fit the intent model and write it to a file.",
    discussion: """
      Reads the intents, fits the model that recognises them, writes it, and says how good it is by cross-validation: \
      every example is tested by a model that has not seen it. The server fits by itself when it starts and when \
      corrections are published; this command is for looking at the model and for moving it elsewhere.

        $ frontdesk train --output bot.model
        $ frontdesk train --intents bank.jsonl --seed 7 --no-cross-validation
      """)

  @Option(
    help: ArgumentHelp(
      "The intents: a folder of Rasa YAML, one such file, or a .jsonl or .csv data set.", valueName: "path"))
  var intents: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("Where the model goes.", valueName: "file"))
  var output = "frontdesk.model"

  @Option(help: ArgumentHelp("The same seed gives the same model.", valueName: "number"))
  var seed: UInt64 = 1

  @Flag(inversion: .prefixedNo, help: "Say how good the model is; takes as long as five more fits.")
  var crossValidation = true

  func run() throws {
    let analyzer = try Analyzer()
    let found = try ContentError.printed {
      let path = try Settings(path: nil).text("intents", intents, default: "intents")
      return try Content.read(intents: URL(filePath: path), knowledge: nil, analyzer: analyzer)
    }
    let rows = found.labelledRows
    try withBar("Fitting") { bar, interruption in
      let data = try fit(rows, analyzer, bar)
      try interruption.write(data, to: output)
      print("Wrote \(output), \((data.count + 999) / 1000) kB.")
    }
    if crossValidation { try withBar("Cross-validating") { bar, _ in try validate(rows, analyzer, bar) } }
  }

  private func withBar(_ title: String, _ work: (ProgressBar, Interruption) throws -> Void) throws {
    let bar = ProgressBar(title)
    let interruption = Interruption(bar)
    defer {
      bar.finish()
      interruption.end()
    }
    try work(bar, interruption)
  }

  private func fit(_ rows: [LabelledRow], _ analyzer: Analyzer, _ bar: ProgressBar) throws -> Data {
    let start = ContinuousClock.now
    var options = IntentModel.Options()
    options.seed = seed
    options.outOfScopeLabel = Intent.outOfScope
    let examples = rows.map { IntentExample(text: analyzer.analyzed($0.text), intent: $0.intent) }
    let model = try IntentModel.fitted(to: examples, options: options) { bar.show($0) }
    let seconds = (ContinuousClock.now - start).seconds
    bar.finish()
    print(String(format: "Fitted %d intents to %d examples in %.2f s.", model.intents.count, rows.count, seconds))
    return model.encoded()
  }

  private func validate(_ rows: [LabelledRow], _ analyzer: Analyzer, _ bar: ProgressBar) throws {
    let evaluation = try IntentEvaluator(analyzer: analyzer, seed: seed).crossValidation(train: rows) { bar.show($0) }
    bar.finish()
    let languages = evaluation.perLanguage.sorted { $0.key < $1.key }
      .map { "\($0.key) \($0.value.accuracy.percent)" }.joined(separator: ", ")
    print("Cross-validated accuracy \(evaluation.accuracy.percent) (\(languages)).")
  }
}
