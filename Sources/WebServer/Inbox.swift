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
  /// Nil while no context lives.
  private let commands = Mutex<[Command]?>(nil)
  /// The address of the context while it lives. Kept as a number because a pointer is not Sendable. Under a mutex of its
  /// own, so that nobody who appends waits for the system call.
  private let context = Mutex<UInt?>(nil)

  /// From any thread. After the context is gone commands are dropped: so are the connections they were for.
  func post(_ command: Command) {
    let isFirst = commands.withLock { commands in
      commands?.append(command)
      return commands?.count == 1
    }
    // One wake-up serves all commands that arrive before the service thread has taken them.
    if isFirst { wake() }
  }

  private func wake() {
    context.withLock { address in
      if let address { lws_cancel_service(OpaquePointer(bitPattern: address)) }
    }
  }

  /// On the service thread.
  func take() -> [Command] {
    commands.withLock { commands in
      defer { if commands != nil { commands = [] } }
      return commands ?? []
    }
  }

  /// On the service thread: from `open` to `close` the context may be woken.
  func open(_ address: OpaquePointer) {
    context.withLock { $0 = UInt(bitPattern: address) }
    commands.withLock { $0 = [] }
  }

  func close() {
    commands.withLock { $0 = nil }
    context.withLock { $0 = nil }
  }
}
