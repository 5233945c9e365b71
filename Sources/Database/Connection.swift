import GRDB

/// A connection lent to the body of a `read` or a `write`; it never leaves it.
///
/// Statements use `?` for values and only the SQL that SQLite and PostgreSQL share.
package struct Connection {
  let database: GRDB.Database

  /// All rows of a query.
  package func rows(_ sql: String, _ values: [SQLValue] = []) throws(DatabaseError) -> [Row] {
    do {
      let statement = try database.cachedStatement(sql: sql)
      return try GRDB.Row.fetchAll(statement, arguments: try Self.arguments(values)).map(Row.init)
    } catch {
      throw DatabaseError(error)
    }
  }

  /// The first row of a query, or nil.
  package func row(_ sql: String, _ values: [SQLValue] = []) throws(DatabaseError) -> Row? {
    do {
      let statement = try database.cachedStatement(sql: sql)
      return try GRDB.Row.fetchOne(statement, arguments: try Self.arguments(values)).map(Row.init)
    } catch {
      throw DatabaseError(error)
    }
  }

  /// Runs a statement and gives the number of rows it changed.
  @discardableResult
  package func run(_ sql: String, _ values: [SQLValue] = []) throws(DatabaseError) -> Int {
    do {
      try StatementRun(try database.cachedStatement(sql: sql).sqliteStatement).run(values)
      return database.changesCount
    } catch {
      throw DatabaseError(error)
    }
  }

  private static func arguments(_ values: [SQLValue]) throws(DatabaseError) -> StatementArguments {
    for value in values { try value.checkText() }
    return StatementArguments(values.map(\.binding))
  }
}
