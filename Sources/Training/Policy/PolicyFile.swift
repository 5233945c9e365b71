import Dialogue
import Foundation
import TextAnalysis
import Yams

/// Reads `policy.yml`.
enum PolicyFile {
  private static let keys = ["time_zone", "hours", "urgent_hours", "words", "rows"]

  /// What the file says, as far as it can be read; every mistake is added to `problems`.
  static func policy(in url: URL, problems: inout [ContentProblem]) -> PolicyContent {
    var content = PolicyContent()
    guard let source = SourceFile(url, problems: &problems) else { return content }
    var reader = YAMLReader(path: url.relativePath)
    defer { problems += reader.problems }
    guard let root = reader.root(of: source) else { return content }
    let fields = reader.fields(of: root, known: keys, in: "the file")
    if let field = fields["time_zone"] { readTimeZone(field.value, &content, &reader) }
    content.hours = fields["hours"].map { HoursReader.hours($0.value, "hours", &reader) } ?? .always
    content.urgentHours =
      fields["urgent_hours"].map { HoursReader.hours($0.value, "urgent_hours", &reader) } ?? content.hours
    content.words = fields["words"].map { words($0.value, &reader) } ?? []
    guard let rows = fields["rows"] else {
      reader.note(root.line, "the file needs rows")
      return content
    }
    content.policy.rows = PolicyRowReader(words: Set(content.words.map(\.name))).rows(rows.value, &reader)
    return content
  }

  /// `Asia/Shanghai`, or `{name: Asia/Shanghai, zh: 北京时间, en: Beijing time}`.
  private static func readTimeZone(_ node: Node, _ content: inout PolicyContent, _ reader: inout YAMLReader) {
    var name = node
    if node.mapping != nil {
      let languages = Language.allCases.map(\.rawValue)
      let fields = reader.fields(of: node, known: ["name"] + languages, in: "time_zone")
      for language in Language.allCases {
        guard let field = fields[language.rawValue] else { continue }
        content.timeZoneTitles[language] = reader.text(field.value, language.rawValue)
      }
      guard let field = fields["name"] else { return reader.note(node.line, "time_zone needs name") }
      name = field.value
    }
    guard let identifier = reader.text(name, "time_zone") else { return }
    guard TimeZone.knownTimeZoneIdentifiers.contains(identifier) || identifier == "UTC",
      let zone = TimeZone(identifier: identifier)
    else {
      return reader.note(name.line, "there is no time zone “\(identifier)”; write one such as Asia/Shanghai")
    }
    content.timeZone = zone
  }

  /// Groups of words, each a list or a list for each language.
  private static func words(_ node: Node, _ reader: inout YAMLReader) -> [PolicyContent.WordGroup] {
    guard let mapping = node.mapping else {
      reader.note(node.line, "words must have groups with their words")
      return []
    }
    return mapping.compactMap { key, value in
      guard let name = reader.text(key, "a group of words") else { return nil }
      let languages = Language.allCases.map(\.rawValue)
      let lists =
        value.mapping == nil
        ? [value] : reader.fields(of: value, known: languages, in: name).sorted { $0.key < $1.key }.map(\.value.value)
      let words = lists.flatMap { reader.list($0, name) }.compactMap { reader.text($0, "a word of \(name)") }
      if words.isEmpty { reader.note(key.line, "\(name) has no words") }
      return PolicyContent.WordGroup(name: name, words: words)
    }
  }
}
