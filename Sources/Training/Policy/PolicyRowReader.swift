import Dialogue
import Yams

/// Reads the rows of an escalation policy.
struct PolicyRowReader {
  private static let rowKeys = ["name", "if", "then", "queue", "closed", "misses"]
  private static let conditionKeys = ["channel", "tier", "words", "mood", "hours", "holiday"]
  private static let mostMisses = 10

  /// The groups of trigger words that there are.
  let words: Set<String>

  func rows(_ node: Node, _ reader: inout YAMLReader) -> [EscalationPolicy.Row] {
    var rows: [EscalationPolicy.Row] = []
    var last: String?
    let items = reader.list(node, "rows")
    if node.sequence != nil, items.isEmpty { reader.note(node.line, "rows are empty") }
    for item in items {
      let fields = reader.fields(of: item, known: Self.rowKeys, in: "a row")
      guard let name = fields["name"].flatMap({ reader.text($0.value, "name") }) else {
        if fields["name"] == nil { reader.note(item.line, "a row needs a name") }
        continue
      }
      if rows.contains(where: { $0.name == name }) { reader.note(item.line, "there are two rows \(name)") }
      if let last { reader.note(item.line, "row \(name) never matches: \(last) before it always does") }
      var row = EscalationPolicy.Row(name: name)
      if let field = fields["if"] { readCondition(field.value, &row, &reader) }
      if fields["if"] == nil, last == nil { last = name }
      readAnswer(fields, item, &row, &reader)
      rows.append(row)
    }
    return rows
  }

  private func readCondition(_ node: Node, _ row: inout EscalationPolicy.Row, _ reader: inout YAMLReader) {
    let fields = reader.fields(of: node, known: Self.conditionKeys, in: "if")
    if fields.isEmpty { reader.note(node.line, "if says nothing; leave it out for a row that always matches") }
    row.channels = names(fields["channel"], "channel", PolicyContent.channels, &reader)
    row.tiers = names(fields["tier"], "tier", PolicyContent.tiers, &reader)
    row.words = names(fields["words"], "words", words.sorted(), &reader)
    if let mood = word(fields["mood"], "mood", ["angry", "unhappy"], &reader) { row.mood = Mood(rawValue: mood) }
    row.isOpen = word(fields["hours"], "hours", ["open", "closed"], &reader).map { $0 == "open" }
    row.isHoliday = word(fields["holiday"], "holiday", ["true", "false"], &reader).map { $0 == "true" }
  }

  private func readAnswer(
    _ fields: [String: YAMLReader.Field], _ node: Node, _ row: inout EscalationPolicy.Row, _ reader: inout YAMLReader
  ) {
    let answer = word(fields["then"], "then", ["bot", "human"], &reader)
    if fields["then"] == nil { reader.note(node.line, "row \(row.name) needs then: bot or human") }
    let queue = word(fields["queue"], "queue", ["normal", "urgent"], &reader)
    let closed = word(fields["closed"], "closed", EscalationPolicy.WhenClosed.allCases.map(\.rawValue), &reader)
    if answer == "human" {
      row.answer = .human(
        queue.flatMap(HandoffQueue.init) ?? .normal,
        whenClosed: closed.flatMap(EscalationPolicy.WhenClosed.init) ?? .ticket)
    } else {
      for key in ["queue", "closed"] {
        if let field = fields[key] { reader.note(field.line, "\(key) is for rows with then: human") }
      }
    }
    guard let field = fields["misses"] else { return }
    guard let misses = field.value.scalar.flatMap({ Int($0.string) }), (1...Self.mostMisses).contains(misses) else {
      return reader.note(field.line, "misses must be a whole number from 1 to \(Self.mostMisses)")
    }
    row.misses = misses
  }

  /// One name or a list of them, all of them known.
  private func names(
    _ field: YAMLReader.Field?, _ key: String, _ known: [String], _ reader: inout YAMLReader
  ) -> Set<String> {
    guard let node = field?.value else { return [] }
    let names = node.sequence.map(Array.init) ?? [node]
    if names.isEmpty { reader.note(node.line, "\(key) is empty") }
    return Set(names.compactMap { word(YAMLReader.Field(line: $0.line, value: $0), key, known, &reader) })
  }

  private func word(
    _ field: YAMLReader.Field?, _ key: String, _ known: [String], _ reader: inout YAMLReader
  ) -> String? {
    guard let field, let word = reader.text(field.value, key) else { return nil }
    if known.contains(word) { return word }
    let others = known.isEmpty ? "" : "; known are \(known.joined(separator: ", "))"
    reader.note(field.line, "\(key): there is no “\(word)”\(others)")
    return nil
  }
}
