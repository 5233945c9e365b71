import ArgumentParser
import CRM
import ChatServer
import CoreMetrics
import Database
import Foundation
import Logging
import WebAssets

/// `frontdesk serve`: the server itself.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run the server.",
    discussion: """
      Serves the widget, the agent console (/console), the review page (/review) and the API on one port, with one
      database file. Stop it with Ctrl-C or SIGTERM: clients are told to come back and nothing is lost.

        frontdesk serve --demo
        frontdesk serve --port 8443 --tls-certificate cert.pem --tls-key key.pem --allowed-origins https://shop.example
      """)

  private static let shortestToken = 16

  @Option(help: "Configuration file (default: frontdesk.yml if it is there).")
  var config: String?

  @Option(help: "Address to listen on (default: 127.0.0.1).")
  var host: String?

  @Option(help: "Port to listen on, 0 for any free one (default: 8080).")
  var port: Int?

  @Option(help: "Database file, created when missing (default: frontdesk.db).")
  var database: String?

  @OptionGroup var content: ContentOptions

  @Option(help: "Folder of the pages (default: beside the binary).")
  var assets: String?

  @Option(help: "Origin of a site whose pages may embed the widget; may be given several times.")
  var allowedOrigins: [String] = []

  @Option(help: "TLS certificate chain, PEM.")
  var tlsCertificate: String?

  @Option(help: "TLS private key, PEM.")
  var tlsKey: String?

  @Option(help: "Secret under which host pages sign who the customer is (default: made and kept in the database).")
  var identitySecret: String?

  @Option(help: "Frames a connection may send a second in the long run (default: 20).")
  var framesPerSecond: Int?

  @OptionGroup var answers: AnswerOptions
  @Option(help: "Seconds between the watchdog's trials of the server, 0 for none (default: 30).")
  var watchdogSeconds: Int?

  @Option(help: "Bearer token for reading /metrics (default: none; only this machine may read).")
  var metricsToken: String?

  @Option(help: "trace, debug, info, notice, warning or error (default: info).")
  var logLevel: String?

  @Flag(help: "Fill the database with demo customers and staff, and serve the demo page at /.")
  var demo = false

  func run() async throws {
    let settings = try Settings(path: config)
    let logger = try logger(settings)
    let configuration = try chatServerConfiguration(settings)
    let metrics = PrometheusRegistry()
    MetricsSystem.bootstrap(metrics)
    let server: ChatServer
    let greeting: [String]
    let bar = ProgressBar("Fitting")
    do {
      server = try await ChatServer(
        configuration: configuration, logger: logger, metrics: metrics, progress: bar.show)
      bar.finish()
      greeting = try await self.greeting(server)
      try server.start()
    } catch {
      bar.finish()
      throw CommandFailure(error)
    }
    let signals = await StopSignals()
    printWelcome(server, configuration, greeting)
    let running = Task { await server.run() }
    await signals.wait()
    running.cancel()
    await server.stop()
    signals.end()
  }

  func level(_ settings: Settings) throws -> Logger.Level {
    let name = settings.text("log-level", logLevel, default: "info")
    guard let level = Logger.Level(rawValue: name) else {
      throw ValidationError("log-level: must be trace, debug, info, notice, warning or error")
    }
    return level
  }

  private func logger(_ settings: Settings) throws -> Logger {
    let level = try level(settings)
    LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
    var logger = Logger(label: "frontdesk")
    logger.logLevel = level
    return logger
  }

  /// The checked configuration: flags, then environment, then file.
  func chatServerConfiguration(_ settings: Settings) throws -> ChatServerConfiguration {
    guard let assets = assets ?? settings.text("assets") ?? WebAssets.folder()?.path else {
      throw ValidationError("assets: the pages are not beside the binary; name their folder")
    }
    var configuration = ChatServerConfiguration(
      intents: content.intentsLocation(settings), knowledge: content.knowledgeLocation(settings),
      assets: URL(filePath: assets))
    configuration.host = settings.text("host", host, default: configuration.host)
    configuration.port = try settings.number("port", port, default: configuration.port, in: 0...65_535)
    configuration.database = settings.text("database", database, default: configuration.database)
    configuration.cache = content.cacheLocation(settings, database: configuration.database)
    configuration.allowedOrigins = settings.list("allowed-origins", allowedOrigins)
    configuration.tlsCertificate = tlsCertificate ?? settings.text("tls-certificate")
    configuration.tlsKey = tlsKey ?? settings.text("tls-key")
    guard (configuration.tlsCertificate == nil) == (configuration.tlsKey == nil) else {
      throw ValidationError("tls-certificate and tls-key go together")
    }
    configuration.identitySecret = identitySecret ?? settings.text("identity-secret")
    let rate = try settings.number("frames-per-second", framesPerSecond, default: 20, in: 1...1_000_000)
    configuration.framesPerSecond = Double(rate)
    configuration.answers = try answers.policy(settings)
    configuration.watchdogSeconds = try settings.number(
      "watchdog-seconds", watchdogSeconds, default: configuration.watchdogSeconds, in: 0...86_400)
    configuration.metricsToken = metricsToken ?? settings.text("metrics-token")
    guard configuration.metricsToken.map({ $0.utf8.count >= Self.shortestToken }) != false else {
      throw ValidationError("metrics-token: must have at least \(Self.shortestToken) characters")
    }
    configuration.isDemo = demo
    return configuration
  }

  /// Makes the first staff before anybody can sign in, and gives the lines that say how.
  private func greeting(_ server: ChatServer) async throws -> [String] {
    var lines: [String] = []
    if let password = try await server.firstAdmin() {
      lines.append("First sign-in: admin with the password \(password) (shown only now; change it after signing in)")
    }
    if demo {
      let logins = try await server.installDemo().logins
      lines += logins.map { login in
        "Demo \(login.roles.map(\.rawValue).joined(separator: ", ")): \(login.name) with the password \(login.password)"
      }
    }
    return lines
  }

  private func printWelcome(
    _ server: ChatServer, _ configuration: ChatServerConfiguration, _ greeting: [String]
  ) {
    let scheme = configuration.tlsCertificate == nil ? "http" : "https"
    let address = "\(scheme)://\(configuration.host):\(server.port)"
    let lines = ["Frontdesk is at \(address)  (console: \(address)/console/  review: \(address)/review/)"] + greeting
    // Written at once, past the buffer that standard output has when it is not a terminal.
    FileHandle.standardOutput.write(Data((lines.joined(separator: "\n") + "\n").utf8))
  }
}

/// An error that ends a command, in words for the person at the terminal.
struct CommandFailure: Error, CustomStringConvertible {
  let description: String

  init(_ error: any Error) { description = "\(error)" }

  init(_ description: String) { self.description = description }
}
