import Dispatch
import Foundation
import Synchronization

/// Shares pieces of work among threads. They have the priority of the caller, which Dispatch's would not.
enum WorkerThreads {
  /// One for each core when `wanted` is 0.
  static func count(wanted: Int) -> Int { wanted > 0 ? wanted : ProcessInfo.processInfo.activeProcessorCount }

  /// The results of `body` for 0 ..< `count`, in that order, computed by at most `threads` threads.
  static func results<Value: Sendable>(
    _ count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Value
  ) -> [Value] {
    let found = Found<Value>(count: count)
    concurrently(max(1, min(threads, count))) {
      while let number = found.next(of: count) {
        let value = body(number)
        found.values.withLock { $0[number] = value }
      }
    }
    return found.values.withLock { $0.compactMap(\.self) }
  }

  /// The results of `body` for 0 ..< `count`, in that order, when each takes little: in pieces of many.
  static func rows<Value: Sendable>(
    _ count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Value
  ) -> [Value] {
    let size = 512
    let pieces = results((count + size - 1) / size, threads: threads) { piece in
      (piece * size..<min(count, (piece + 1) * size)).map(body)
    }
    return Array(pieces.joined())
  }

  private final class Found<Value: Sendable>: Sendable {
    let values: Mutex<[Value?]>
    private let begun = Mutex(0)

    init(count: Int) { values = Mutex(Array(repeating: nil, count: count)) }

    func next(of count: Int) -> Int? {
      begun.withLock { begun in
        guard begun < count else { return nil }
        begun += 1
        return begun - 1
      }
    }
  }

  private static func concurrently(_ count: Int, _ body: @escaping @Sendable () -> Void) {
    let others = DispatchGroup()
    for _ in 1..<count {
      others.enter()
      Thread {
        body()
        others.leave()
      }.start()
    }
    body()
    others.wait()
  }
}
