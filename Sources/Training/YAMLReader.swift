import Yams

/// Walks the nodes of one YAML file and notes every problem with its line.
struct YAMLReader {
  let path: String
  private(set) var problems: [ContentProblem] = []

  init(path: String) { self.path = path }

  /// The top of a file; nil after noting that it is no YAML or empty.
  mutating func root(of source: SourceFile) -> Node? {
    do {
      if let root = try Yams.compose(yaml: source.text) { return root }
      note(1, "the file is empty")
    } catch {
      let (line, message) = Self.description(of: error)
      note(line, message)
    }
    return nil
  }

  mutating func note(_ line: Int, _ message: String) {
    problems.append(ContentProblem(file: path, line: line, message: message))
  }

  /// The keys and values of a mapping, in order, those with unknown keys noted and left out.
  mutating func fields(of node: Node, known: [String], in place: String) -> [String: Field] {
    guard let mapping = node.mapping else {
      note(node.line, "\(place) must have keys: \(known.joined(separator: ", "))")
      return [:]
    }
    var fields: [String: Field] = [:]
    for (key, value) in mapping {
      let name = key.scalar?.string ?? ""
      if known.contains(name) {
        fields[name] = Field(line: key.line, value: value)
      } else {
        note(key.line, "unknown key “\(name)” in \(place); known are \(known.joined(separator: ", "))")
      }
    }
    return fields
  }

  /// A text that is not blank, without white space around it.
  mutating func text(_ node: Node, _ name: String) -> String? {
    guard let scalar = node.scalar else {
      note(node.line, "\(name) must be a text")
      return nil
    }
    let text = scalar.string.trimmed
    if text.isEmpty { note(node.line, "\(name) is empty") }
    return text.isEmpty ? nil : text
  }

  mutating func list(_ node: Node, _ name: String) -> [Node] {
    if let sequence = node.sequence { return Array(sequence) }
    note(node.line, "\(name) must be a list")
    return []
  }

  /// A key's line and its value.
  struct Field {
    let line: Int
    let value: Node
  }

  private static func description(of error: any Error) -> (line: Int, message: String) {
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      (mark.line, "is not YAML: " + [context?.text, problem].compactMap(\.self).joined(separator: ", "))
    case .duplicatedKeysInMapping(let duplicates, let context):
      (context.mark.line, "the key “\(duplicates.joined(separator: "”, “"))” is there twice")
    case .reader(let problem, let offset, _, let yaml):
      (yaml.prefix(offset ?? 0).count { $0.isNewline } + 1, "is not YAML: \(problem)")
    default: (1, "\(error)")
    }
  }
}

extension Node {
  /// From 1; 0 when the node is in no file.
  var line: Int { mark?.line ?? 0 }
}

extension StringProtocol {
  /// Without the white space around it.
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[first...last])
  }
}
