import GRDB

/// One row of a result. A column that is missing or of another type is a fault of the statement: `DatabaseError.schema`.
package struct Row {
  let row: GRDB.Row

  package func text(_ column: String) throws(DatabaseError) -> String {
    guard let value = optionalText(column) else { throw .schema("column \(column) is not text") }
    return value
  }

  package func optionalText(_ column: String) -> String? {
    String.fromDatabaseValue(value(column))
  }

  package func integer(_ column: String) throws(DatabaseError) -> Int64 {
    guard let value = optionalInteger(column) else { throw .schema("column \(column) is not an integer") }
    return value
  }

  package func optionalInteger(_ column: String) -> Int64? {
    Int64.fromDatabaseValue(value(column))
  }

  package func int(_ column: String) throws(DatabaseError) -> Int {
    guard let value = Int(exactly: try integer(column)) else { throw .schema("column \(column) is out of range") }
    return value
  }

  package func flag(_ column: String) throws(DatabaseError) -> Bool {
    try integer(column) != 0
  }

  private func value(_ column: String) -> DatabaseValue {
    row.hasColumn(column) ? row[column] as DatabaseValue : .null
  }
}
