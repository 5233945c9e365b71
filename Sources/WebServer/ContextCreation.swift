import CLibWebSockets
import Logging

/// A context and the C memory that it borrows; lives as long as the context. Service thread only.
final class ContextCreation {
  private(set) var context: OpaquePointer?
  private(set) var port = 0
  private let strings: [UnsafeMutablePointer<CChar>?]
  private let protocols: UnsafeMutablePointer<lws_protocols>
  private let retry: UnsafeMutablePointer<lws_retry_bo_t>
  private let loops: UnsafeMutablePointer<UnsafeMutableRawPointer?>

  init(configuration: WebServerConfiguration, eventLoop: OpaquePointer, loop: ServiceLoop) {
    let subprotocol = strdup(configuration.subprotocol)
    let http = strdup("http")
    let host = strdup(configuration.host == "localhost" ? "127.0.0.1" : configuration.host)
    let certificate = configuration.tlsCertificate.map { strdup($0) } ?? nil
    let key = configuration.tlsKey.map { strdup($0) } ?? nil
    let server = strdup("frontdesk")
    // Otherwise browsers are offered HTTP/2, which carries no `Host` and whose streams are no connections.
    let alpn = strdup("http/1.1")
    strings = [subprotocol, http, host, certificate, key, server, alpn]

    protocols = .allocate(capacity: 3)
    protocols.initialize(repeating: lws_protocols(), count: 3)
    for (index, name) in [http, subprotocol].enumerated() {
      protocols[index].name = UnsafePointer(name)
      protocols[index].callback = serviceCallback
      protocols[index].rx_buffer_size = 2_048
    }

    retry = .allocate(capacity: 1)
    // All zero: no timer of libwebsockets' own for each connection; see `Heartbeat`.
    retry.initialize(to: lws_retry_bo_t())

    loops = .allocate(capacity: 1)
    loops.initialize(to: UnsafeMutableRawPointer(eventLoop))

    var info = lws_context_creation_info()
    info.port = Int32(configuration.port)
    info.iface = configuration.host == "0.0.0.0" ? nil : UnsafePointer(host)
    info.protocols = UnsafePointer(protocols)
    info.gid = -1
    info.uid = -1
    info.server_string = UnsafePointer(server)
    info.retry_and_idle_policy = UnsafePointer(retry)
    info.foreign_loops = loops
    info.max_http_header_data = 16_384
    info.keepalive_timeout = 60
    info.timeout_secs = 20
    // Unretained because the loop outlives the context: `ServiceLoop.run` holds both and destroys the context first.
    info.user = Unmanaged.passUnretained(loop).toOpaque()
    info.options = Self.options
    if certificate != nil {
      info.options |= UInt64(LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT)
      info.alpn = UnsafePointer(alpn)
      info.ssl_cert_filepath = UnsafePointer(certificate)
      info.ssl_private_key_filepath = UnsafePointer(key)
    }
    context = FileReserve.held { lws_create_context(&info) }
    guard let context, let vhost = lws_get_vhost_by_name(context, "default") else { return }
    port = Int(lws_get_vhost_listen_port(vhost))
  }

  private static let options =
    UInt64(LWS_SERVER_OPTION_LIBEV) | UInt64(LWS_SERVER_OPTION_VALIDATE_UTF8)
    | UInt64(LWS_SERVER_OPTION_SKIP_SERVER_CANONICAL_NAME) | UInt64(LWS_SERVER_OPTION_FAIL_UPON_UNABLE_TO_BIND)
    | UInt64(LWS_SERVER_OPTION_DISABLE_IPV6)

  deinit {
    for string in strings { free(string) }
    protocols.deallocate()
    retry.deallocate()
    loops.deallocate()
  }
}
