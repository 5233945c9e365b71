import CRM
import Database
import Logging
import Synchronization

/// Sees that nobody waits for ever: work that must be done by a time, and conversations whose customer is owed an answer.
final class Deadlines: Sendable {
  /// How often work that must be done is looked at, and after how many such times conversations are.
  static let tick = Duration.milliseconds(250)
  static let ticksPerReminder = 4
  private static let pageLimit = 500

  private struct Wait {
    let deadline: ContinuousClock.Instant
    let giveUp: @Sendable () -> Void
    /// Called once when a whole tick has passed.
    var slow: (@Sendable () -> Void)?
    var ticks = 0
  }

  private struct State {
    var waiting: [Int: Wait] = [:]
    var lastNumber = 0

    /// What to call for all that was there at the last tick already, each once.
    mutating func takeSlow() -> [@Sendable () -> Void] {
      var slow: [@Sendable () -> Void] = []
      for (number, wait) in waiting {
        waiting[number]?.ticks += 1
        guard wait.ticks == 1, let tell = wait.slow else { continue }
        slow.append(tell)
      }
      return slow
    }
  }

  private let state = Mutex(State())

  /// What `work` gives, or nil when `deadline` passes first; a value that comes too late is dropped. `slow` is called
  /// when it takes longer than one or two ticks.
  func value<Value: Sendable>(
    by deadline: ContinuousClock.Instant, slow: (@Sendable () -> Void)? = nil, of work: @escaping @Sendable () -> Value
  ) async -> Value? {
    await withCheckedContinuation { continuation in
      let number = expect(Wait(deadline: deadline, giveUp: { continuation.resume(returning: nil) }, slow: slow))
      Task {
        let value = work()
        guard state.withLock({ $0.waiting.removeValue(forKey: number) }) != nil else { return }
        continuation.resume(returning: value)
      }
    }
  }

  private func expect(_ wait: Wait) -> Int {
    state.withLock { state in
      state.lastNumber += 1
      state.waiting[state.lastNumber] = wait
      return state.lastNumber
    }
  }

  /// Gives up what should be done by now, and tells what is slow.
  func tick(now: ContinuousClock.Instant) {
    let (late, slow) = state.withLock { state in
      let late = state.waiting.filter { $0.value.deadline <= now }
      for number in late.keys { state.waiting[number] = nil }
      return (late.values.map(\.giveUp), state.takeSlow())
    }
    for giveUp in late { giveUp() }
    for tell in slow { tell() }
  }

  /// Has every conversation whose deadline has passed do something about it.
  func remind(_ hub: ConversationHub, _ database: Database, at: Timestamp) async throws {
    for id in try await database.read({ try ConversationStore($0).overdue(at: at, limit: Self.pageLimit) }) {
      hub.post(.overdue, to: id)
    }
  }
}
