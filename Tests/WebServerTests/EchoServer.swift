import Foundation
import Logging
import Synchronization
import TestSupport
import WebServer

/// A web server in this process that echoes, and remembers who came and went.
final class EchoServer: Sendable {
  private let server: WebServer
  private let state: State

  final class State: Sendable {
    let open = Mutex<Set<ConnectionID>>([])
    let opened = Mutex(0)
    let posts = Mutex(0)
    let server = Mutex<WebServer?>(nil)
  }

  init(
    _ configuration: WebServerConfiguration = WebServerConfiguration(),
    respond: @escaping @Sendable (HTTPRequest) async -> HTTPResponse = { EchoServer.echo($0) },
    received: (@Sendable (WebServer, ConnectionID, [UInt8]) -> Void)? = nil
  ) throws {
    let state = State()
    self.state = state
    let handlers = WebServerHandlers(
      respond: { request in
        if request.method == "POST" { state.posts.withLock { $0 += 1 } }
        return await respond(request)
      },
      refuse: { .text("refused", status: $0) },
      admit: { _ in nil },
      opened: { id, _ in
        state.opened.withLock { $0 += 1 }
        state.open.withLock { _ = $0.insert(id) }
      },
      received: { id, bytes in
        guard let server = state.server.withLock({ $0 }) else { return }
        if let received { received(server, id, bytes) } else { server.send(bytes, to: id) }
      },
      closed: { id in state.open.withLock { _ = $0.remove(id) } })
    server = WebServer(
      configuration: configuration, handlers: handlers, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    state.server.withLock { $0 = server }
    try server.start()
  }

  var port: Int { server.port }
  var posts: Int { state.posts.withLock { $0 } }
  var opened: Int { state.opened.withLock { $0 } }
  var open: [ConnectionID] { state.open.withLock { Array($0) } }

  func send(_ bytes: [UInt8], to connection: ConnectionID) { server.send(bytes, to: connection) }

  /// Breaks the circle of server and handlers too.
  func stop(drain: Duration = .milliseconds(200)) async {
    await server.stop(drain: drain)
    state.server.withLock { $0 = nil }
  }

  /// Method, path and body, one a line.
  static func echo(_ request: HTTPRequest) -> HTTPResponse {
    .text("\(request.method) \(request.path)\n\(String(decoding: request.body, as: UTF8.self))")
  }
}

extension HTTPResponse {
  static func text(_ text: String, status: Int = 200) -> HTTPResponse {
    HTTPResponse(status: status, headers: [("Content-Type", "text/plain; charset=utf-8")], body: Array(text.utf8))
  }
}

/// Runs what blocks on a thread of its own: the server's answers need the threads of the tasks.
func offPool<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
  }
}

/// The next reply of a connection that goes on.
func reply(from socket: SocketClient) throws -> HTTPReply {
  var bytes: [UInt8] = []
  while true {
    let more = try socket.read()
    guard !more.isEmpty else { throw ClientError.closed }
    bytes += more
    guard let reply = try? HTTPClient.reply(bytes) else { continue }
    if reply.body.count >= reply.header("Content-Length").flatMap({ Int($0) }) ?? 0 { return reply }
  }
}

/// The replies among bytes that hold several, told apart by their `Content-Length`.
func replies(_ bytes: [UInt8]) throws -> [HTTPReply] {
  var rest = bytes
  var replies: [HTTPReply] = []
  while !rest.isEmpty {
    let reply = try HTTPClient.reply(rest)
    let length = reply.header("Content-Length").flatMap { Int($0) } ?? 0
    let head = rest.count - reply.body.count
    replies.append(HTTPReply(status: reply.status, head: reply.head, body: Array(reply.body.prefix(length))))
    rest.removeFirst(min(rest.count, head + length))
  }
  return replies
}
