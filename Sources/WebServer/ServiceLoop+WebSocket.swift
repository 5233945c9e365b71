import CLibWebSockets

extension ServiceLoop {
  /// Lets an upgrade in (0) or answers it as plain HTTP (1).
  func judgeUpgrade(_ wsi: OpaquePointer) -> Int32 {
    newcomers[wsi] = nil
    let request = RequestHeaders(wsi: wsi).request()
    if let refusal = refusal(of: request) {
      let exchange = HTTPExchange(number: nextNumber(), request: request)
      exchange.response = refusal
      while true {
        switch exchange.write(to: wsi, in: self) {
        case .more: continue
        case .done: return 1
        case .failed: return -1
        }
      }
    }
    upgrades[wsi] = request
    return 0
  }

  private func refusal(of request: HTTPRequest) -> HTTPResponse? {
    guard !isDraining else { return handlers.refuse(503) }
    guard request.path == configuration.webSocketPath else { return handlers.refuse(404) }
    let isWebSocket = request.header("upgrade")?.lowercased() == "websocket"
    guard request.method == "GET", isWebSocket, request.header("sec-websocket-version") == "13" else {
      return handlers.refuse(400)
    }
    let offered = (request.header("sec-websocket-protocol") ?? "").split(separator: ",")
    guard offered.contains(where: { $0.filter { $0 != " " } == configuration.subprotocol }) else {
      return handlers.refuse(400)
    }
    return handlers.admit(request)
  }

  func open(_ wsi: OpaquePointer) -> Int32 {
    guard let request = upgrades.removeValue(forKey: wsi) else { return -1 }
    let connection = WebSocketConnection(id: ConnectionID(number: nextNumber()), beat: beats)
    register(connection, wsi)
    handlers.opened(connection.id, request)
    return 0
  }

  func receive(_ wsi: OpaquePointer, _ bytes: UnsafeRawBufferPointer) {
    guard let connection = connections[wsi] else { return }
    connection.heartbeat.hear(at: beats)
    let isFinal = lws_is_final_fragment(wsi) != 0 && lws_remaining_packet_payload(wsi) == 0
    let reception = connection.receive(
      bytes, isFinal: isFinal, isBinary: lws_frame_is_binary(wsi) != 0, limit: configuration.maxMessageBytes)
    switch reception {
    case .partial: return
    case .message(let message): handlers.received(connection.id, message)
    case .refused: lws_callback_on_writable(wsi)
    }
  }

  /// Not empty: libwebsockets 4.1.6 tells nothing of a pong that is.
  private static let pingPayload = Array("ping".utf8)

  /// How many messages may be written before others get their turn.
  private static let messagesAtOnce = 16

  /// Writes some messages; when none is left and a close was asked for, closes.
  func writeMessages(_ wsi: OpaquePointer) -> Int32 {
    guard let connection = connections[wsi] else { return -1 }
    if connection.owesPing {
      connection.owesPing = false
      lws_callback_on_writable(wsi)
      return withWritable(Self.pingPayload[...]) { lws_write(wsi, $0, $1, LWS_WRITE_PING) } < 0 ? -1 : 0
    }
    if connection.hasMore {
      guard write(from: connection, to: wsi) else { return -1 }
      if connection.hasMore || connection.closing != nil { lws_callback_on_writable(wsi) }
      return 0
    }
    guard let closing = connection.closing else { return 0 }
    var reason = Array(closing.reason.utf8.prefix(120))
    lws_close_reason(wsi, lws_close_status(UInt32(closing.code)), &reason, reason.count)
    return -1
  }

  /// Writes messages while the socket takes them, together as far as they fit into a packet; false when it is broken.
  func write(from connection: WebSocketConnection, to wsi: OpaquePointer) -> Bool {
    let socket = lws_get_socket_fd(wsi)
    let isSeveral = connection.waitingFrames > 1
    if isSeveral { frontdesk_cork(socket, 1) }
    defer { if isSeveral { frontdesk_cork(socket, 0) } }
    var written = 0
    while written < Self.messagesAtOnce, lws_partial_buffered(wsi) == 0, let message = connection.next() {
      guard withWritable(message[...], { lws_write(wsi, $0, $1, LWS_WRITE_TEXT) }) >= 0 else { return false }
      written += 1
    }
    connection.tellIfEmpty()
    return true
  }
}
