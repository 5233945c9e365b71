import CRM
import Database
import Logging
import WebServer

/// The HTTP API of the protocol's section 3: which path, which role, which function.
struct Routes: Sendable {
  let signIn: SignIn
  let conversations: ConversationRoutes
  let review: ReviewRoutes
  let origins: OriginPolicy
  let health: @Sendable () -> HTTPResponse
  let metrics: MetricsRoute
  /// Nil outside of the demo.
  let demo: DemoRoute?
  let logger: Logger

  private typealias Handler = @Sendable (HTTPRequest, PathParameters, User) async throws -> HTTPResponse
  typealias PathParameters = [String: String]

  func router() -> Router {
    var router = Router(refuse: {
      .failure(WireError($0 == 404 ? .notFound : .methodNotAllowed, "there is no such path or method"))
    })
    let (signIn, health, metrics) = (signIn, health, metrics)
    router.add("GET", "/healthz") { _, _ in health() }
    router.add("GET", "/metrics") { request, _ in await metrics.respond(to: request) }
    open("POST", "/api/v1/sign-in", in: &router) { try await signIn.signIn($0) }
    open("POST", "/api/v1/sign-out", in: &router) { try await signIn.signOut($0) }
    open("POST", "/api/v1/password", in: &router) { try await signIn.changePassword($0) }
    if let demo {
      open("GET", "/api/v1/demo/customers", in: &router) { _ in try await demo.customers() }
      open("GET", "/api/v1/demo/inbox", in: &router) { _ in try await demo.inbox() }
    }
    add("GET", "/api/v1/me", [], to: &router) { _, _, user in .json(["user": user]) }
    let conversations = conversations
    add("GET", "/api/v1/audit", [.admin], to: &router) { request, _, _ in try await conversations.audit(request) }
    addConversations(to: &router)
    addReview(to: &router)
    return router
  }

  private func addConversations(to router: inout Router) {
    let routes = conversations
    let path = "/api/v1/conversations"
    add("GET", path, [.agent], to: &router) { request, _, _ in try await routes.list(request) }
    add("GET", "\(path)/{id}", [.agent, .trainer], to: &router) { _, path, user in
      try await routes.show(try Self.id(path), to: user)
    }
    add("GET", "\(path)/{id}/context", [.agent], to: &router) { _, path, _ in
      try await routes.context(try Self.id(path))
    }
    add("GET", "\(path)/{id}/ticket-draft", [.agent], to: &router) { _, path, _ in
      try await routes.ticketDraft(try Self.id(path))
    }
    add("POST", "\(path)/{id}/tickets", [.agent], to: &router) { request, path, user in
      try await routes.createTicket(request, conversation: try Self.id(path), user: user)
    }
    add("GET", "/api/v1/reminders", [.agent], to: &router) { request, _, _ in try await routes.reminders(request) }
    add("POST", "/api/v1/reminders/{id}/done", [.agent], to: &router) { _, path, user in
      try await routes.finishReminder(try Self.id(path), user)
    }
    add("POST", "/api/v1/reminders/{id}/assign", [.agent], to: &router) { _, path, user in
      try await routes.takeReminder(try Self.id(path), user)
    }
    add("GET", "\(path)/{id}/decisions/{seq}/explanation", [.agent, .trainer], to: &router) { _, path, user in
      try await routes.explanation(try Self.id(path), seq: try Self.seq(path), to: user)
    }
    add("GET", "/api/v1/agents", [.agent], to: &router) { _, _, _ in try await routes.agents() }
    add("GET", "/api/v1/tickets", [.agent], to: &router) { request, _, _ in try await routes.tickets(request) }
  }

  private func addReview(to router: inout Router) {
    let routes = review
    let path = "/api/v1/review"
    add("GET", "\(path)/turns", [.trainer], to: &router) { request, _, _ in try await routes.turns(request) }
    add("GET", "\(path)/turns/{id}/{seq}", [.trainer], to: &router) { _, path, _ in
      try await routes.turn(conversation: try Self.id(path), seq: try Self.seq(path))
    }
    add("POST", "\(path)/turns/{id}/{seq}/correction", [.trainer], to: &router) { request, path, user in
      try await routes.correct(request, conversation: try Self.id(path), seq: try Self.seq(path), user: user)
    }
    add("GET", "\(path)/catalog", [.trainer], to: &router) { _, _, _ in routes.catalog() }
    add("GET", "\(path)/corrections", [.trainer], to: &router) { request, _, _ in
      try await routes.corrections(request)
    }
    add("DELETE", "\(path)/corrections/{id}", [.trainer], to: &router) { _, path, user in
      try await routes.withdraw(try Self.id(path), user: user)
    }
    add("POST", "/api/v1/releases", [.trainer], to: &router) { _, _, user in try await routes.publish(user: user) }
    add("GET", "/api/v1/releases", [.trainer], to: &router) { _, _, _ in try await routes.releases() }
  }

  /// A route for users who hold one of the roles.
  private func add(
    _ method: String, _ path: String, _ roles: [Role], to router: inout Router, _ handler: @escaping Handler
  ) {
    let access = signIn.access
    guarded(method, path, in: &router) { request, parameters in
      let user = try await access.user(token: request.cookies[Access.cookie], roles: roles)
      return try await handler(request, parameters, user)
    }
  }

  /// A route for everybody.
  private func open(
    _ method: String, _ path: String, in router: inout Router,
    _ handler: @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse
  ) {
    guarded(method, path, in: &router) { request, _ in try await handler(request) }
  }

  private func guarded(
    _ method: String, _ path: String, in router: inout Router,
    _ handler: @escaping @Sendable (HTTPRequest, PathParameters) async throws -> HTTPResponse
  ) {
    let (origins, logger) = (origins, logger)
    router.add(method, path) { request, parameters in
      do {
        if method != "GET", !origins.isOwn(request) {
          throw WireError(.originRefused, "Origin: is not this server's")
        }
        return try await handler(request, parameters)
      } catch let error as WireError {
        return .failure(error)
      } catch {
        logger.error("a request failed", metadata: ["path": "\(path)", "error": "\(error)"])
        return .failure(WireError(.notSaved, "the store refused; try again"))
      }
    }
  }

  private static func id(_ path: PathParameters) throws(WireError) -> String {
    guard let id = path["id"], (1...64).contains(id.utf8.count) else {
      throw WireError(.notFound, "there is no such record")
    }
    return id
  }

  private static func seq(_ path: PathParameters) throws(WireError) -> Int {
    guard let seq = path["seq"].flatMap(Int.init), seq > 0 else {
      throw WireError(.notFound, "there is no such turn")
    }
    return seq
  }
}
