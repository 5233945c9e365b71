import Database
import Logging

extension Logger {
  /// Logs what could not be done, and why. What a server that has stopped leaves undone is no fault.
  func fault(_ message: Logger.Message, _ error: any Error, _ metadata: Logger.Metadata = [:]) {
    let level: Logger.Level = if case .closed? = error as? DatabaseError { .debug } else { .error }
    log(level: level, message, metadata: metadata.merging(["error": "\(error)"]) { own, _ in own })
  }
}
