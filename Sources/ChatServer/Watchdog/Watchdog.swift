import CRM
import Database
import Dispatch
import Logging
import Synchronization
import WebServer

/// Chats with the server through its own socket, over and over, and knows which stage is broken when that does not work.
///
/// It runs on a queue and a thread of its own, on neither of the server's, so that it notices when one of those stands still.
final class Watchdog: Sendable {
  struct Plan: Sendable {
    /// From the beginning of one probe to the beginning of the next.
    var interval: Duration
    /// How long a probe may take.
    var patience = Duration.seconds(10)
    /// What the customer says.
    var text: @Sendable () -> String
    /// How long the commit that runs has taken so far.
    var commitAge: @Sendable () -> Duration?
  }

  private struct Run {
    let number: Int
    let begunAt: ContinuousClock.Instant
    var script: ProbeScript
  }

  private struct State {
    var health: WatchdogHealth
    var probe: WebSocketProbe?
    var run: Run?
    /// Probes begun.
    var count = 0
    var lastTick = ContinuousClock.now
  }

  /// A commit that takes longer is not merely slow.
  private static let longCommit = Duration.seconds(1)

  /// By this the server knows its own watchdog; made anew at every start.
  let token = Secrets.token()
  private let plan: Plan
  private let marks: StageMarks
  private let logger: Logger
  private let queue = DispatchQueue(label: "frontdesk.watchdog", qos: .userInitiated)
  private let state: Mutex<State>

  init(plan: Plan, marks: StageMarks, logger: Logger) {
    self.plan = plan
    self.marks = marks
    self.logger = logger
    state = Mutex(State(health: WatchdogHealth(since: .now())))
  }

  /// Whether a connection is the watchdog's.
  func isOwn(_ request: HTTPRequest) -> Bool { request.hasBearer(token) }

  /// Probes the server at once, then after every interval.
  func start(host: String, port: Int, isTLS: Bool) {
    let target = WebSocketProbe.Target(
      address: ["0.0.0.0", "localhost"].contains(host) ? "127.0.0.1" : host, port: port, isTLS: isTLS,
      path: "/chat", subprotocol: "frontdesk.v1", authorization: "Bearer \(token)")
    let probe = WebSocketProbe(target: target)
    state.withLock { $0.probe = probe }
    queue.async { self.tick() }
  }

  /// Ends the thread; nothing is found any more.
  func stop() {
    let probe = state.withLock { state in
      defer { (state.probe, state.run) = (nil, nil) }
      return state.probe
    }
    probe?.stop()
  }

  /// What was found last. Should the watchdog itself stand still, then that what it could not reach is broken.
  var health: WatchdogHealth {
    state.withLock { state in
      let silence = state.lastTick.duration(to: .now)
      guard state.probe != nil, silence > plan.interval + plan.patience * 2 else { return state.health }
      var health = state.health
      health.status = .failing
      health.stage = marks.firstMissing(state.run?.script.conversation)
      return health
    }
  }

  // MARK: On the queue

  private func tick() {
    guard let probe = state.withLock({ $0.probe }) else { return }
    queue.asyncAfter(deadline: .now() + plan.interval.dispatched) { self.tick() }
    guard let number = begin() else { return }
    probe.connect { [weak self] incoming in
      guard let self else { return }
      queue.async { self.hear(incoming, in: number) }
    }
    queue.asyncAfter(deadline: .now() + plan.patience.dispatched) { self.giveUp(number) }
  }

  /// The number of a new run; nil while one is going on.
  private func begin() -> Int? {
    let text = plan.text()
    return state.withLock { state in
      state.lastTick = .now
      guard state.run == nil else { return nil }
      state.count += 1
      state.run = Run(number: state.count, begunAt: .now, script: ProbeScript(text: text))
      marks.clear()
      return state.count
    }
  }

  private func hear(_ incoming: WebSocketProbe.Incoming, in number: Int) {
    let (reaction, probe) = state.withLock { state -> (ProbeScript.Reaction, WebSocketProbe?) in
      guard state.run?.number == number else { return (.wait, nil) }
      return (state.run?.script.reaction(to: incoming) ?? .wait, state.probe)
    }
    switch reaction {
    case .wait: break
    case .say(let bytes): probe?.send(bytes)
    case .passed: end(number, broken: nil, reason: "")
    case .failed(let reason, let storeRefused):
      end(number, broken: storeRefused ? .store : brokenStage(in: number), reason: reason)
    }
  }

  private func giveUp(_ number: Int) {
    end(number, broken: brokenStage(in: number), reason: "no answer in time")
  }

  /// A commit that hangs holds up everything before it; otherwise it is the first stage that was not reached.
  private func brokenStage(in number: Int) -> Stage {
    if let age = plan.commitAge(), age > Self.longCommit { return .store }
    return marks.firstMissing(state.withLock { $0.run?.script.conversation })
  }

  private func end(_ number: Int, broken: Stage?, reason: String) {
    let ended = state.withLock { state -> (probe: WebSocketProbe, isNews: Bool, milliseconds: Int)? in
      guard let run = state.run, run.number == number, let probe = state.probe else { return nil }
      state.run = nil
      let milliseconds = Int((run.begunAt.duration(to: .now) / .milliseconds(1)).rounded())
      let isNews = state.health.record(broken, at: .now(), milliseconds: milliseconds)
      return (probe, isNews, milliseconds)
    }
    guard let ended else { return }
    ended.probe.hangUp()
    guard ended.isNews else { return }
    if let broken {
      logger.error(
        "the watchdog got no reply",
        metadata: ["stage": "\(broken.rawValue)", "reason": "\(reason)", "milliseconds": "\(ended.milliseconds)"])
    } else {
      logger.notice("the watchdog got its reply", metadata: ["milliseconds": "\(ended.milliseconds)"])
    }
  }
}

extension Duration {
  fileprivate var dispatched: DispatchTimeInterval { .milliseconds(Int(self / .milliseconds(1))) }
}
