import TextAnalysis
import Yams

/// What one file of Rasa training data says, before anything is compared with other files.
struct IntentFile {
  let path: String
  var intents: [Entry] = []
  var responses: [ResponseEntry] = []
  var slots: [SlotEntry] = []
  var flows: [FlowEntry] = []
  /// Whether it could be read without a problem.
  let isFaultless: Bool

  struct Entry {
    var intent: Intent
    var line: Int
    /// Where single keys of its metadata are.
    var lines: [String: Int] = [:]
  }

  struct ResponseEntry {
    var intent: String
    var line: Int
    var response: [Language: Response]
    /// The lines of the buttons' payloads, in order.
    var payloadLines: [Int]
  }

  /// Reads a file of the bot's content: every key must be known.
  init(_ source: SourceFile, problems: inout [ContentProblem]) {
    path = source.path
    var reader = YAMLReader(path: path)
    if let root = reader.root(of: source) {
      let fields = reader.fields(of: root, known: ["version", "nlu", "responses", "slots", "flows"], in: "the file")
      if root.mapping != nil { Self.checkVersion(fields["version"], &reader) }
      if let nlu = fields["nlu"] {
        intents = reader.list(nlu.value, "nlu").compactMap { Self.entry($0, &reader) }
      }
      if let node = fields["responses"]?.value { responses = ResponseReader.entries(in: node, &reader) }
      if let node = fields["slots"]?.value { slots = FlowReader.slots(in: node, &reader) }
      if let node = fields["flows"]?.value { flows = FlowReader.flows(in: node, &reader) }
    }
    isFaultless = reader.problems.isEmpty
    problems += reader.problems
  }

  /// The version of the format that the file names.
  private static func checkVersion(_ field: YAMLReader.Field?, _ reader: inout YAMLReader) {
    guard let field else {
      reader.note(1, "version is missing; write version: \"3.1\"")
      return
    }
    let version = field.value.scalar?.string ?? ""
    if !["2.0", "3.0", "3.1"].contains(version) {
      reader.note(field.line, "version “\(version)” is not known; write version: \"3.1\"")
    }
  }

  private static func entry(_ node: Node, _ reader: inout YAMLReader) -> Entry? {
    let fields = reader.fields(of: node, known: ["intent", "metadata", "examples"], in: "an item of nlu")
    guard let nameNode = fields["intent"]?.value else {
      if node.mapping != nil { reader.note(node.line, "an item of nlu names no intent") }
      return nil
    }
    guard let name = reader.text(nameNode, "intent") else { return nil }
    if !name.isIdentifier(separator: "_") {
      reader.note(nameNode.line, "intent name “\(name)”: use lower case letters, digits and underscores")
    }
    var entry = Entry(intent: Intent(name: name), line: nameNode.line)
    if let metadata = fields["metadata"] { readMetadata(metadata, into: &entry, &reader) }
    if let examples = fields["examples"] {
      entry.intent.examples = ExampleReader.examples(in: examples.value, &reader)
      if entry.intent.examples.isEmpty { reader.note(examples.line, "intent \(name) has no examples") }
    } else {
      reader.note(entry.line, "intent \(name) has no examples")
    }
    return entry
  }

  private static func readMetadata(_ field: YAMLReader.Field, into entry: inout Entry, _ reader: inout YAMLReader) {
    let known = ["title", "category", "article", "escalate"]
    let fields = reader.fields(of: field.value, known: known, in: "metadata")
    entry.lines = fields.mapValues(\.line)
    if let title = fields["title"] {
      entry.intent.titles = titles(title.value, &reader)
    }
    entry.intent.category = fields["category"].flatMap { reader.text($0.value, "category") }
    entry.intent.article = fields["article"].flatMap { reader.text($0.value, "article") }
    guard let escalate = fields["escalate"] else { return }
    entry.intent.escalation = escalate.value.scalar.flatMap { Escalation(rawValue: $0.string) }
    if entry.intent.escalation == nil { reader.note(escalate.line, "escalate must be normal or urgent") }
  }

  private static func titles(_ node: Node, _ reader: inout YAMLReader) -> [Language: String] {
    let fields = reader.fields(of: node, known: Language.allCases.map(\.rawValue), in: "title")
    var titles: [Language: String] = [:]
    for language in Language.allCases {
      if let field = fields[language.rawValue] {
        titles[language] = reader.text(field.value, "title in \(language.rawValue)")
      } else if node.mapping != nil {
        reader.note(node.line, "title in \(language.rawValue) is missing")
      }
    }
    return titles
  }
}

extension String {
  /// Whether it is lower case ASCII letters and digits, with single separators between them.
  func isIdentifier(separator: Character) -> Bool {
    let parts = split(separator: separator, omittingEmptySubsequences: false)
    return parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { "a"..."z" ~= $0 || "0"..."9" ~= $0 } }
  }
}
