import CRM
import CoreMetrics
import Dialogue
import Synchronization
import WebServer

/// What connections and conversations tell of their work: figures for /metrics, and for the watchdog how far its own message
/// has come. The watchdog's traffic is in no figure.
final class Telemetry: Sendable {
  let marks = StageMarks()
  private let turns = Mutex<[Verdict.Outcome: Counter]>([:])
  private let refusals = Mutex<[ErrorCode: Counter]>([:])
  private let turnDuration = CoreMetrics.Timer(label: "frontdesk_turn_duration_seconds")
  private let queueWait = CoreMetrics.Timer(label: "frontdesk_queue_wait_seconds")

  /// The watchdog's message has come so far.
  func reached(_ stage: Stage, in conversation: String) { marks.add(stage, conversation) }

  /// The bot has made up its mind about a message.
  func decided(in record: ConversationRecord) {
    if record.isSynthetic { reached(.bot, in: record.id) }
  }

  /// A change of a conversation is on disk.
  func committed(from before: ConversationRecord, to after: ConversationRecord, at: Timestamp) {
    if after.isSynthetic { return marks.addStore(after.id) }
    guard before.status == .queued, after.status == .agent, let since = before.queuedAt else { return }
    queueWait.recordMilliseconds(max(0, at.milliseconds - since.milliseconds))
  }

  /// What was decided about messages of which the last was read at `arrival` is on disk.
  func answered(_ outcome: Verdict.Outcome, in record: ConversationRecord, arrival: ContinuousClock.Instant?) {
    guard !record.isSynthetic else { return }
    let counter = turns.withLock { turns in
      Self.counter(&turns, outcome, "frontdesk_turns_total", ("outcome", outcome.rawValue))
    }
    counter.increment()
    guard let arrival else { return }
    let elapsed = arrival.duration(to: .now).components
    turnDuration.recordNanoseconds(elapsed.seconds * 1_000_000_000 + elapsed.attoseconds / 1_000_000_000)
  }

  /// A client is told an error.
  func refused(_ code: ErrorCode) {
    let counter = refusals.withLock { refusals in
      Self.counter(&refusals, code, "frontdesk_refused_frames_total", ("code", "\(code.rawValue)"))
    }
    counter.increment()
  }

  private static func counter<Key: Hashable>(
    _ counters: inout [Key: Counter], _ key: Key, _ name: String, _ label: (String, String)
  ) -> Counter {
    if let counter = counters[key] { return counter }
    let counter = Counter(label: name, dimensions: [label])
    counters[key] = counter
    return counter
  }
}
