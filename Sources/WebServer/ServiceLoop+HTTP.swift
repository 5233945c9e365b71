import CLibWebSockets

extension ServiceLoop {
  /// How long a handler may take.
  private static let respondSeconds: Int32 = 120
  /// How long a client may leave a part of the response unread.
  private static let writeSeconds: Int32 = 20

  /// The head of a request is in.
  func beginExchange(_ wsi: OpaquePointer) -> Int32 {
    newcomers[wsi] = nil
    // A request that came together with the one before is taken from libwebsockets' own buffer. With a body, 4.1.6
    // reads its head as the body, for ever; with another request behind it and a client that does not read, it spins.
    // No browser sends such: the client asks again on a new connection.
    let isFromBuffer = bytesReadAtEnd.removeValue(forKey: wsi) == frontdesk_bytes_read(lws_get_socket_fd(wsi))
    if isFromBuffer { return -1 }
    let request = RequestHeaders(wsi: wsi).request()
    let exchange = HTTPExchange(number: nextNumber(), request: request)
    register(exchange, wsi)
    let length = request.header("content-length").map { Int($0) ?? Int.max } ?? 0
    if request.header("transfer-encoding") != nil {
      return refuse(exchange, wsi, handlers.refuse(411))
    }
    if length < 0 || length > configuration.maxBodyBytes {
      return refuse(exchange, wsi, handlers.refuse(413))
    }
    if length == 0 { startResponding(wsi) }
    return 0
  }

  /// Answers without reading on, then closes.
  private func refuse(_ exchange: HTTPExchange, _ wsi: OpaquePointer, _ response: HTTPResponse) -> Int32 {
    exchange.mustClose = true
    exchange.response = response
    exchange.response?.headers.append(("Connection", "close"))
    lws_callback_on_writable(wsi)
    return 0
  }

  /// libwebsockets has all of the body, also of an empty one.
  func endBody(_ wsi: OpaquePointer) -> Int32 {
    // A request ends once. With another behind it in its buffer libwebsockets 4.1.6 can tell of the end for ever.
    guard let exchange = exchanges[wsi], !exchange.hasEnded else { return -1 }
    exchange.hasEnded = true
    startResponding(wsi)
    return 0
  }

  func receiveBody(_ wsi: OpaquePointer, _ bytes: UnsafeRawBufferPointer) -> Int32 {
    guard let exchange = exchanges[wsi], !exchange.mustClose else { return 0 }
    guard exchange.begunAt.duration(to: .now) < .seconds(configuration.bodySeconds) else { return -1 }
    guard exchange.request.body.count + bytes.count <= configuration.maxBodyBytes else { return -1 }
    exchange.request.body.append(contentsOf: bytes)
    return 0
  }

  /// The request is whole: a task answers it.
  func startResponding(_ wsi: OpaquePointer) {
    guard let exchange = exchanges[wsi], !exchange.mustClose, !exchange.isAsked else { return }
    exchange.isAsked = true
    // What the client sends before it has its answer waits in the socket.
    lws_rx_flow_control(wsi, 0)
    lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, Self.respondSeconds)
    let (request, number) = (exchange.request, exchange.number)
    exchange.request.body = []
    Task { [handlers, inbox] in
      inbox.post(.respond(exchange: number, await handlers.respond(request)))
    }
  }

  func writeResponse(_ wsi: OpaquePointer) -> Int32 {
    guard let exchange = exchanges[wsi], exchange.response != nil else { return 0 }
    lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, Self.writeSeconds)
    switch exchange.write(to: wsi, in: self) {
    case .more:
      lws_callback_on_writable(wsi)
      return 0
    case .failed: return -1
    case .done:
      let mustClose = exchange.mustClose
      forgetExchange(wsi)
      if mustClose { return -1 }
      bytesReadAtEnd[wsi] = frontdesk_bytes_read(lws_get_socket_fd(wsi))
      return lws_http_transaction_completed(wsi) == 0 ? 0 : -1
    }
  }
}
