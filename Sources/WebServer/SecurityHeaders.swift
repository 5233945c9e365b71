/// The headers that every response carries: what a page may load, and who may frame it (nobody).
package struct SecurityHeaders: Sendable {
  private let headers: [(String, String)]

  package init(isTLS: Bool) {
    let policy = [
      "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
      "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    ]
    let strict = [("Strict-Transport-Security", "max-age=31536000")]
    headers =
      [
        ("Content-Security-Policy", policy.joined(separator: "; ")), ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
      ] + (isTLS ? strict : [])
  }

  /// The response with the headers that it does not set itself.
  package func applied(to response: HTTPResponse) -> HTTPResponse {
    var response = response
    let missing = headers.filter { response.header($0.0) == nil }
    response.headers.append(contentsOf: missing.map { (name: $0.0, value: $0.1) })
    return response
  }
}
