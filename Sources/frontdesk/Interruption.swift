import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and SIGTERM while a command computes: its bar is taken away, no file is left half written, and the process
/// ends with 128 and the number of the signal, 130 for Ctrl-C.
struct Interruption {
  private let writing = Writing()
  private let sources: [any DispatchSourceSignal]

  /// Held while a file is written.
  private final class Writing: Sendable {
    let lock = Mutex(())
  }

  /// Heard from here until `end`.
  ///
  /// - Parameter bar: the bar to take away.
  init(_ bar: ProgressBar) {
    let registered = DispatchGroup()
    sources = [SIGINT, SIGTERM].map { [writing] number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
      source.setEventHandler {
        writing.lock.withLock { _ in
          bar.finish()
          _exit(128 + number)
        }
      }
      registered.enter()
      source.setRegistrationHandler { registered.leave() }
      source.resume()
      return source
    }
    registered.wait()
  }

  /// Writes a file that is either there whole or not at all; an end waits for it.
  func write(_ data: Data, to path: String) throws {
    do {
      try writing.lock.withLock { _ in try data.write(to: URL(filePath: path), options: .atomic) }
    } catch {
      throw CommandFailure("\(path): cannot be written: \(error.localizedDescription)")
    }
  }

  /// From here the signals end the process as they do by themselves.
  func end() {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }
}
