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

  private struct State {
    var waiting: [Int: (deadline: ContinuousClock.Instant, giveUp: @Sendable () -> Void)] = [:]
    var lastNumber = 0
  }

  private let state = Mutex(State())

  /// What `work` gives, or nil when `deadline` passes first; a value that comes too late is dropped.
  func value<Value: Sendable>(
    by deadline: ContinuousClock.Instant, of work: @escaping @Sendable () -> Value
  ) async -> Value? {
    await withCheckedContinuation { continuation in
      let number = expect(by: deadline) { continuation.resume(returning: nil) }
      Task {
        let value = work()
        guard state.withLock({ $0.waiting.removeValue(forKey: number) }) != nil else { return }
        continuation.resume(returning: value)
      }
    }
  }

  private func expect(by deadline: ContinuousClock.Instant, giveUp: @escaping @Sendable () -> Void) -> Int {
    state.withLock { state in
      state.lastNumber += 1
      state.waiting[state.lastNumber] = (deadline, giveUp)
      return state.lastNumber
    }
  }

  /// Gives up what should be done by now.
  func giveUpLate(now: ContinuousClock.Instant) {
    let late = state.withLock { state in
      let late = state.waiting.filter { $0.value.deadline <= now }
      for number in late.keys { state.waiting[number] = nil }
      return late
    }
    for (_, giveUp) in late.values { giveUp() }
  }

  /// Has every conversation whose deadline has passed do something about it.
  func remind(_ hub: ConversationHub, _ database: Database, at: Timestamp) async throws {
    for id in try await database.read({ try ConversationStore($0).overdue(at: at, limit: Self.pageLimit) }) {
      hub.post(.overdue, to: id)
    }
  }
}
