import CRM
import Database
import Foundation

/// Stores customers beside a running server without making its replies wait.
///
/// SQLite has one writer at a time, so each transaction is kept short and is followed by a longer rest. The thread keeps
/// its priority: a process that stood back while it holds the write lock would hold it for longer.
struct CustomerWriter: Sendable {
  enum Outcome: Sendable {
    case added
    case updated
    case refused(CustomerConflict)
  }

  /// How long a transaction may work before it commits.
  private static let longestTransaction = Duration.milliseconds(3)
  private static let shortestRest = Duration.milliseconds(10)

  let database: Database

  /// What became of each entry. An entry is stored whole or not at all.
  func outcomes(of entries: [CustomerEntry]) async throws -> [Outcome] {
    var outcomes: [Outcome] = []
    while outcomes.count < entries.count {
      let begin = ContinuousClock.now
      let rest = Array(entries[outcomes.count...])
      outcomes += try await database.write { connection in
        let start = ContinuousClock.now
        var done: [Outcome] = []
        for entry in rest where done.isEmpty || start.duration(to: .now) < Self.longestTransaction {
          done.append(try Self.outcome(of: entry, in: connection))
        }
        return done
      }
      try await Task.sleep(for: max(Self.shortestRest, begin.duration(to: .now) * 2))
    }
    return outcomes
  }

  private static func outcome(of entry: CustomerEntry, in connection: Connection) throws -> Outcome {
    do {
      return try CustomerStore(connection).put(entry, at: .now()) ? .added : .updated
    } catch let conflict as CustomerConflict {
      return .refused(conflict)
    }
  }
}
