import CRM

/// Takes the fields of one JSON object and collects everything that is wrong with them as `field: message`.
struct FieldReader {
  /// Where the object is, such as `orders[2].`; empty for the whole line.
  private let path: String
  private var fields: [String: JSONValue]
  private(set) var problems: [String] = []

  init(_ fields: [String: JSONValue], path: String = "") {
    self.fields = fields
    self.path = path
  }

  mutating func complain(_ name: String, _ message: String) { problems.append("\(path)\(name): \(message)") }

  mutating func add(_ others: [String]) { problems += others }

  /// Takes the field away, so that what is left at the end is not known.
  mutating func take(_ name: String) -> JSONValue? { fields.removeValue(forKey: name) }

  /// A text that must be there and satisfy the rule.
  mutating func text(_ name: String, _ rule: TextRule) -> String? {
    switch take(name) {
    case nil: complain(name, "is missing")
    case .text(let text):
      if let problem = rule.problem(in: text) { complain(name, problem) } else { return text }
    default: complain(name, "must be a text")
    }
    return nil
  }

  /// What a text that must be there stands for. `read` gives nil for one that is not `words`.
  mutating func value<Value>(_ name: String, _ words: String, read: (String) -> Value?) -> Value? {
    switch take(name) {
    case nil: complain(name, "is missing")
    case .text(let text):
      if let value = read(text) { return value }
      complain(name, "must be \(words)")
    default: complain(name, "must be a text")
    }
    return nil
  }

  /// A text that may be left out, or null to remove what is stored.
  mutating func change(_ name: String, _ rule: TextRule) -> CustomerEntry.Change<String> {
    guard let value = take(name) else { return .keep }
    guard value != .null else { return .set(nil) }
    fields[name] = value
    return .set(text(name, rule))
  }

  /// A whole number from 0 on that must be there.
  mutating func count(_ name: String) -> Int64? {
    switch take(name) {
    case nil: complain(name, "is missing")
    case .integer(let value) where value >= 0: return value
    default: complain(name, "must be a whole number, 0 or more")
    }
    return nil
  }

  /// Complains about every field that has not been taken.
  mutating func finish() {
    for name in fields.keys.sorted() { complain(name.prefix(40).filter { !$0.isNewline }, "is not known here") }
  }
}

/// What a text must look like.
struct TextRule: Sendable {
  let limit: Int
  /// What the text must be, in words, and whether it is.
  var form: (words: String, holds: @Sendable (String) -> Bool)?

  func problem(in text: String) -> String? {
    guard !text.isEmpty else { return "must not be empty" }
    if let form, text.unicodeScalars.count > limit || !form.holds(text) { return "must be \(form.words)" }
    guard text.unicodeScalars.count <= limit else { return "must have at most \(limit) characters" }
    guard text.first?.isWhitespace == false, text.last?.isWhitespace == false else {
      return "must not begin or end with white space"
    }
    guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      return "must not hold control characters"
    }
    return nil
  }
}
