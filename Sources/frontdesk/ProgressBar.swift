import Foundation
import Synchronization

/// A bar on standard error for work that takes more than a second; nothing where that is no terminal.
final class ProgressBar: Sendable {
  private struct State {
    var share = 0.0
    var drawn: ContinuousClock.Instant?
  }

  private let title: String
  private let start = ContinuousClock.now
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let state = Mutex(State())

  init(_ title: String) { self.title = title }

  /// Any thread may say how much is done, 0 ... 1; the bar never goes back.
  func show(_ share: Double) {
    guard isTerminal else { return }
    let now = ContinuousClock.now
    state.withLock { state in
      state.share = min(1, max(state.share, share))
      guard now - start > .seconds(1), state.drawn.map({ now - $0 > .milliseconds(100) }) ?? true else { return }
      state.drawn = now
      let full = Int(state.share * 30)
      let bar = String(repeating: "█", count: full) + String(repeating: "░", count: 30 - full)
      write("\r\(title) \(bar) \(Int(state.share * 100)) %")
    }
  }

  /// Takes the bar away.
  func finish() {
    state.withLock { state in
      if state.drawn != nil { write("\r\u{1B}[K") }
      state.drawn = nil
    }
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
