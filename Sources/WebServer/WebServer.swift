import CLibWebSockets
import Foundation
package import Logging
import Synchronization

/// An HTTP/1.1 and WebSocket server: bytes in, bytes out, on one service thread over libwebsockets with libev.
///
/// `send`, `close` and `stop` may be called from any thread.
package final class WebServer: Sendable {
  private let configuration: WebServerConfiguration
  private let handlers: WebServerHandlers
  private let logger: Logger
  private let inbox = Inbox()
  private let listeningPort = Mutex(0)
  private let failure = Mutex<WebServerError?>(nil)
  private let ended = Mutex<[CheckedContinuation<Void, Never>]?>([])

  package init(configuration: WebServerConfiguration, handlers: WebServerHandlers, logger: Logger) {
    self.configuration = configuration
    self.handlers = handlers
    self.logger = logger
  }

  /// The port that the server listens on; 0 before `start`.
  package var port: Int { listeningPort.withLock { $0 } }

  /// Starts the service thread and returns when it listens.
  package func start() throws(WebServerError) {
    try checkFiles()
    let started = DispatchSemaphore(value: 0)
    let outcome = Outcome(
      listening: { port in
        self.listeningPort.withLock { $0 = port }
        started.signal()
      },
      failed: { error in
        self.failure.withLock { $0 = error }
        started.signal()
      })
    let thread = Thread { [configuration, handlers, inbox, logger] in
      ServiceLoop(configuration: configuration, handlers: handlers, inbox: inbox, logger: logger).run(outcome)
      self.end()
    }
    thread.name = "frontdesk-web"
    thread.start()
    started.wait()
    if let error = failure.withLock({ $0 }) { throw error }
  }

  private func checkFiles() throws(WebServerError) {
    for file in [configuration.tlsCertificate, configuration.tlsKey].compactMap({ $0 })
    where !FileManager.default.isReadableFile(atPath: file) {
      throw .unreadable(file: file)
    }
  }

  /// Gives memory that is free back to the system; after a rush glibc keeps it. Takes a few milliseconds, on any thread.
  package static func returnMemory() { malloc_trim(0) }

  /// Queues one text message. Messages to a connection keep the order of the calls.
  package func send(_ bytes: [UInt8], to connection: ConnectionID) {
    send([bytes], to: [connection])
  }

  /// Queues text messages to each of the connections; the service thread gets them all at once.
  package func send(_ messages: [[UInt8]], to connections: [ConnectionID]) {
    inbox.post(.send(messages, to: connections))
  }

  /// Calls `body` on the service thread when everything queued for the connection has been written; never if it closes
  /// before.
  package func afterWriting(to connection: ConnectionID, _ body: @escaping @Sendable () -> Void) {
    inbox.post(.tell(connection, body))
  }

  /// Closes a connection after what is queued for it has been written.
  package func close(_ connection: ConnectionID, code: UInt16, reason: String) {
    inbox.post(.close(connection, code: code, reason: reason))
  }

  /// Refuses newcomers, writes what is queued for at most `drain`, closes everybody with 4000 and ends the thread.
  package func stop(drain: Duration) async {
    inbox.post(.drain)
    let limit = DispatchTime.now() + .milliseconds(Int(drain / .milliseconds(1)))
    DispatchQueue.global().asyncAfter(deadline: limit) { [inbox] in inbox.post(.finish) }
    await withCheckedContinuation { continuation in
      let hasEnded = ended.withLock { waiting in
        waiting?.append(continuation)
        return waiting == nil
      }
      if hasEnded { continuation.resume() }
    }
  }

  private func end() {
    let waiting = ended.withLock { waiting in
      defer { waiting = nil }
      return waiting ?? []
    }
    for continuation in waiting { continuation.resume() }
  }
}

/// How the service thread tells that it listens, or why it cannot.
struct Outcome: Sendable {
  let listening: @Sendable (Int) -> Void
  let failed: @Sendable (WebServerError) -> Void
}
