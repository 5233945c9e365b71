import ArgumentParser
import Foundation

/// Where the content is; for every command that reads it.
struct ContentOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The intents: a folder of Rasa YAML, one such file, or a .jsonl or .csv data set.", valueName: "path"))
  var intents = "intents"

  @Option(help: ArgumentHelp("The folder of articles, <topic>.<language>.md.", valueName: "folder"))
  var knowledge = "knowledge"

  var intentsLocation: URL { URL(filePath: intents) }
  var knowledgeLocation: URL { URL(filePath: knowledge) }
}
