import Dispatch
import Foundation

/// SIGTERM and SIGINT, heard from the moment that this is made; before it they end the process.
struct StopSignals {
  private let signals: AsyncStream<Int32>
  private let sources: [any DispatchSourceSignal]

  /// Returns when both are heard, so that whoever is told afterwards that the server runs may stop it at once.
  init() async {
    let (signals, continuation) = AsyncStream.makeStream(of: Int32.self)
    self.signals = signals
    var sources: [any DispatchSourceSignal] = []
    for number in [SIGTERM, SIGINT] {
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { continuation.yield(number) }
      await withCheckedContinuation { registered in
        source.setRegistrationHandler { registered.resume() }
        source.resume()
      }
      sources.append(source)
    }
    self.sources = sources
  }

  /// Waits for the first of them.
  func wait() async {
    for await _ in signals { break }
  }

  /// From here they end the process again.
  func end() {
    for source in sources { source.cancel() }
  }
}
