/// A text and what it names, as "kind value", in order. Today is Saturday, 2026-11-21.
struct EntityCase: Sendable, CustomStringConvertible {
  let text: String
  let entities: [String]

  var description: String { text }

  /// Reads lines such as "3万 => amount 30000.00"; several entities have a semicolon between them.
  static func cases(_ table: String) -> [EntityCase] {
    table.split(separator: "\n").compactMap { line in
      guard let arrow = line.firstRange(of: " =>") else { return nil }
      let entities = line[arrow.upperBound...].split(separator: "; ").map { String($0.drop { $0 == " " }) }
      return EntityCase(text: String(line[..<arrow.lowerBound]), entities: entities)
    }
  }
}
