import ArgumentParser
import SentimentClassifier
import TextAnalysis
import Training

/// `frontdesk evaluate sentiment`.
struct EvaluateSentiment: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sentiment",
    abstract: "Test by cross-validation how well the bot hears how customers feel.",
    discussion: """
      Each example of the folder sentiment is judged by a model that has not seen it, and so are the examples of intents that \
      an article answers: a customer who just asks for something should not count as angry.
      """)

  @OptionGroup var content: ContentOptions

  @Option(help: ArgumentHelp("How many parts cross-validation makes.", valueName: "N"))
  var folds = 10

  @Flag(help: "Print JSON; rates are fractions.")
  var json = false

  func validate() throws {
    if !(2...100).contains(folds) { throw ValidationError("--folds must be 2 to 100.") }
  }

  func run() throws {
    let settings = try Settings(path: nil)
    guard let folder = content.sentimentLocation(settings) else {
      throw CommandFailure("there is no folder of examples; name it with --sentiment")
    }
    let analyzer = try Analyzer()
    let found = try ContentError.printed {
      try Content.read(
        intents: content.intentsLocation(settings), knowledge: nil, sentiment: folder, analyzer: analyzer)
    }
    let evaluation = SentimentEvaluation(content: found, folds: folds, analyzer: analyzer)
    if json { return try printJSON(evaluation) }
    print(evaluation.report)
  }
}

extension SentimentEvaluation {
  private static let shown = 20

  /// What the command prints.
  fileprivate var report: String {
    var figures = TextTable(
      header: ["", "texts", "right", "angry: precision", "recall", "requests", "false alarms"], leftAligned: [0])
    for (name, each) in [("all", all)] + languages.sorted(by: { $0.key < $1.key }).map({ ($0.key, $0.value) }) {
      figures.add([
        name, "\(each.texts)", each.accuracy.percent, each.angryPrecision.percent, each.angryRecall.percent,
        "\(each.requests)", each.falseAlarms.percent,
      ])
    }
    var table = TextTable(header: ["expected \\ heard"] + Tone.allCases.map(\.rawValue), leftAligned: [0])
    for (tone, row) in zip(Tone.allCases, confusion) { table.add([tone.rawValue] + row.map(String.init)) }
    let wrong = mistakes.prefix(Self.shown).map { "  \($0.tone.rawValue) heard as \($0.heard.rawValue): \($0.text)" }
    let rate = (microseconds * 10).rounded() / 10
    let alarms = falseAlarms.prefix(Self.shown).map { "  false alarm: \($0)" }
    return (figures.lines + [""] + table.lines + [""] + wrong + alarms + ["", "\(rate) µs a text"])
      .joined(separator: "\n")
  }
}
