import CRM
import Database

/// Who a staff session stands for and what they may do: the one place where sessions and roles are checked, for HTTP and
/// WebSocket alike.
struct Access: Sendable {
  /// The cookie that holds a staff session's token.
  static let cookie = "frontdesk_session"

  let database: Database

  /// The user of the session as they are now, if they hold one of the roles; any user when `roles` is empty.
  /// - Throws: `WireError` 200 without a live session, 202 without the role.
  func user(token: String?, roles: [Role] = []) async throws -> User {
    guard let token else { throw WireError(.signInRequired, "sign in first") }
    let holder = try await database.read { try SessionStore($0).holder(token: token, at: .now()) }
    guard case .user(let user) = holder else {
      throw WireError(.signInRequired, "the session is unknown or has expired")
    }
    guard roles.isEmpty || user.has(roles) else { throw WireError(.forbidden, "your role does not allow this") }
    return user
  }
}
