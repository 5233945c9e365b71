import Foundation
import TextAnalysis
import Training

/// A folder with files that is gone when the test is.
final class TemporaryFolder {
  let url: URL

  init(_ files: [String: String] = [:]) throws {
    url = FileManager.default.temporaryDirectory.appending(path: "training-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, text) in files { try write(Data(text.utf8), to: name) }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ data: Data, to name: String) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  /// `name:line: message` for each problem, with names relative to the folder.
  func listing(_ problems: [ContentProblem]) -> [String] {
    problems.map { $0.description.replacingOccurrences(of: url.path + "/", with: "") }
  }

  /// What is wrong with the content in `intents` and, when the folder has it, `knowledge`.
  func problems(knowledge: Bool = true) -> [String] {
    listing(
      Content.inspected(
        intents: url.appending(path: "intents"), knowledge: knowledge ? url.appending(path: "knowledge") : nil
      ).problems)
  }

  /// The problems of one intent file beside a knowledge that has the article `help`.
  static func problems(inIntents yaml: String) throws -> [String] {
    try TemporaryFolder([
      "intents/a.yml": yaml, "knowledge/help.en.md": Self.article("Help"), "knowledge/help.zh.md": Self.article("帮助"),
    ]).problems()
  }

  /// The problems of one knowledge file, beside an intent that needs none.
  static func problems(inKnowledge markdown: String, name: String = "help.en.md") throws -> [String] {
    try TemporaryFolder([
      "intents/a.yml": Self.intent("greeting", "- hello", metadata: "escalate: normal"),
      "knowledge/\(name)": markdown,
    ]).problems().filter { !$0.hasSuffix("is missing in zh") }
  }

  static func article(_ title: String, id: String = "help") -> String { "# Topic\n\n## \(title) {#\(id)}\n\nAnswer.\n" }

  static func intent(_ name: String, _ examples: String, metadata: String = "article: help") -> String {
    """
    version: "3.1"
    nlu:
    - intent: \(name)
      metadata:
        title: {zh: 标题, en: Title}
        \(metadata)
      examples: |
        \(examples.replacingOccurrences(of: "\n", with: "\n    "))

    """
  }
}

extension ContentError {
  /// The problems that a piece of work throws, as text.
  static func thrown(by work: () throws -> some Any) -> [String]? {
    do {
      _ = try work()
      return nil
    } catch let error as ContentError {
      return error.problems.map(\.description)
    } catch {
      return ["\(error)"]
    }
  }
}
