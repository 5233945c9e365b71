/// Which handler answers which method and path. A part of a pattern in braces matches one path segment:
/// `/api/v1/conversations/{id}`.
package struct Router: Sendable {
  package typealias Parameters = [String: String]
  package typealias Handler = @Sendable (HTTPRequest, Parameters) async -> HTTPResponse

  private struct Route: Sendable {
    var method: String
    var segments: [Substring]
    var handler: Handler
  }

  private var routes: [Route] = []
  private let refuse: @Sendable (_ status: Int) -> HTTPResponse

  /// `refuse` makes the answers 404 and 405.
  package init(refuse: @escaping @Sendable (_ status: Int) -> HTTPResponse) {
    self.refuse = refuse
  }

  package mutating func add(_ method: String, _ pattern: String, _ handler: @escaping Handler) {
    routes.append(Route(method: method, segments: pattern.split(separator: "/"), handler: handler))
  }

  /// The handler's answer; 404 for an unknown path, 405 with `Allow` for another method. GET answers HEAD too.
  package func respond(to request: HTTPRequest) async -> HTTPResponse {
    let segments = request.path.split(separator: "/")
    let matches = routes.compactMap { route in
      Self.parameters(of: segments, in: route.segments).map { (route: route, parameters: $0) }
    }
    let method = request.method == "HEAD" ? "GET" : request.method
    if let match = matches.first(where: { $0.route.method == method }) {
      return await match.route.handler(request, match.parameters)
    }
    guard !matches.isEmpty else { return refuse(404) }
    var response = refuse(405)
    response.headers.append(("Allow", matches.map(\.route.method).joined(separator: ", ")))
    return response
  }

  private static func parameters(of path: [Substring], in pattern: [Substring]) -> Parameters? {
    guard path.count == pattern.count else { return nil }
    var parameters: Parameters = [:]
    for (segment, part) in zip(path, pattern) {
      if part.hasPrefix("{"), part.hasSuffix("}") {
        parameters[String(part.dropFirst().dropLast())] = String(segment)
      } else if segment != part {
        return nil
      }
    }
    return parameters
  }
}
