/// How the web server listens and what it bounds.
package struct WebServerConfiguration: Sendable {
  /// An IPv4 address of this machine; `0.0.0.0` for all.
  package var host = "127.0.0.1"
  /// 0 takes any free port.
  package var port = 0
  /// PEM files; both or none.
  package var tlsCertificate: String?
  package var tlsKey: String?
  package var webSocketPath = "/chat"
  package var subprotocol = "frontdesk.v1"
  /// The largest WebSocket message; more closes with 4509.
  package var maxMessageBytes = 65_536
  /// The largest request body; more is 413.
  package var maxBodyBytes = 1 << 20
  /// How long the first request of a connection may take to arrive, without its body.
  package var requestSeconds = 20
  /// How long a request's body may take to arrive.
  package var bodySeconds = 60
  /// What may wait for one slow reader; more closes with 4008.
  package var outboxBytes = 1 << 20
  package var outboxFrames = 4_096
  /// Seconds of silence before a ping, and from then until the connection is given up.
  package var pingSeconds: UInt16 = 25
  package var pongSeconds: UInt16 = 25

  package init() {}
}

/// What the owner does about requests and connections. The closures without `async` run on the service thread and must not wait.
package struct WebServerHandlers: Sendable {
  /// Answers a request; in a task of its own.
  package var respond: @Sendable (HTTPRequest) async -> HTTPResponse
  /// Makes the answer to what the web server itself refuses, by status: 400, 404, 411, 413, 503.
  package var refuse: @Sendable (Int) -> HTTPResponse
  /// Judges an upgrade: nil lets it in, a response refuses it.
  package var admit: @Sendable (HTTPRequest) -> HTTPResponse?
  package var opened: @Sendable (ConnectionID, HTTPRequest) -> Void
  /// One whole text message.
  package var received: @Sendable (ConnectionID, [UInt8]) -> Void
  /// Once for every `opened`.
  package var closed: @Sendable (ConnectionID) -> Void

  package init(
    respond: @escaping @Sendable (HTTPRequest) async -> HTTPResponse,
    refuse: @escaping @Sendable (Int) -> HTTPResponse,
    admit: @escaping @Sendable (HTTPRequest) -> HTTPResponse?,
    opened: @escaping @Sendable (ConnectionID, HTTPRequest) -> Void,
    received: @escaping @Sendable (ConnectionID, [UInt8]) -> Void,
    closed: @escaping @Sendable (ConnectionID) -> Void
  ) {
    self.respond = respond
    self.refuse = refuse
    self.admit = admit
    self.opened = opened
    self.received = received
    self.closed = closed
  }
}

/// Why the server cannot start.
package enum WebServerError: Error, Equatable, CustomStringConvertible {
  case unreadable(file: String)
  case cannotListen(host: String, port: Int, reason: String)

  package var description: String {
    switch self {
    case .unreadable(let file): "\(file): cannot be read"
    case .cannotListen(let host, let port, let reason): "cannot listen on \(host):\(port): \(reason)"
    }
  }
}
