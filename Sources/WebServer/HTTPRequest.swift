/// A request as it came in. A plain value: it outlives its connection.
package struct HTTPRequest: Sendable {
  package var method: String
  /// Decoded, without the query; always begins with `/`.
  package var path: String
  /// Decoded; of a name that comes twice the last value.
  package var query: [String: String]
  package var body: [UInt8]
  /// The peer's address; behind a proxy the proxy's.
  package var remoteAddress: String
  package var isTLS: Bool
  private let headers: [String: String]

  package init(
    method: String, path: String, query: [String: String] = [:], headers: [String: String] = [:], body: [UInt8] = [],
    remoteAddress: String = "", isTLS: Bool = false
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.remoteAddress = remoteAddress
    self.isTLS = isTLS
  }

  /// The value of one of `RequestHeaders.names`; the name in lower case.
  package func header(_ name: String) -> String? { headers[name] }

  /// The cookies by name (RFC 6265, section 4.2).
  package var cookies: [String: String] {
    var cookies: [String: String] = [:]
    for pair in (header("cookie") ?? "").split(separator: ";") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      cookies[parts[0].trimmed] = parts[1].trimmed
    }
    return cookies
  }
}

extension Substring {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
