import Yams

/// Reads the examples of an intent: a block with one `- example` a line, or a list of items with `text`.
enum ExampleReader {
  static func examples(in node: Node, _ reader: inout YAMLReader) -> [Example] {
    if let sequence = node.sequence {
      return sequence.compactMap { example(item: $0, &reader) }
    }
    guard let scalar = node.scalar else {
      reader.note(node.line, "examples must be a block (examples: |) or a list")
      return []
    }
    return examples(inBlock: scalar, line: firstLine(of: scalar, node.line), &reader)
  }

  private static func example(item: Node, _ reader: inout YAMLReader) -> Example? {
    if let scalar = item.scalar { return example(scalar.string, line: item.line, &reader) }
    let fields = reader.fields(of: item, known: ["text"], in: "an example")
    guard let text = fields["text"]?.value, let scalar = text.scalar else {
      if item.mapping != nil { reader.note(item.line, "an example has no text") }
      return nil
    }
    return example(scalar.string, line: firstLine(of: scalar, text.line), &reader)
  }

  /// A block scalar's text begins on the line below its `|`.
  private static func firstLine(of scalar: Node.Scalar, _ line: Int) -> Int {
    scalar.style == .literal || scalar.style == .folded ? line + 1 : line
  }

  private static func examples(inBlock block: Node.Scalar, line: Int, _ reader: inout YAMLReader) -> [Example] {
    if block.style == .folded { reader.note(line - 1, "examples must be a block that keeps its lines: examples: |") }
    var examples: [Example] = []
    for (index, row) in SourceFile.lines(of: block.string).enumerated() {
      let row = row.trimmed
      if row.isEmpty { continue }
      guard row == "-" || row.hasPrefix("- ") else {
        reader.note(line + index, "an example must begin with “- ”: \(row)")
        continue
      }
      if let example = example(String(row.dropFirst()), line: line + index, &reader) { examples.append(example) }
    }
    return examples
  }

  private static func example(_ marked: String, line: Int, _ reader: inout YAMLReader) -> Example? {
    let marks = EntityMarks(marked.trimmed)
    for mistake in marks.mistakes { reader.note(line, mistake) }
    guard !marks.text.isEmpty else {
      reader.note(line, "the example is empty")
      return nil
    }
    return Example(text: marks.text, entities: marks.spans, file: reader.path, line: line)
  }
}
