package import Foundation

/// How a server is set up; the README's configuration table explains each.
package struct ChatServerConfiguration: Sendable {
  package var host = "127.0.0.1"
  /// 0 takes any free port.
  package var port = 8080
  package var database = "frontdesk.db"
  /// The folder where fitted models and indexes are kept; nil for nowhere.
  package var cache: URL?
  package var intents: URL
  package var knowledge: URL?
  package var assets: URL
  /// Origins of other sites whose pages may embed the widget, such as `https://shop.example`; `*` allows every site.
  package var allowedOrigins: [String] = []
  package var tlsCertificate: String?
  package var tlsKey: String?
  /// The secret under which host pages sign identities; made and kept in the database when nil.
  package var identitySecret: String?
  /// Fills an empty database with demo customers and staff, and serves the demo page.
  package var isDemo = false
  /// Frames that one connection may send a second in the long run; three times as many at once.
  package var framesPerSecond = 20.0
  package var answers = AnswerPolicy()
  /// How often the watchdog tries the server; 0 for never.
  package var watchdogSeconds = 30
  /// The bearer token that readers of /metrics must have; without one only programs on this machine may read.
  package var metricsToken: String?

  package init(intents: URL, knowledge: URL?, assets: URL) {
    self.intents = intents
    self.knowledge = knowledge
    self.assets = assets
  }

  /// The largest frame in bytes.
  static let frameLimit = 65_536

  var limits: Welcome.Limits { Welcome.Limits(text: ClientFrame.textLimit, frame: Self.frameLimit) }
}
