import Foundation

/// Work beside the conversations: it must never make one of them wait for a processor.
///
/// A quality of service says nothing to Linux; a thread's niceness does, and threads inherit it from the one that starts
/// them. An ordinary user cannot raise it again, so such work gets threads of its own. Whatever holds the store's write
/// lock, or a mutex of the conversations, keeps its priority: those who wait for it would wait longer.
package enum BackgroundWork {
  /// About a tenth of a processor that others want as well, a whole one that nobody wants.
  private static let niceness: Int32 = 10

  /// Runs `body` on a thread of its own.
  static func run<Value: Sendable>(
    yielding: Bool = true, _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread {
        // 0 is the calling thread.
        if yielding { yield(0) }
        continuation.resume(with: Result(catching: body))
      }
      thread.name = "frontdesk-build"
      thread.start()
    }
  }

  /// Lets the whole process, a command beside the server, stand back.
  package static func yieldProcess() {
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
    for thread in threads.compactMap({ id_t($0) }) { yield(thread) }
  }

  /// A thread that stands back further already stays where it is.
  private static func yield(_ thread: id_t) {
    let which = __priority_which_t(PRIO_PROCESS.rawValue)
    setpriority(which, thread, max(getpriority(which, thread), niceness))
  }
}
