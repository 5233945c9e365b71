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

  @Option(
    help: ArgumentHelp(
      "The folder where fitted models and indexes are kept for the next time; 'none' for nowhere (default: beside the "
        + "database, nowhere where there is none).", valueName: "folder"))
  var cache: String?

  func intentsLocation(_ settings: Settings) -> URL {
    URL(filePath: settings.text("intents", intents, default: "intents"))
  }

  /// Nil when there are to be no articles.
  func knowledgeLocation(_ settings: Settings) -> URL? {
    let path = settings.text("knowledge", knowledge, default: "knowledge")
    return path == "none" ? nil : URL(filePath: path)
  }

  /// - Parameter database: the data file, if there is one.
  /// - Returns: nil for nowhere.
  func cacheLocation(_ settings: Settings, database: String? = nil) -> URL? {
    guard let path = cache ?? settings.text("cache") ?? database.map({ $0 + ".cache" }), path != "none" else {
      return nil
    }
    return URL(filePath: path)
  }

  /// A bot with the content as it is on disk.
  func fitted(_ settings: Settings) throws -> LiveRelease {
    do {
      let content = try Content.read(intents: intentsLocation(settings), knowledge: knowledgeLocation(settings))
      return LiveRelease(
        number: 0,
        release: try Release.built(
          from: content, corrections: [], analyzer: try Analyzer(),
          cache: cacheLocation(settings).map { ReleaseCache(folder: $0) }))
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
