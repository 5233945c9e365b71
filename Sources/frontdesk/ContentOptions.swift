import ArgumentParser
import ChatServer
import Foundation
import TextAnalysis
import Training

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

  /// A bot with the content as it is on disk.
  func fitted(_ settings: Settings) throws -> LiveRelease {
    do {
      let content = try Content.read(intents: intentsLocation(settings), knowledge: knowledgeLocation(settings))
      return LiveRelease(
        number: 0, release: try Release.built(from: content, corrections: [], analyzer: try Analyzer()))
    } catch {
      throw CommandFailure(error)
    }
  }
}

extension ContentError {
  /// Does what needs content without mistakes; with mistakes prints one line for each and ends the command with 1.
  static func printed<Value>(from work: () throws -> Value) throws -> Value {
    do {
      return try work()
    } catch let error as ContentError {
      FileHandle.standardError.write(Data((error.description + "\n").utf8))
      throw ExitCode.failure
    }
  }
}

/// Prints a value as JSON with sorted keys.
func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
