package import Database

extension Row {
  /// A column that holds the raw value of `Value`.
  func value<Value: RawRepresentable<String>>(_ column: String) throws(DatabaseError) -> Value {
    guard let value = Value(rawValue: try text(column)) else {
      throw .schema("column \(column) has an unknown value")
    }
    return value
  }

  func time(_ column: String) throws(DatabaseError) -> Timestamp {
    Timestamp(milliseconds: try integer(column))
  }

  func optionalTime(_ column: String) -> Timestamp? {
    optionalInteger(column).map(Timestamp.init(milliseconds:))
  }
}

/// Numbers that only grow.
struct CounterStore {
  let connection: Connection

  init(_ connection: Connection) { self.connection = connection }

  /// The next number of the counter; the first is `first`.
  func next(_ name: String, startingAt first: Int64 = 1) throws -> Int64 {
    let row = try connection.row(
      """
      INSERT INTO counters (name, value) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value
      """, [.text(name), .integer(first)])
    guard let row else { throw DatabaseError.schema("a counter gave no value") }
    return try row.integer("value")
  }
}

/// Settings that the server makes for itself and keeps, such as the identity secret.
package struct SettingStore {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  package func value(_ name: String) throws -> String? {
    try connection.row("SELECT value FROM settings WHERE name = ?", [.text(name)])?.text("value")
  }

  /// The setting, stored as `initial()` when it is not there yet.
  package func value(_ name: String, orStore initial: () -> String) throws -> String {
    if let value = try value(name) { return value }
    let value = initial()
    try connection.run("INSERT INTO settings (name, value) VALUES (?, ?)", [.text(name), .text(value)])
    return value
  }
}
