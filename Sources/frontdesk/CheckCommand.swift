import ArgumentParser
import CRM
import ChatServer
import Database
import Foundation
import TextAnalysis
import Training

/// `frontdesk check`: names every mistake in the content, and every conversation that does not go as it should.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check intents, knowledge and configuration; name every mistake with its file and line.",
    discussion: """
      Prints how many examples and articles there are in each language. With mistakes it prints one line for each, as \
      compilers do, and exits with 1, so it fits an editor, a hook or a pipeline:

        $ frontdesk check
        intents/cards.yml:14: there is no article card-report-lost
        knowledge/cards.en.md:8: article card-limits is missing in zh
        2 problems

      Then it plays the conversations of the folder transcripts to a bot with this content and shows every difference:

        transcripts/orders.jsonl:12: an order, corrected
          {"from":"customer","text":"no, A10241"}
        - {"from":"bot","text":"Order A10241 ..."}
        + {"from":"bot","style":"unsure","text":"Sorry, ..."}

      How content is written stands in intents/README.md, knowledge/README.md and transcripts/README.md.
      """)

  @OptionGroup var content: ContentOptions

  @Option(
    help: ArgumentHelp(
      "The folder of conversations to play (default: transcripts, if there is such a folder).", valueName: "folder"))
  var transcripts: String?

  @Flag(help: "Write what the bot says now into the transcripts: look at what has changed before you commit it.")
  var accept = false

  @Flag(help: "Print nothing when there is no mistake.")
  var quiet = false

  func run() async throws {
    let analyzer = try Analyzer()
    let settings = try Settings(path: nil)
    let serve = try ServeCommand.parse([])
    _ = try serve.level(settings)
    _ = try serve.chatServerConfiguration(settings)
    let (found, problems) = Content.inspected(
      intents: content.intentsLocation(settings), knowledge: content.knowledgeLocation(settings), analyzer: analyzer)
    for problem in problems { print(problem) }
    guard problems.isEmpty else {
      print(problems.count == 1 ? "1 problem" : "\(problems.count) problems")
      throw ExitCode.failure
    }
    let played = try await TranscriptCheck(
      folder: transcripts, accept: accept, cache: content.cacheLocation(settings).map { ReleaseCache(folder: $0) }
    ).run(found, analyzer)
    if !quiet {
      for line in ContentSummary(of: found, analyzer: analyzer).lines { print(line) }
      if played > 0 { print("\(played) transcripts go as they are written.") }
    }
  }
}

/// How much content there is: examples of each intent and articles, in each language.
struct ContentSummary {
  let lines: [String]

  init(of content: Content, analyzer: Analyzer) {
    let languages = Language.allCases
    var table = TextTable(header: ["intent"] + languages.map(\.rawValue) + ["answered by"], leftAligned: [0, 3])
    var totals: [Language: Int] = [:]
    for intent in content.intents {
      let counts = Dictionary(grouping: intent.examples) { analyzer.analyzed($0.text).language }.mapValues(\.count)
      totals.merge(counts, uniquingKeysWith: +)
      table.add([intent.name] + languages.map { "\(counts[$0] ?? 0)" } + [Self.answer(of: intent)])
    }
    table.add(["\(content.intents.count) intents"] + languages.map { "\(totals[$0] ?? 0)" })
    let articles = languages.map { language in
      "\(content.articles.count { $0.language == language }) in \(language.rawValue)"
    }
    lines = table.lines + ["", "Articles: \(articles.joined(separator: ", "))", "No problems."]
  }

  private static func answer(of intent: Intent) -> String {
    let ways = [
      intent.escalation.map { "a person (\($0.rawValue))" },
      intent.response.isEmpty ? nil : "a response",
      intent.article.map { "article \($0)" },
    ]
    return ways.compactMap(\.self).joined(separator: ", ")
  }
}
