import CRM
import Database
import WebServer

/// `GET /metrics`: everything that is counted or measured, for Prometheus and those who understand its text format.
struct MetricsRoute: Sendable {
  let registry: PrometheusRegistry
  let database: Database
  let release: CurrentRelease
  let connections: Connections
  let watchdog: Watchdog?
  /// The bearer token that is asked for; without one only this machine may read.
  let token: String?

  func respond(to request: HTTPRequest) async -> HTTPResponse {
    if let refusal = refusal(of: request) { return refusal }
    var text = PrometheusText()
    writeServer(into: &text)
    await writeConversations(into: &text)
    registry.write(into: &text)
    watchdog?.health.write(into: &text)
    ProcessFigures.now().write(into: &text)
    return HTTPResponse(
      status: 200, headers: [("Content-Type", PrometheusText.contentType), ("Cache-Control", "no-store")],
      body: Array(text.text.utf8))
  }

  private func refusal(of request: HTTPRequest) -> HTTPResponse? {
    guard let token else {
      guard !request.isFromThisMachine else { return nil }
      return .failure(WireError(.forbidden, "set metrics-token to read metrics from elsewhere than this machine"))
    }
    guard !request.hasBearer(token) else { return nil }
    var response = HTTPResponse.failure(WireError(.signInRequired, "Authorization: must be Bearer with metrics-token"))
    response.headers.append(("WWW-Authenticate", "Bearer"))
    return response
  }

  private func writeServer(into text: inout PrometheusText) {
    text.single(
      "frontdesk_connections", .gauge, help: "WebSocket connections of customers and staff.",
      Double(connections.count))
    text.single("frontdesk_release", .gauge, help: "The release that answers.", Double(release.value.number))
  }

  /// Without these lines when the store cannot be read: the rest is worth the more then.
  private func writeConversations(into text: inout PrometheusText) async {
    let statuses: [ConversationRecord.Status] = [.bot, .queued, .agent]
    let read = try? await database.read { connection in
      let store = ConversationStore(connection)
      return (try store.counts(statuses), try store.oldestQueued())
    }
    guard let (counts, oldest) = read else { return }
    text.family("frontdesk_conversations", .gauge, help: "Conversations that are not closed, by status.")
    for status in statuses {
      text.sample("frontdesk_conversations", [("status", status.rawValue)], Double(counts[status] ?? 0))
    }
    let wait = oldest.map { Double(max(0, Timestamp.now().milliseconds - $0.milliseconds)) / 1000 }
    text.single(
      "frontdesk_queue_oldest_seconds", .gauge,
      help: "How long the conversation has waited that waits longest for an agent; 0 when none waits.", wait ?? 0)
  }
}

extension HTTPRequest {
  /// Whether a program on this machine asks for itself. A proxy asks for others, and says so.
  var isFromThisMachine: Bool {
    remoteAddress.hasPrefix("127.") && header("x-forwarded-for") == nil && header("x-forwarded-proto") == nil
  }

  /// Whether it carries the bearer token (RFC 6750).
  func hasBearer(_ token: String) -> Bool {
    guard let value = header("authorization"), value.lowercased().hasPrefix("bearer ") else { return false }
    return Secrets.equal(String(value.dropFirst("bearer ".count)), token)
  }
}
