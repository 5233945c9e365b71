package import CRM
import Database
import Foundation
package import Logging
import Synchronization
import Training
import WebServer

/// The whole server: store, release, conversations, desk, HTTP API and web server joined.
package final class ChatServer: Sendable {
  private static let helloSeconds = 10
  /// Silent connections closed in one second. Closing thousands at once would keep everybody else waiting.
  private static let silentAtOnce = 1_000
  private static let sessionSeconds = 5
  /// Conversations past their deadline that are looked at in one second.
  private static let overdueAtOnce = 500
  private static let memorySeconds = 20
  private static let stopDrain = Duration.seconds(2)
  /// Within how many milliseconds clients come back after a restart, and how many in each where there are many.
  private static let shortestReturn = 2_000
  private static let returnsPerMillisecond = 4

  private let database: Database
  private let publisher: Publisher
  private let services: SessionServices
  private let web: WebServer
  private let watchdog: Watchdog?
  private let logger: Logger

  /// Opens the store, builds the release and prepares the listening side. `progress` hears the share of the build that
  /// is done, 0...1, from any thread; `metrics` is what the metrics system of the process writes to.
  /// - Throws: `ContentError` with every problem of the content, `DatabaseError`, `AnalyzerError`.
  package init(
    configuration: ChatServerConfiguration, logger: Logger, metrics: PrometheusRegistry,
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws {
    self.logger = logger
    database = try Database(path: configuration.database, migrations: Schema.migrations)
    publisher = Publisher(
      database: database, intents: configuration.intents, knowledge: configuration.knowledge,
      cache: configuration.cache, logger: logger)
    let release = CurrentRelease(try await publisher.initial(progress: progress))
    let telemetry = Telemetry()
    let connections = Connections()
    let outlet = Outlet(logger: logger) { code, connection in
      if !connections.isSynthetic(connection) { telemetry.refused(code) }
    }
    let desk = AgentDesk(outlet: outlet)
    try await desk.load(from: database)
    let hub = ConversationHub(
      services: ConversationServices(
        database: database, release: release, outlet: outlet, desk: desk, connections: connections,
        policy: configuration.answers, telemetry: telemetry, logger: logger))
    let secret = try await Self.identitySecret(configuration, database)
    services = SessionServices(
      database: database, release: release, outlet: outlet, hub: hub, desk: desk, connections: connections,
      telemetry: telemetry, configuration: configuration, identitySecret: secret, logger: logger)
    watchdog = Self.watchdog(services)
    web = try Self.webServer(services, publisher: publisher, metrics: metrics, watchdog: watchdog)
    outlet.connect(to: web)
  }

  private static func identitySecret(
    _ configuration: ChatServerConfiguration, _ database: Database
  ) async throws -> String {
    if let secret = configuration.identitySecret { return secret }
    return try await database.write { try SettingStore($0).value("identity_secret", orStore: Secrets.token) }
  }

  /// The port that the server listens on.
  package var port: Int { web.port }

  /// The release that answers now.
  package var release: LiveRelease { services.release.value }

  /// Makes the first admin when there is no user yet and gives the one-time password.
  package func firstAdmin() async throws -> String? {
    let password = Secrets.identifier("")
    let hash = PasswordHash(password: password)
    return try await database.write { connection in
      guard try UserStore(connection).list().isEmpty else { return nil }
      try UserStore(connection).add(
        name: "admin", displayName: "Admin", password: hash, roles: [.admin], at: .now())
      return password
    }
  }

  /// Fills the store with demo customers and staff, once.
  package func installDemo() async throws -> DemoSummary {
    try await database.write { try DemoData.install(in: $0, at: .now()) }
  }

  /// Nil when it is turned off.
  private static func watchdog(_ services: SessionServices) -> Watchdog? {
    guard services.configuration.watchdogSeconds > 0 else { return nil }
    let (database, release) = (services.database, services.release)
    let plan = Watchdog.Plan(
      interval: .seconds(services.configuration.watchdogSeconds),
      text: { release.value.probeText }, commitAge: { database.commitAge })
    return Watchdog(plan: plan, marks: services.telemetry.marks, logger: services.logger)
  }

  /// Starts to listen, and to watch itself.
  package func start() throws {
    try web.start()
    let configuration = services.configuration
    watchdog?.start(host: configuration.host, port: web.port, isTLS: configuration.tlsCertificate != nil)
    logger.info("listening", metadata: ["port": "\(web.port)", "release": "\(release.number)"])
  }

  /// Serves until the task is cancelled, closing connections that never say hello or whose session has ended and
  /// reminding conversations of their deadlines.
  package func run() async {
    await withDiscardingTaskGroup { group in
      group.addTask { await self.watchConnections() }
      group.addTask { await self.watchDeadlines() }
    }
  }

  /// What the bot had not answered when the server ended is answered now, or goes to a human where it is too late.
  private func watchDeadlines() async {
    for conversation in (try? await database.read { try ConversationStore($0).owedByBot() }) ?? [] {
      services.hub.post(.settle, to: conversation)
    }
    var last: ConversationStore.Overdue?
    while true {
      do { try await Task.sleep(for: .seconds(1)) } catch { return }
      do {
        let overdue = try await database.read { [last] connection in
          try ConversationStore(connection).overdue(at: .now(), after: last, limit: Self.overdueAtOnce)
        }
        for conversation in overdue { services.hub.post(.overdue, to: conversation.id) }
        // Those that the store will not let go on do not keep the others waiting.
        last = overdue.count < Self.overdueAtOnce ? nil : overdue.last
      } catch {
        logger.fault("deadlines could not be read", error)
      }
      let since = ContinuousClock.now.advanced(by: .zero - services.configuration.answers.presence)
      for (conversation, holder) in await services.desk.abandoned(since: since) {
        services.hub.post(.expire(holder: holder), to: conversation)
      }
    }
  }

  private func watchConnections() async {
    for second in 1... {
      do { try await Task.sleep(for: .seconds(1)) } catch { return }
      if second.isMultiple(of: Self.sessionSeconds) { await checkSessions() }
      if second.isMultiple(of: Self.memorySeconds) { WebServer.returnMemory() }
      let deadline = ContinuousClock.now.advanced(by: .seconds(-Self.helloSeconds))
      for connection in services.connections.dismissSilent(since: deadline, limit: Self.silentAtOnce) {
        services.outlet.close(connection, code: CloseCode.noHello, reason: "no hello")
      }
    }
  }

  private func checkSessions() async {
    do {
      try await services.staffSessions.check()
    } catch {
      logger.fault("sessions could not be checked", error)
    }
  }

  /// Tells every client when to come back, flushes what is queued and closes.
  package func stop() async {
    watchdog?.stop()
    let connections = services.connections.all
    let longest = max(Self.shortestReturn, connections.count / Self.returnsPerMillisecond)
    for connection in connections {
      let wait = Int.random(in: 200...longest)
      services.outlet.send(.goodbye(Goodbye(retryAfterMilliseconds: wait)), to: connection)
    }
    await web.stop(drain: Self.stopDrain)
    database.close()
  }

  // MARK: Web server

  private static func webServer(
    _ services: SessionServices, publisher: Publisher, metrics: PrometheusRegistry, watchdog: Watchdog?
  ) throws -> WebServer {
    let configuration = services.configuration
    let origins = OriginPolicy(allowedOrigins: configuration.allowedOrigins)
    let routes = routes(services, publisher, origins, metrics, watchdog)
    let site = try Site(configuration: configuration, router: routes.router())
    var web = WebServerConfiguration()
    web.host = configuration.host
    web.port = configuration.port
    web.tlsCertificate = configuration.tlsCertificate
    web.tlsKey = configuration.tlsKey
    web.maxMessageBytes = ChatServerConfiguration.frameLimit
    let connections = services.connections
    connections.connect { line, memory in
      Task { await ConnectionSession(line: line, memory: memory, services: services).work() }
    }
    let handlers = WebServerHandlers(
      respond: { await site.respond(to: $0) },
      refuse: { status in .failure(Self.refusal(status)) },
      admit: { request in
        origins.isAllowed(request) ? nil : .failure(WireError(.originRefused, "Origin: is not allowed"))
      },
      opened: { id, request in
        let cookie = origins.isOwn(request) ? request.cookies[Access.cookie] : nil
        connections.open(
          id,
          ConnectionSession.Memory(
            cookie: cookie, isSynthetic: watchdog?.isOwn(request) == true,
            framesPerSecond: configuration.framesPerSecond))
      },
      received: { id, bytes in
        if !connections.receive(bytes, from: id) {
          services.outlet.close(id, code: CloseCode.flooding, reason: "too many frames")
        }
      },
      closed: { connections.close($0) })
    return WebServer(configuration: web, handlers: handlers, logger: services.logger)
  }

  /// The numbered error for what the web server refuses by itself.
  private static func refusal(_ status: Int) -> WireError {
    switch status {
    case 404: WireError(.notFound, "there is no such path")
    case 411: WireError(.badField, "Content-Length: is needed")
    case 413: WireError(.tooLarge, "the body is too large")
    case 503: WireError(.stopping, "the server is stopping")
    default: WireError(.badField, "the upgrade must be a GET of WebSocket version 13 that offers frontdesk.v1")
    }
  }

  private static func routes(
    _ services: SessionServices, _ publisher: Publisher, _ origins: OriginPolicy, _ registry: PrometheusRegistry,
    _ watchdog: Watchdog?
  ) -> Routes {
    let (database, release, connections) = (services.database, services.release, services.connections)
    let signIn = SignIn(database: database, sessions: services.staffSessions)
    let demoRoute = DemoRoute(database: database, identitySecret: services.identitySecret)
    let demo: @Sendable () async throws -> HTTPResponse = { try await demoRoute.customers() }
    return Routes(
      signIn: signIn,
      conversations: ConversationRoutes(
        database: database, hub: services.hub, desk: services.desk, release: release),
      review: ReviewRoutes(database: database, release: release, publisher: publisher), origins: origins,
      health: {
        let report = HealthReport(
          watchdog: watchdog?.health, release: release.value.number, connections: connections.count)
        return .json(report, status: report.isFailing ? 503 : 200)
      },
      metrics: MetricsRoute(
        registry: registry, database: database, release: release, connections: connections, watchdog: watchdog,
        token: services.configuration.metricsToken),
      demo: services.configuration.isDemo ? demo : nil, logger: services.logger)
  }
}
