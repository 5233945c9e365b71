/// What a slot holds. In JSON the bare text, number or truth value.
package enum SlotValue: Sendable, Hashable {
  case text(String)
  case number(Double)
  case flag(Bool)

  /// Whether it counts as true in a condition: a text that is not empty, a number that is not zero.
  var isTrue: Bool {
    switch self {
    case .text(let text): !text.isEmpty
    case .number(let number): number != 0
    case .flag(let flag): flag
    }
  }

  /// The number it is or begins with, as an amount of money does.
  var number: Double? {
    switch self {
    case .number(let number): number
    case .text(let text): text.split(separator: " ").first.flatMap { Double($0) }
    case .flag: nil
    }
  }

  /// As it is written in a sentence.
  package var description: String {
    switch self {
    case .text(let text): text
    case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
    case .flag(let flag): flag ? "true" : "false"
    }
  }
}

extension SlotValue: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .number(let number): try container.encode(number)
    case .flag(let flag): try container.encode(flag)
    }
  }
}

extension SlotValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
  package init(stringLiteral text: String) { self = .text(text) }
  package init(booleanLiteral flag: Bool) { self = .flag(flag) }
  package init(integerLiteral number: Int) { self = .number(Double(number)) }
}
