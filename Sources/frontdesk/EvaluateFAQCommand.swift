import ArgumentParser
import Foundation
import TextAnalysis
import Training

/// `frontdesk evaluate faq`.
struct EvaluateFAQ: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "faq",
    abstract: "Index articles and look up queries whose right articles are known.",
    discussion: """
      Both files are JSON Lines: articles {"id", "questions": [title, other ways to ask …], "answer"}, queries \
      {"id", "text", "relevant": [ids of the right articles]}, where an empty list says that no article answers.

        $ frontdesk evaluate faq --articles faq.jsonl --queries asked.jsonl
        $ frontdesk evaluate faq --articles faq.jsonl --queries asked.jsonl --html report.html --edits 1

      --edits asks every query again with mistakes: one or two edits of letters, or one Chinese character that sounds \
      like the right one.
      """)

  @Option(help: ArgumentHelp("The articles.", valueName: "file"))
  var articles: String

  @Option(help: ArgumentHelp("The queries to measure with.", valueName: "file"))
  var queries: String

  @Option(help: ArgumentHelp("Other queries, to choose the limit for “no answer” on.", valueName: "file"))
  var validQueries: String?

  @Option(help: ArgumentHelp("Also ask with typing mistakes, made from this seed.", valueName: "N"))
  var edits: UInt64?

  @Option(help: ArgumentHelp("Also write a report for a browser.", valueName: "file"))
  var html: String?

  @Flag(help: "Print JSON; rates are fractions.")
  var json = false

  func run() throws {
    let dataset = try ContentError.printed {
      try FAQDataset.read(
        articles: URL(filePath: articles), queries: URL(filePath: queries),
        validation: validQueries.map { URL(filePath: $0) })
    }
    let bar = ProgressBar("Evaluating")
    let interruption = Interruption(bar)
    defer {
      bar.finish()
      interruption.end()
    }
    let evaluation = FAQEvaluator(analyzer: try Analyzer(), edits: edits).evaluation(of: dataset) { bar.show($0) }
    bar.finish()
    if let html {
      let page = FAQPage(evaluation, articles: articles, queries: queries)
      try interruption.write(Data(page.text.utf8), to: html)
    }
    if json { return try printJSON(evaluation) }
    for line in FAQReport(evaluation).lines { print(line) }
  }
}
