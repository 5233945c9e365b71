import CLibWebSockets
import Dispatch

/// What happens once a second, in place of libwebsockets' timers; see `Heartbeat`.
extension ServiceLoop {
  /// Connections without a request given up in one beat. With thousands of them libwebsockets takes up to half a millisecond each.
  private static let givenUpAtOnce = 200

  /// A connection has been accepted: `beat` bounds how long its first request may take. libwebsockets is about to set a timer
  /// for that too, so the one of the newcomer before is taken away: there is never more than one.
  func welcome(_ wsi: OpaquePointer) {
    if let lastNewcomer, newcomers[lastNewcomer] != nil { lws_set_timeout(lastNewcomer, NO_PENDING_TIMEOUT, 0) }
    lastNewcomer = wsi
    newcomers[wsi] = beats
  }

  func receivePong(_ wsi: OpaquePointer) {
    connections[wsi]?.heartbeat.hear(at: beats)
  }

  /// Has the next beat come in a second. It is counted from the last one, so that a thread which was held up does not find
  /// that everybody has been silent meanwhile.
  func awaitBeat() {
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(1)) { [inbox] in inbox.post(.beat) }
  }

  /// Pings those who are silent, and gives up those who stay so and those who have not asked for anything.
  func beat() {
    beats += 1
    for (wsi, connection) in connections {
      switch connection.heartbeat.verdict(at: beats, limit: configuration) {
      case .fine: continue
      case .ping:
        connection.owesPing = true
        lws_callback_on_writable(wsi)
      case .dead: kill(wsi)
      }
    }
    let late = newcomers.lazy.filter { self.beats - $0.value >= self.configuration.requestSeconds }
    for (wsi, _) in late.prefix(Self.givenUpAtOnce) { kill(wsi) }
    awaitBeat()
  }

  /// Closes as soon as the callback has returned, without a word: nobody would read it.
  func kill(_ wsi: OpaquePointer) {
    lws_set_timeout(wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC)
  }
}
