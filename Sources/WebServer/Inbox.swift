import CLibWebSockets
import Synchronization

/// What other threads ask of the service thread.
enum Command: Sendable {
  case send([[UInt8]], to: [ConnectionID])
  case close(ConnectionID, code: UInt16, reason: String)
  /// Call back when everything queued so far has been written.
  case tell(ConnectionID, @Sendable () -> Void)
  case respond(exchange: UInt64, HTTPResponse)
  /// A second has passed.
  case beat
  /// Refuse newcomers and close everybody once what is queued for them has been written.
  case drain
  /// Leave the loop now.
  case finish
}

/// The only door to the service thread: append under the mutex, then one `lws_cancel_service`.
final class Inbox: Sendable {
  private struct State {
    var commands: [Command] = []
    /// The address of the context while it lives. Kept as a number because a pointer is not Sendable.
    var context: UInt?
  }

  private let state = Mutex(State())

  /// From any thread. After the context is gone commands are dropped: so are the connections they were for.
  func post(_ command: Command) {
    state.withLock { state in
      guard let address = state.context else { return }
      state.commands.append(command)
      // One wake-up serves all commands that arrive before the service thread has taken them.
      if state.commands.count == 1 { lws_cancel_service(OpaquePointer(bitPattern: address)) }
    }
  }

  /// On the service thread.
  func take() -> [Command] {
    state.withLock { state in
      defer { state.commands = [] }
      return state.commands
    }
  }

  /// On the service thread: from `open` to `close` the context may be woken.
  func open(_ context: OpaquePointer) {
    state.withLock { $0.context = UInt(bitPattern: context) }
  }

  func close() {
    state.withLock { state in
      state.context = nil
      state.commands = []
    }
  }
}
