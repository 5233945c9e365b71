import CLibWebSockets

/// Reads a request out of libwebsockets' header table. Service thread only, while the table is attached.
struct RequestHeaders {
  let wsi: OpaquePointer

  private static let methods: [(token: lws_token_indexes, name: String)] = [
    (WSI_TOKEN_GET_URI, "GET"), (WSI_TOKEN_POST_URI, "POST"), (WSI_TOKEN_PUT_URI, "PUT"),
    (WSI_TOKEN_PATCH_URI, "PATCH"), (WSI_TOKEN_DELETE_URI, "DELETE"), (WSI_TOKEN_HEAD_URI, "HEAD"),
    (WSI_TOKEN_OPTIONS_URI, "OPTIONS"),
  ]
  private static let known: [(token: lws_token_indexes, name: String)] = [
    (WSI_TOKEN_HOST, "host"), (WSI_TOKEN_ORIGIN, "origin"), (WSI_TOKEN_HTTP_COOKIE, "cookie"),
    (WSI_TOKEN_HTTP_CONTENT_TYPE, "content-type"), (WSI_TOKEN_HTTP_CONTENT_LENGTH, "content-length"),
    (WSI_TOKEN_HTTP_ACCEPT_ENCODING, "accept-encoding"), (WSI_TOKEN_HTTP_IF_NONE_MATCH, "if-none-match"),
    (WSI_TOKEN_PROTOCOL, "sec-websocket-protocol"), (WSI_TOKEN_UPGRADE, "upgrade"),
    (WSI_TOKEN_VERSION, "sec-websocket-version"), (WSI_TOKEN_HTTP_TRANSFER_ENCODING, "transfer-encoding"),
    (WSI_TOKEN_HTTP_AUTHORIZATION, "authorization"), (WSI_TOKEN_X_FORWARDED_FOR, "x-forwarded-for"),
  ]
  private static let custom = ["x-forwarded-proto"]

  /// The request without its body.
  func request() -> HTTPRequest {
    let method = Self.methods.first { length(of: $0.token) > 0 }
    let path = method.flatMap { text(of: $0.token) } ?? "/"
    return HTTPRequest(
      method: method?.name ?? "GET", path: path, query: query(), headers: headers(), remoteAddress: peer(),
      isTLS: lws_is_ssl(wsi) != 0)
  }

  private func headers() -> [String: String] {
    var headers: [String: String] = [:]
    for (token, name) in Self.known {
      if let value = text(of: token) { headers[name] = value }
    }
    for name in Self.custom {
      if let value = custom(name) { headers[name] = value }
    }
    return headers
  }

  private func length(of token: lws_token_indexes) -> Int { Int(lws_hdr_total_length(wsi, token)) }

  private func text(of token: lws_token_indexes) -> String? {
    let length = length(of: token)
    guard length > 0 else { return nil }
    return filled(length + 1) { lws_hdr_copy(wsi, $0, Int32(length + 1), token) }
  }

  private func custom(_ name: String) -> String? {
    let name = name + ":"
    let length = Int(lws_hdr_custom_length(wsi, name, Int32(name.utf8.count)))
    guard length > 0 else { return nil }
    return filled(length + 1) { lws_hdr_custom_copy(wsi, $0, Int32(length + 1), name, Int32(name.utf8.count)) }
  }

  private func query() -> [String: String] {
    var query: [String: String] = [:]
    var index: Int32 = 0
    while let pair = filled(4_096, { lws_hdr_copy_fragment(wsi, $0, 4_096, WSI_TOKEN_HTTP_URI_ARGS, index) }) {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      query[parts[0]] = parts.count == 2 ? parts[1] : ""
      index += 1
    }
    return query
  }

  private func peer() -> String {
    var buffer = [CChar](repeating: 0, count: 64)
    lws_get_peer_simple(wsi, &buffer, buffer.count)
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The text that `copy` writes and whose length it gives; nil when there is none.
  private func filled(_ capacity: Int, _ copy: (UnsafeMutablePointer<CChar>) -> Int32) -> String? {
    var buffer = [CChar](repeating: 0, count: capacity)
    let count = buffer.withUnsafeMutableBufferPointer { buffer in buffer.baseAddress.map(copy) ?? -1 }
    guard count > 0 else { return nil }
    return String(decoding: buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
