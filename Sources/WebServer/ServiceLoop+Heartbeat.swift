import CLibWebSockets
import Dispatch

/// An accepted connection that has not sent a request yet.
struct Newcomer {
  let number: UInt64
  let beat: Int
}

/// What happens once a second, in place of libwebsockets' timers; see `Heartbeat`.
extension ServiceLoop {
  /// Connections without a request given up in one beat.
  private static let givenUpAtOnce = 500

  /// A connection has been accepted: `beat` bounds how long its first request may take. libwebsockets is about to set a timer
  /// for that too, so the one of the newcomer before is taken away: there is never more than one.
  func welcome(_ wsi: OpaquePointer) {
    if let lastNewcomer, newcomers[lastNewcomer] != nil { lws_set_timeout(lastNewcomer, NO_PENDING_TIMEOUT, 0) }
    lastNewcomer = wsi
    newcomers[wsi] = Newcomer(number: nextNumber(), beat: beats)
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
    giveUpLateNewcomers()
    awaitBeat()
  }

  /// The youngest first: libwebsockets finds their header tables at the front of a list that it searches.
  private func giveUpLateNewcomers() {
    let late = newcomers.filter { beats - $0.value.beat >= configuration.requestSeconds }
    for (wsi, _) in late.sorted(by: { $0.value.number > $1.value.number }).prefix(Self.givenUpAtOnce) { kill(wsi) }
  }

  /// Closes as soon as the callback has returned, without a word: nobody would read it.
  private func kill(_ wsi: OpaquePointer) {
    lws_set_timeout(wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC)
  }
}
