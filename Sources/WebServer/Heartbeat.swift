/// Whether the peer of a WebSocket is still there, told by anything that it sends. Time is counted in beats, one a second.
///
/// libwebsockets could do the same with a timer for each connection. But it keeps its timers in a sorted list, so that with
/// thousands of connections each new one walks past all the others.
struct Heartbeat {
  enum Verdict { case fine, ping, dead }

  private var heard: Int
  private var hasPinged = false

  init(beat: Int) { heard = beat }

  /// The peer has sent something.
  mutating func hear(at beat: Int) {
    heard = beat
    hasPinged = false
  }

  /// What is to be done at this beat: a peer that is silent is pinged once, and given up when it stays silent.
  mutating func verdict(at beat: Int, limit: WebServerConfiguration) -> Verdict {
    let silence = beat - heard
    if silence >= Int(limit.pingSeconds) + Int(limit.pongSeconds) { return .dead }
    guard silence >= Int(limit.pingSeconds), !hasPinged else { return .fine }
    hasPinged = true
    return .ping
  }
}
