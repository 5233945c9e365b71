import WebServer

/// Which pages may talk to the server: its own, and those of the configured sites.
struct OriginPolicy: Sendable {
  let allowedOrigins: Set<String>

  init(allowedOrigins: [String]) {
    self.allowedOrigins = Set(allowedOrigins.map { $0.lowercased() })
  }

  /// Whether the request comes from a page of the server itself. A request without `Origin` is not from a page of another site.
  func isOwn(_ request: HTTPRequest) -> Bool {
    guard let origin = request.header("origin")?.lowercased() else { return true }
    guard let host = request.header("host")?.lowercased() else { return false }
    return origin == "http://\(host)" || origin == "https://\(host)"
  }

  /// Whether a page that embeds the widget may connect.
  func isAllowed(_ request: HTTPRequest) -> Bool {
    if isOwn(request) || allowedOrigins.contains("*") { return true }
    return request.header("origin").map { allowedOrigins.contains($0.lowercased()) } ?? true
  }
}
