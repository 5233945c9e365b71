import ArgumentParser
import Foundation

/// Where the content is; for every command that reads it.
struct ContentOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The intents: a folder of Rasa YAML, one such file, or a .jsonl or .csv data set (default: intents).",
      valueName: "path"))
  var intents: String?

  @Option(
    help: ArgumentHelp(
      "The folder of articles, <topic>.<language>.md; 'none' for no articles (default: knowledge).",
      valueName: "folder"))
  var knowledge: String?

  func intentsLocation(_ settings: Settings) -> URL {
    URL(filePath: settings.text("intents", intents, default: "intents"))
  }

  /// Nil when there are to be no articles.
  func knowledgeLocation(_ settings: Settings) -> URL? {
    let path = settings.text("knowledge", knowledge, default: "knowledge")
    return path == "none" ? nil : URL(filePath: path)
  }
}
