import CRM
import Logging
import Synchronization
import WebServer

/// The way out to the connections: frames in, bytes to the web server.
package final class Outlet: Sendable {
  private let server = Mutex<WebServer?>(nil)
  private let refused: @Sendable (ErrorCode, ConnectionID) -> Void
  private let logger: Logger

  /// `refused` hears of every error that is sent.
  init(logger: Logger, refused: @escaping @Sendable (ErrorCode, ConnectionID) -> Void) {
    self.logger = logger
    self.refused = refused
  }

  /// The web server is made after those who send through it.
  func connect(to server: WebServer) { self.server.withLock { $0 = server } }

  func send(_ frame: ServerFrame, to connection: ConnectionID) { send([frame], to: [connection]) }

  /// Sends the frames, each encoded once, to every connection in the same order.
  func send(_ frames: [ServerFrame], to connections: some Collection<ConnectionID>) {
    guard !connections.isEmpty, let server = server.withLock({ $0 }) else { return }
    for case .error(let error) in frames {
      guard let code = ErrorCode(rawValue: error.code) else { continue }
      for connection in connections { refused(code, connection) }
    }
    server.send(frames.compactMap(encoded), to: Array(connections))
  }

  private func encoded(_ frame: ServerFrame) -> [UInt8]? {
    do {
      return try frame.encoded()
    } catch {
      logger.error("a frame could not be encoded", metadata: ["type": "\(type(of: error))"])
      return nil
    }
  }

  /// Calls `body` when everything sent to the connection so far has been written; never if it closes before.
  func afterWriting(to connection: ConnectionID, _ body: @escaping @Sendable () -> Void) {
    server.withLock { $0 }?.afterWriting(to: connection, body)
  }

  func close(_ connection: ConnectionID, code: UInt16, reason: String) {
    server.withLock { $0 }?.close(connection, code: code, reason: reason)
  }
}
