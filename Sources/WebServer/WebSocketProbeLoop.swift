import CLibWebSockets

/// The probe's context and its one connection. On the probe's thread only.
final class WebSocketProbeLoop {
  /// A message that is larger ends the connection.
  private static let maxMessageBytes = 1 << 20
  /// The context needs one file for the connection and two to be woken by; the rest is room for a connection that closes.
  private static let files: UInt32 = 8

  private let target: WebSocketProbe.Target
  private let mailbox: ProbeMailbox
  private let strings: [UnsafeMutablePointer<CChar>?]
  private let protocols: UnsafeMutablePointer<lws_protocols>
  /// Where libwebsockets puts the connection before the call that makes it returns. Callbacks of others are of connections
  /// that were given up.
  private let current: UnsafeMutablePointer<OpaquePointer?>
  private var context: OpaquePointer?
  private var listener: WebSocketProbe.Listener?
  private var isOpen = false
  private var outbox: [[UInt8]] = []
  private var incoming: [UInt8] = []

  init(target: WebSocketProbe.Target, mailbox: ProbeMailbox) {
    self.target = target
    self.mailbox = mailbox
    strings = [strdup(target.subprotocol), strdup(target.address), strdup(target.path)]
    protocols = .allocate(capacity: 2)
    protocols.initialize(repeating: lws_protocols(), count: 2)
    protocols[0].name = UnsafePointer(strings[0])
    protocols[0].callback = probeCallback
    protocols[0].rx_buffer_size = 16_384
    current = .allocate(capacity: 1)
    current.initialize(to: nil)
  }

  deinit {
    for string in strings { free(string) }
    protocols.deallocate()
    current.deallocate()
  }

  /// Creates the context, serves until told to stop, destroys the context.
  func run() {
    defer { mailbox.close() }
    guard let context = newContext() else { return }
    self.context = context
    mailbox.open(context)
    while obeyOrders(), lws_service(context, 0) >= 0 {}
    mailbox.close()
    listener = nil
    lws_context_destroy(context)
  }

  private func newContext() -> OpaquePointer? {
    var info = lws_context_creation_info()
    info.port = CONTEXT_PORT_NO_LISTEN
    info.protocols = UnsafePointer(protocols)
    info.gid = -1
    info.uid = -1
    info.fd_limit_per_thread = Self.files
    info.max_http_header_data = 4_096
    info.options = UInt64(LWS_SERVER_OPTION_DISABLE_IPV6)
    if target.isTLS { info.options |= UInt64(LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT) }
    // Unretained because the loop outlives the context: `run` holds the loop and destroys the context.
    info.user = Unmanaged.passUnretained(self).toOpaque()
    return lws_create_context(&info)
  }

  // MARK: Orders

  /// False when the thread is to end.
  private func obeyOrders() -> Bool {
    for order in mailbox.take() {
      switch order {
      case .connect(let listener): connect(listener)
      case .send(let bytes):
        outbox.append(bytes)
        if isOpen { lws_callback_on_writable(current.pointee) }
      case .hangUp: hangUp()
      case .stop: return false
      }
    }
    return true
  }

  private func connect(_ listener: @escaping WebSocketProbe.Listener) {
    hangUp()
    self.listener = listener
    var info = lws_client_connect_info()
    info.context = context
    info.address = UnsafePointer(strings[1])
    info.host = UnsafePointer(strings[1])
    info.port = Int32(target.port)
    info.path = UnsafePointer(strings[2])
    info.protocol = UnsafePointer(strings[0])
    info.local_protocol_name = UnsafePointer(strings[0])
    info.pwsi = current
    if target.isTLS {
      info.ssl_connection = Int32(
        LCCSCF_USE_SSL.rawValue | LCCSCF_ALLOW_SELFSIGNED.rawValue | LCCSCF_SKIP_SERVER_CERT_HOSTNAME_CHECK.rawValue
          | LCCSCF_ALLOW_EXPIRED.rawValue | LCCSCF_ALLOW_INSECURE.rawValue)
    }
    if lws_client_connect_via_info(&info) == nil { end("there is no connection") }
  }

  /// Lets go of the connection; libwebsockets closes it in its own time.
  private func hangUp() {
    if let wsi = current.pointee { lws_set_timeout(wsi, PENDING_TIMEOUT_CLOSE_SEND, LWS_TO_KILL_ASYNC) }
    forget()
  }

  private func forget() {
    current.pointee = nil
    listener = nil
    isOpen = false
    outbox = []
    incoming = []
  }

  // MARK: Callbacks, of the current connection only

  func isCurrent(_ wsi: OpaquePointer) -> Bool { current.pointee == wsi }

  /// Adds the header that says who asks; -1 when there is no room.
  func addHeader(_ wsi: OpaquePointer, _ place: UnsafeMutableRawPointer?, _ room: Int) -> Int32 {
    guard let position = place?.assumingMemoryBound(to: UnsafeMutablePointer<UInt8>?.self), let start = position.pointee
    else { return -1 }
    let value = Array(target.authorization.utf8)
    return lws_add_http_header_by_token(
      wsi, WSI_TOKEN_HTTP_AUTHORIZATION, value, Int32(value.count), position, start + room) == 0 ? 0 : -1
  }

  func open(_ wsi: OpaquePointer) {
    isOpen = true
    lws_callback_on_writable(wsi)
    listener?(.opened)
  }

  /// Joins the fragments of a message; -1 closes.
  func receive(_ wsi: OpaquePointer, _ bytes: UnsafeRawBufferPointer) -> Int32 {
    guard incoming.count + bytes.count <= Self.maxMessageBytes else { return -1 }
    incoming.append(contentsOf: bytes)
    guard lws_is_final_fragment(wsi) != 0, lws_remaining_packet_payload(wsi) == 0 else { return 0 }
    let message = incoming
    incoming = []
    listener?(.message(message))
    return 0
  }

  /// Writes one message; -1 closes.
  func write(_ wsi: OpaquePointer) -> Int32 {
    guard !outbox.isEmpty else { return 0 }
    let head = Int(frontdesk_lws_pre)
    let message = outbox.removeFirst()
    var buffer = [UInt8](repeating: 0, count: head) + message
    let status = buffer.withUnsafeMutableBufferPointer { buffer -> Int32 in
      guard let base = buffer.baseAddress else { return -1 }
      return lws_write(wsi, base + head, message.count, LWS_WRITE_TEXT)
    }
    if !outbox.isEmpty { lws_callback_on_writable(wsi) }
    return status < 0 ? -1 : 0
  }

  func end(_ reason: String) {
    let listener = listener
    forget()
    listener?(.ended(reason: reason))
  }
}

/// libwebsockets' callback for the probe: recovers the loop and hands on. On the probe's thread only.
private func probeCallback(
  _ wsi: OpaquePointer?, _ reason: lws_callback_reasons, _ user: UnsafeMutableRawPointer?,
  _ bytes: UnsafeMutableRawPointer?, _ count: Int
) -> Int32 {
  guard let wsi, let context = lws_get_context(wsi), let pointer = lws_context_user(context) else { return 0 }
  // Unretained because `WebSocketProbeLoop.run` keeps the loop alive until the context is destroyed.
  let loop = Unmanaged<WebSocketProbeLoop>.fromOpaque(pointer).takeUnretainedValue()
  guard loop.isCurrent(wsi) else { return 0 }
  let payload = UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count)
  switch reason {
  case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER: return loop.addHeader(wsi, bytes, count)
  case LWS_CALLBACK_CLIENT_ESTABLISHED: loop.open(wsi)
  case LWS_CALLBACK_CLIENT_RECEIVE: return loop.receive(wsi, payload)
  case LWS_CALLBACK_CLIENT_WRITEABLE: return loop.write(wsi)
  case LWS_CALLBACK_CLIENT_CONNECTION_ERROR: loop.end(String(decoding: payload, as: UTF8.self))
  case LWS_CALLBACK_CLIENT_CLOSED: loop.end("the connection was closed")
  case LWS_CALLBACK_WSI_DESTROY: loop.end("the connection is gone")
  default: return 0
  }
  return 0
}
