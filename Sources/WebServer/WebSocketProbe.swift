import CLibWebSockets
import Foundation
import Synchronization

/// A WebSocket client with which a server tries itself: one connection at a time, on a context and a thread of its own, so
/// that it notices when the server's own thread stands still.
///
/// Everything may be called from any thread. The probe itself knows no time-outs: whoever uses it hangs up.
package final class WebSocketProbe: Sendable {
  /// Where to connect.
  package struct Target: Sendable {
    /// An IPv4 address.
    package var address: String
    package var port: Int
    /// Any certificate is taken, because who is asked is this machine itself.
    package var isTLS: Bool
    package var path: String
    package var subprotocol: String
    /// The value of the header `Authorization`.
    package var authorization: String

    package init(
      address: String, port: Int, isTLS: Bool, path: String, subprotocol: String, authorization: String
    ) {
      self.address = address
      self.port = port
      self.isTLS = isTLS
      self.path = path
      self.subprotocol = subprotocol
      self.authorization = authorization
    }
  }

  /// What comes back, on the probe's thread.
  package enum Incoming: Sendable, Equatable {
    case opened
    /// One whole message.
    case message([UInt8])
    /// There was no connection or it is closed; the last thing that is heard of it.
    case ended(reason: String)
  }

  package typealias Listener = @Sendable (Incoming) -> Void

  private let mailbox = ProbeMailbox()
  private let target: Target

  /// Starts the thread, which sleeps until there is something to do.
  package init(target: Target) {
    self.target = target
    let thread = Thread { [mailbox] in WebSocketProbeLoop(target: target, mailbox: mailbox).run() }
    thread.name = "frontdesk-probe"
    thread.start()
  }

  /// Connects anew, giving up an earlier connection, of which nothing more is heard.
  package func connect(_ listener: @escaping Listener) { mailbox.post(.connect(listener)) }

  /// Sends a text message once the connection is open.
  package func send(_ bytes: [UInt8]) { mailbox.post(.send(bytes)) }

  /// Drops the connection; nothing more is heard of it.
  package func hangUp() { mailbox.post(.hangUp) }

  /// Drops the connection and ends the thread; the probe cannot be used again.
  package func stop() { mailbox.post(.stop) }
}

/// The only door to the probe's thread, as `Inbox` is to the service thread.
final class ProbeMailbox: Sendable {
  enum Order: Sendable {
    case connect(WebSocketProbe.Listener)
    case send([UInt8])
    case hangUp
    case stop
  }

  private struct State {
    var orders: [Order] = []
    /// The address of the context while it lives. Kept as a number because a pointer is not Sendable.
    var context: UInt?
    var hasEnded = false
  }

  private let state = Mutex(State())

  /// From any thread. Orders that come before the context is there wait for it.
  func post(_ order: Order) {
    state.withLock { state in
      guard !state.hasEnded else { return }
      state.orders.append(order)
      if let address = state.context { lws_cancel_service(OpaquePointer(bitPattern: address)) }
    }
  }

  /// On the probe's thread.
  func take() -> [Order] {
    state.withLock { state in
      defer { state.orders = [] }
      return state.orders
    }
  }

  /// On the probe's thread: from `open` to `close` the context may be woken.
  func open(_ context: OpaquePointer) {
    state.withLock { $0.context = UInt(bitPattern: context) }
  }

  func close() {
    state.withLock { $0 = State(hasEnded: true) }
  }
}
