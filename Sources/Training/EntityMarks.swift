import Foundation

/// Takes the entity marks out of an example: `[x](entity)`, `[x](entity:value)` and `[x]{"entity": "…"}`.
///
/// Brackets that no mark follows are text.
struct EntityMarks {
  private(set) var text = ""
  private(set) var spans: [EntitySpan] = []
  /// What is wrong with the marks, if anything.
  private(set) var mistakes: [String] = []

  init(_ marked: String) {
    var rest = Substring(marked)
    while let open = rest.firstIndex(of: "[") {
      text += rest[..<open]
      let inside = rest[rest.index(after: open)...]
      guard let close = inside.firstIndex(of: "]"), let kind = inside[close...].dropFirst().first,
        kind == "(" || kind == "{"
      else {
        text += "["
        rest = inside
        continue
      }
      let description = inside[close...].dropFirst()
      guard let end = Self.end(of: description) else {
        mistakes.append("the entity mark after “[\(inside[..<close])]” is not closed")
        text += inside[..<close]
        rest = description.dropFirst()
        continue
      }
      addSpan(inside[..<close], description: description[...end])
      rest = description[end...].dropFirst()
    }
    text += rest
  }

  /// The index of the bracket that closes a description; quoted braces do not count.
  private static func end(of description: Substring) -> Substring.Index? {
    guard description.first == "{" else { return description.firstIndex(of: ")") }
    var quoted = false
    var escaped = false
    for index in description.indices {
      switch description[index] {
      case _ where escaped: escaped = false
      case "\\" where quoted: escaped = true
      case "\"": quoted.toggle()
      case "}" where !quoted: return index
      default: break
      }
    }
    return nil
  }

  private mutating func addSpan(_ marked: Substring, description: Substring) {
    let start = text.utf8.count
    text += marked
    let range = start..<text.utf8.count
    guard !marked.allSatisfy(\.isWhitespace) else {
      mistakes.append("an entity mark has no text")
      return
    }
    let span = description.first == "{" ? span(object: description, range) : span(plain: description, range)
    if let span { spans.append(span) }
  }

  private mutating func span(plain description: Substring, _ range: Range<Int>) -> EntitySpan? {
    let parts = description.dropFirst().dropLast().split(
      separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let entity = parts.first.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
    guard !entity.isEmpty else {
      mistakes.append("an entity mark names no entity")
      return nil
    }
    let value = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : nil
    return EntitySpan(range: range, entity: entity, value: value)
  }

  private mutating func span(object description: Substring, _ range: Range<Int>) -> EntitySpan? {
    guard let fields = try? JSONDecoder().decode([String: String].self, from: Data(description.utf8)),
      let entity = fields["entity"], !entity.isEmpty
    else {
      mistakes.append("\(description) is not an entity mark; write {\"entity\": \"name\"}")
      return nil
    }
    for key in fields.keys.sorted() where !["entity", "value", "role", "group"].contains(key) {
      mistakes.append("unknown key “\(key)” in the entity mark \(description)")
    }
    return EntitySpan(
      range: range, entity: entity, value: fields["value"], role: fields["role"], group: fields["group"])
  }
}
