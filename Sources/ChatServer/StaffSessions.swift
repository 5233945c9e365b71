import CRM
import Database
import WebServer

/// Sees that no connection of staff outlives its session: it may have been ended here, by the command line, or by time.
struct StaffSessions: Sendable {
  let database: Database
  let connections: Connections
  let outlet: Outlet

  /// Closes the connections whose session has ended, and has those come back whose user has other roles now.
  func check() async throws {
    let staff = connections.staff
    guard !staff.isEmpty else { return }
    let users = try await database.read { try SessionStore($0).users(at: .now()) }
    for (connection, user, session) in staff where users[session] != user {
      let hasEnded = users[session] == nil
      outlet.close(
        connection, code: hasEnded ? CloseCode.sessionRefused : CloseCode.restarting,
        reason: hasEnded ? "signed out" : "the user has changed")
    }
  }
}
