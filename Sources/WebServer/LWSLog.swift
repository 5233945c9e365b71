import CLibWebSockets
import Logging
import Synchronization

/// libwebsockets' own log lines, passed on. They tell of sockets and certificates, never of what people wrote.
enum LWSLog {
  private static let logger = Mutex<Logger?>(nil)

  static func route(to target: Logger) {
    logger.withLock { $0 = target }
    lws_set_log_level(Int32(LLL_ERR | LLL_WARN)) { level, line in
      guard let line else { return }
      let text = String(cString: line).split(separator: "\n").joined(separator: " ")
      let logger = LWSLog.logger.withLock { $0 }
      logger?.log(level: level & Int32(LLL_ERR) != 0 ? .warning : .debug, "\(text)")
    }
  }
}
