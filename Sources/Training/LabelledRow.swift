package import Foundation

/// A text and the intent it has: one row of a data set, or one example.
package struct LabelledRow: Sendable, Equatable {
  package var text: String
  package var intent: String
  package var file: String
  package var line: Int

  package init(text: String, intent: String, file: String = "", line: Int = 0) {
    self.text = text
    self.intent = intent
    self.file = file
    self.line = line
  }

  /// The rows of JSON Lines, CSV and Rasa YAML files and of folders of such YAML, in order.
  ///
  /// Only names and examples are looked at, so training data of any bot can be read.
  package static func read(_ locations: [URL]) throws(ContentError) -> [LabelledRow] {
    var problems: [ContentProblem] = []
    var rows: [LabelledRow] = []
    for location in locations { rows += Self.rows(in: location, problems: &problems) }
    guard problems.isEmpty else { throw ContentError(problems: problems) }
    return rows
  }

  static func rows(in location: URL, problems: inout [ContentProblem]) -> [LabelledRow] {
    let format = DatasetFormat(of: location)
    if format == .yaml { return TrainingDataFile.rows(in: location, problems: &problems) }
    guard let source = SourceFile(location, problems: &problems) else { return [] }
    let before = problems.count
    let rows =
      format == .csv ? csvRows(of: source, problems: &problems) : jsonRows(of: source, problems: &problems)
    if rows.isEmpty && problems.count == before {
      problems.append(ContentProblem(file: source.path, line: 0, message: "has no rows"))
    }
    return rows
  }

  /// Intents with rows as their examples, in the order in which they come first.
  static func intents(of rows: [LabelledRow]) -> [Intent] {
    var intents: [Intent] = []
    var indices: [String: Int] = [:]
    for row in rows {
      let index = indices[row.intent] ?? intents.count
      if index == intents.count { intents.append(Intent(name: row.intent)) }
      indices[row.intent] = index
      intents[index].examples.append(Example(text: row.text, file: row.file, line: row.line))
    }
    return intents
  }

  private struct Object: Decodable {
    let text: String
    let intent: String
  }

  private static func jsonRows(of source: SourceFile, problems: inout [ContentProblem]) -> [LabelledRow] {
    JSONLines.values(Object.self, in: source, shape: "{\"text\": \"…\", \"intent\": \"…\"}", problems: &problems)
      .compactMap { row($0.value.text, $0.value.intent, source, $0.line, &problems) }
  }

  private static func csvRows(of source: SourceFile, problems: inout [ContentProblem]) -> [LabelledRow] {
    var table = CSVTable(source)
    problems += table.problems
    guard !table.rows.isEmpty else { return [] }
    let header = table.rows.removeFirst()
    let names = header.fields.map { $0.trimmed.lowercased() }
    guard let text = names.firstIndex(of: "text"), let intent = names.firstIndex(of: "intent") else {
      let message = "the first line must name the columns text,intent"
      problems.append(ContentProblem(file: source.path, line: header.line, message: message))
      return []
    }
    return table.rows.compactMap { record in
      guard record.fields.count == names.count else {
        let message = "has \(record.fields.count) fields, the first line has \(names.count)"
        problems.append(ContentProblem(file: source.path, line: record.line, message: message))
        return nil
      }
      return row(record.fields[text], record.fields[intent], source, record.line, &problems)
    }
  }

  private static func row(
    _ text: String, _ intent: String, _ source: SourceFile, _ line: Int, _ problems: inout [ContentProblem]
  ) -> LabelledRow? {
    let name = intent.trimmed
    for (value, key) in [(text.trimmed, "text"), (name, "intent")] where value.isEmpty {
      problems.append(ContentProblem(file: source.path, line: line, message: "\(key) is empty"))
      return nil
    }
    return LabelledRow(text: text, intent: name, file: source.path, line: line)
  }
}

extension Content {
  /// All examples with their intents, in order.
  package var labelledRows: [LabelledRow] {
    intents.flatMap { intent in
      intent.examples.map { LabelledRow(text: $0.text, intent: intent.name, file: $0.file, line: $0.line) }
    }
  }
}
