import CRM
import Database
import WebServer

/// What customers are to be called back for.
extension ConversationRoutes {
  func reminders(_ request: HTTPRequest) async throws -> HTTPResponse {
    let status = try request.parameter("status", default: Reminder.Status.open)
    let limit = try request.limit()
    return .json([
      "reminders": try await database.read { try ReminderStore($0).list(status, limit: limit) }
    ])
  }

  /// Marks it done. Who asks again, or later than a colleague, gets it as it is.
  func finishReminder(_ id: String, _ user: User) async throws -> HTTPResponse {
    try await changed(try await database.write { try ReminderStore($0).finish(id, user: user.id, at: .now()) })
  }

  /// Gives it to the user who asks.
  func takeReminder(_ id: String, _ user: User) async throws -> HTTPResponse {
    try await changed(try await database.write { try ReminderStore($0).assign(id, to: user.id) })
  }

  private func changed(_ reminder: Reminder?) async throws -> HTTPResponse {
    guard let reminder else { throw WireError(.notFound, "there is no such reminder") }
    await desk.tell(reminder)
    return .json(["reminder": reminder])
  }
}
