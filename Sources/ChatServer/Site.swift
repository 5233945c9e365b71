import Foundation
import WebServer

/// Which path is answered by what: the API, the pages, the widget.
struct Site: Sendable {
  private let router: Router
  private let files: StaticFiles
  private let isDemo: Bool
  private let headers: SecurityHeaders

  init(configuration: ChatServerConfiguration, router: Router) throws {
    self.router = router
    files = try StaticFiles(folder: configuration.assets)
    isDemo = configuration.isDemo
    headers = SecurityHeaders(isTLS: configuration.tlsCertificate != nil)
  }

  func respond(to request: HTTPRequest) async -> HTTPResponse {
    if request.path.hasPrefix("/api/") || ["/healthz", "/metrics"].contains(request.path) {
      return headers.applied(to: await router.respond(to: request))
    }
    return headers.applied(to: page(request))
  }

  private func page(_ request: HTTPRequest) -> HTTPResponse {
    var request = request
    switch request.path {
    case "/" where isDemo: request.path = "/demo/index.html"
    case "/": return .redirect(to: "/console/")
    case "/console", "/review": return .redirect(to: request.path + "/")
    case "/demo/inbox" where isDemo: request.path = "/demo/inbox.html"
    case "/widget.js": request.path = "/widget/widget.js"
    case _ where request.path.hasPrefix("/demo/") && !isDemo: return Self.notFound
    default: break
    }
    guard var response = files.response(to: request) else { return Self.notFound }
    if request.path.hasPrefix("/widget/") || request.path.hasPrefix("/shared/") {
      response.headers.append(("Access-Control-Allow-Origin", "*"))
      response.headers.append(("Cross-Origin-Resource-Policy", "cross-origin"))
    }
    return response
  }

  private static let notFound = HTTPResponse.failure(WireError(.notFound, "there is no such page"))
}
