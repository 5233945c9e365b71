import Foundation
import Glibc

/// What a test client can run into.
package enum ClientError: Error, Equatable {
  case cannotConnect
  case refused(status: Int, body: String)
  case timedOut(waitingFor: String)
  case closed
}

/// A blocking TCP socket to a port of this machine. Reads give up after 10 seconds.
package final class SocketClient: Sendable {
  private let descriptor: Int32

  package init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw ClientError.cannotConnect }
  }

  deinit { Glibc.close(descriptor) }

  package func write(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { throw ClientError.closed }
      sent += count
    }
  }

  /// The next bytes; empty at the end of the stream.
  package func read() throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count >= 0 else { throw ClientError.timedOut(waitingFor: "bytes") }
    return Array(buffer.prefix(count))
  }

  /// Everything up to the end of the stream.
  package func readToEnd() throws -> [UInt8] {
    var all: [UInt8] = []
    while true {
      let bytes = try read()
      if bytes.isEmpty { return all }
      all += bytes
    }
  }

  /// Cuts the connection without a goodbye.
  package func cut() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
