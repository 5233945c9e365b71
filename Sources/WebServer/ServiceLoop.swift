import CLibWebSockets
import Logging

/// The libwebsockets context with its connections. Service thread only, from `run` to its end.
final class ServiceLoop {
  let configuration: WebServerConfiguration
  let handlers: WebServerHandlers
  let inbox: Inbox
  let logger: Logger
  /// By the address of the `wsi` that libwebsockets hands to the callback.
  var connections: [OpaquePointer: WebSocketConnection] = [:]
  var exchanges: [OpaquePointer: HTTPExchange] = [:]
  /// Accepted connections that have not sent a request yet, with the beat of their coming.
  var newcomers: [OpaquePointer: Int] = [:]
  var lastNewcomer: OpaquePointer?
  /// Requests of upgrades that were let in and are not yet established.
  var upgrades: [OpaquePointer: HTTPRequest] = [:]
  /// What had been read from a socket when its last response was written.
  var bytesReadAtEnd: [OpaquePointer: Int64] = [:]
  private(set) var isDraining = false
  private var descriptorEnd = Int.max
  /// Seconds since the start, as `Heartbeat` counts them.
  var beats = 0
  private var wsiOfConnection: [ConnectionID: OpaquePointer] = [:]
  private var wsiOfExchange: [UInt64: OpaquePointer] = [:]
  private var lastNumber: UInt64 = 0
  private var scratch: [UInt8] = []
  private var eventLoop: OpaquePointer?

  init(configuration: WebServerConfiguration, handlers: WebServerHandlers, inbox: Inbox, logger: Logger) {
    self.configuration = configuration
    self.handlers = handlers
    self.inbox = inbox
    self.logger = logger
  }

  /// Creates the context, serves until told to finish, destroys the context.
  func run(_ outcome: Outcome) {
    guard let eventLoop = ev_loop_new(0) else {
      return outcome.failed(cannotListen("there is no event loop"))
    }
    defer { ev_loop_destroy(eventLoop) }
    self.eventLoop = eventLoop
    descriptorEnd = DescriptorLimit.raise()
    LWSLog.route(to: logger)
    let creation = ContextCreation(configuration: configuration, eventLoop: eventLoop, loop: self)
    guard let context = creation.context else {
      return outcome.failed(cannotListen("the port is taken or the address, certificate or key cannot be used"))
    }
    inbox.open(context)
    awaitBeat()
    outcome.listening(creation.port)
    lws_service(context, 0)
    inbox.close()
    lws_context_destroy(context)
    for connection in connections.values { handlers.closed(connection.id) }
    withExtendedLifetime(creation) {}
  }

  private func cannotListen(_ reason: String) -> WebServerError {
    .cannotListen(host: configuration.host, port: configuration.port, reason: reason)
  }

  /// Whether a connection that has just been accepted may stay. The system gives out the lowest free descriptor, so a high one
  /// tells that nearly all are taken.
  func admits(descriptor: Int) -> Bool { !isDraining && descriptor < descriptorEnd }

  func nextNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }

  // MARK: Commands

  func obeyCommands() {
    for command in inbox.take() { obey(command) }
    leaveIfDrained()
  }

  private func obey(_ command: Command) {
    switch command {
    case .send(let messages, let ids): for id in ids { queue(messages, for: id) }
    case .close(let id, let code, let reason): close(id, code: code, reason: reason)
    case .tell(let id, let body):
      if let wsi = wsiOfConnection[id] { connections[wsi]?.tell(body) }
    case .respond(let exchange, let response): respond(response, to: exchange)
    case .beat: beat()
    case .drain: drain()
    case .finish: leave()
    }
  }

  private func queue(_ messages: [[UInt8]], for id: ConnectionID) {
    guard let wsi = wsiOfConnection[id], let connection = connections[wsi] else { return }
    let hadMore = connection.hasMore
    for message in messages { connection.queue(message, limit: configuration) }
    // A socket that takes it at once needs no turn of the event loop, which costs more than the write.
    if !hadMore, connection.closing == nil, !write(from: connection, to: wsi) { return kill(wsi) }
    if connection.hasMore || connection.closing != nil { lws_callback_on_writable(wsi) }
  }

  private func close(_ id: ConnectionID, code: UInt16, reason: String) {
    guard let wsi = wsiOfConnection[id], let connection = connections[wsi] else { return }
    connection.requestClose(code: code, reason: reason)
    lws_callback_on_writable(wsi)
  }

  private func respond(_ response: HTTPResponse, to exchange: UInt64) {
    guard let wsi = wsiOfExchange[exchange], let exchange = exchanges[wsi] else { return }
    exchange.response = response
    // Held back since the request was whole; while it is, libwebsockets does not write either.
    lws_rx_flow_control(wsi, 1)
    lws_callback_on_writable(wsi)
  }

  private func drain() {
    isDraining = true
    for (wsi, connection) in connections {
      connection.requestClose(code: WebSocketConnection.restarting, reason: "restarting")
      lws_callback_on_writable(wsi)
    }
  }

  /// Ends a drain when every connection has been closed and every request answered.
  private func leaveIfDrained() {
    if isDraining, connections.isEmpty, exchanges.isEmpty { leave() }
  }

  private func leave() {
    if let eventLoop { ev_break(eventLoop, Int32(EVBREAK_ALL)) }
  }

  // MARK: Bookkeeping

  func register(_ connection: WebSocketConnection, _ wsi: OpaquePointer) {
    connections[wsi] = connection
    wsiOfConnection[connection.id] = wsi
  }

  func forgetConnection(_ wsi: OpaquePointer) {
    newcomers[wsi] = nil
    upgrades[wsi] = nil
    bytesReadAtEnd[wsi] = nil
    guard let connection = connections.removeValue(forKey: wsi) else { return }
    wsiOfConnection[connection.id] = nil
    handlers.closed(connection.id)
    leaveIfDrained()
  }

  func register(_ exchange: HTTPExchange, _ wsi: OpaquePointer) {
    forgetExchange(wsi)
    exchanges[wsi] = exchange
    wsiOfExchange[exchange.number] = wsi
  }

  func forgetExchange(_ wsi: OpaquePointer) {
    guard let exchange = exchanges.removeValue(forKey: wsi) else { return }
    wsiOfExchange[exchange.number] = nil
    leaveIfDrained()
  }

  /// Lends a buffer with the head room that `lws_write` needs, filled with `bytes`.
  func withWritable(
    _ bytes: ArraySlice<UInt8>, _ body: (UnsafeMutablePointer<UInt8>, Int) -> Int32
  ) -> Int32 {
    let head = Int(frontdesk_lws_pre)
    if scratch.count < head + bytes.count { scratch = [UInt8](repeating: 0, count: head + bytes.count) }
    return scratch.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return -1 }
      bytes.withUnsafeBufferPointer { source in
        if let start = source.baseAddress { (base + head).update(from: start, count: source.count) }
      }
      return body(base + head, bytes.count)
    }
  }
}
