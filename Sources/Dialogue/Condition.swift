/// A condition of a flow, such as `slots.order_found and slots.amount > 500`.
///
/// Names are `slots.<name>` and `context.identified`. In order of binding: comparisons (`=`, `==`, `is`, `!=`, `is not`, `<`,
/// `<=`, `>`, `>=`), `not`, `and`, `or`; parentheses; texts in quotes, numbers, `true`, `false`, `null`.
package indirect enum Condition: Sendable, Equatable {
  package enum Comparison: String, Sendable, Equatable {
    case equal = "="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  case name(String)
  case value(SlotValue?)
  case compare(Condition, Comparison, Condition)
  case not(Condition)
  case and(Condition, Condition)
  case or(Condition, Condition)

  /// Whether it holds, with `value` giving what a name stands for. A comparison of what cannot be compared does not.
  package func holds(_ value: (String) -> SlotValue?) -> Bool {
    switch self {
    case .name, .value: operand(value)?.isTrue ?? false
    case .compare(let left, let comparison, let right):
      Self.compare(left.operand(value), comparison, right.operand(value))
    case .not(let condition): !condition.holds(value)
    case .and(let left, let right): left.holds(value) && right.holds(value)
    case .or(let left, let right): left.holds(value) || right.holds(value)
    }
  }

  /// The names in it.
  package var names: [String] {
    switch self {
    case .name(let name): [name]
    case .value: []
    case .compare(let left, _, let right), .and(let left, let right), .or(let left, let right): left.names + right.names
    case .not(let condition): condition.names
    }
  }

  private func operand(_ value: (String) -> SlotValue?) -> SlotValue? {
    switch self {
    case .name(let name): value(name)
    case .value(let value): value
    default: .flag(holds(value))
    }
  }

  private static func compare(_ left: SlotValue?, _ comparison: Comparison, _ right: SlotValue?) -> Bool {
    switch comparison {
    case .equal: isEqual(left, right)
    case .unequal: !isEqual(left, right)
    case .less: order(left, right).map { $0.0 < $0.1 } ?? false
    case .lessOrEqual: order(left, right).map { $0.0 <= $0.1 } ?? false
    case .greater: order(left, right).map { $0.0 > $0.1 } ?? false
    case .greaterOrEqual: order(left, right).map { $0.0 >= $0.1 } ?? false
    }
  }

  private static func isEqual(_ left: SlotValue?, _ right: SlotValue?) -> Bool {
    if left == right { return true }
    return order(left, right).map { $0.0 == $0.1 } ?? false
  }

  private static func order(_ left: SlotValue?, _ right: SlotValue?) -> (Double, Double)? {
    guard let left = left?.number, let right = right?.number else { return nil }
    return (left, right)
  }
}

/// Why a text is no condition.
package struct ConditionError: Error, Equatable, CustomStringConvertible {
  package let description: String
}

extension Condition {
  package init(parsing text: String) throws(ConditionError) {
    var parser = ConditionParser(tokens: try ConditionParser.tokens(in: text))
    self = try parser.condition()
  }
}

/// Reads a condition by recursive descent.
private struct ConditionParser {
  /// Parentheses and negations may be nested so deep.
  private static let depthLimit = 32

  var tokens: [String]
  private var place = 0
  private var depth = 0

  init(tokens: [String]) { self.tokens = tokens }

  static func tokens(in text: String) throws(ConditionError) -> [String] {
    var tokens: [String] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first.isWhitespace {
        rest = rest.dropFirst()
        continue
      }
      let token: Substring
      if first == "'" || first == "\"" {
        guard let end = rest.dropFirst().firstIndex(of: first) else {
          throw ConditionError(description: "the text after \(first) does not end")
        }
        token = rest[...end]
      } else if "=!<>".contains(first) {
        token = rest.prefix(rest.dropFirst().first == "=" ? 2 : 1)
      } else if "()".contains(first) {
        token = rest.prefix(1)
      } else {
        token = rest.prefix { $0.isLetter || $0.isNumber || "_.-".contains($0) }
      }
      guard !token.isEmpty else { throw ConditionError(description: "“\(first)” cannot stand in a condition") }
      tokens.append(String(token))
      rest = rest[token.endIndex...]
    }
    return tokens
  }

  mutating func condition() throws(ConditionError) -> Condition {
    let condition = try disjunction()
    guard place == tokens.count else { throw ConditionError(description: "“\(tokens[place])” is not expected there") }
    return condition
  }

  private var next: String? { place < tokens.count ? tokens[place] : nil }

  private mutating func take(_ word: String) -> Bool {
    guard next?.lowercased() == word else { return false }
    place += 1
    return true
  }

  private mutating func disjunction() throws(ConditionError) -> Condition {
    var condition = try conjunction()
    while take("or") { condition = .or(condition, try conjunction()) }
    return condition
  }

  private mutating func conjunction() throws(ConditionError) -> Condition {
    var condition = try negation()
    while take("and") { condition = .and(condition, try negation()) }
    return condition
  }

  private mutating func negation() throws(ConditionError) -> Condition {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw ConditionError(description: "it is nested too deep") }
    if take("not") { return .not(try negation()) }
    let left = try operand()
    guard let comparison = takeComparison() else { return left }
    return .compare(left, comparison, try operand())
  }

  private mutating func takeComparison() -> Condition.Comparison? {
    if take("is") { return take("not") ? .unequal : .equal }
    if take("==") { return .equal }
    guard let comparison = next.flatMap(Condition.Comparison.init) else { return nil }
    place += 1
    return comparison
  }

  private mutating func operand() throws(ConditionError) -> Condition {
    if take("(") {
      let condition = try disjunction()
      guard take(")") else { throw ConditionError(description: "a parenthesis is not closed") }
      return condition
    }
    guard let token = next else { throw ConditionError(description: "it ends too early") }
    place += 1
    switch token.lowercased() {
    case "true": return .value(true)
    case "false": return .value(false)
    case "null", "none": return .value(nil)
    default: break
    }
    if token.first == "'" || token.first == "\"" { return .value(.text(String(token.dropFirst().dropLast()))) }
    if let number = Double(token) { return .value(.number(number)) }
    guard token == "context.identified" || (token.hasPrefix("slots.") && token.count > 6) else {
      throw ConditionError(description: "“\(token)” is no name; write slots.<name> or context.identified")
    }
    return .name(token)
  }
}
