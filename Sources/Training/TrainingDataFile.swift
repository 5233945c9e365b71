import Foundation
import Yams

/// Rasa training data of any bot, of which only intents and examples are read.
enum TrainingDataFile {
  static func rows(in location: URL, problems: inout [ContentProblem]) -> [LabelledRow] {
    let folder = SourceFile.files(in: location, endings: ["yml", "yaml"])
    let urls = folder ?? [location]
    var rows: [LabelledRow] = []
    let before = problems.count
    for url in urls {
      guard let source = SourceFile(url, problems: &problems) else { continue }
      var reader = YAMLReader(path: source.path)
      if let root = reader.root(of: source) { rows += self.rows(in: root, &reader) }
      problems += reader.problems
    }
    if rows.isEmpty && problems.count == before {
      problems.append(ContentProblem(file: location.relativePath, line: 0, message: "has no intents"))
    }
    return rows
  }

  private static func rows(in root: Node, _ reader: inout YAMLReader) -> [LabelledRow] {
    guard let nlu = root.mapping?["nlu"] else { return [] }
    return reader.list(nlu, "nlu").flatMap { item -> [LabelledRow] in
      guard let name = item.mapping?["intent"]?.scalar?.string, let node = item.mapping?["examples"] else { return [] }
      return ExampleReader.examples(in: node, &reader).map {
        LabelledRow(text: $0.text, intent: name, file: $0.file, line: $0.line)
      }
    }
  }
}
