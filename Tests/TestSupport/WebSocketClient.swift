import Foundation
import Synchronization

/// A WebSocket client (RFC 6455) that shows its owner every frame as it came.
///
/// A thread of its own reads the socket, so that waiting for a frame blocks no task.
package final class WebSocketClient: Sendable {
  package enum Incoming: Sendable, Equatable {
    case text(String)
    /// The server closed with this code; nil without a close frame.
    case closed(Int?)
  }

  private struct Queue {
    var arrived: [Incoming] = []
    var waiting: CheckedContinuation<Incoming?, Never>?
  }

  private let socket: SocketClient
  private let queue = Mutex(Queue())

  /// Connects and upgrades.
  /// - Throws: `ClientError.refused` with the HTTP status when the server does not upgrade.
  package init(
    port: Int, path: String = "/chat", subprotocol: String? = "frontdesk.v1", headers: [String: String] = [:]
  ) throws {
    socket = try SocketClient(port: port)
    var lines = [
      "GET \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Upgrade: websocket", "Connection: Upgrade",
      "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]
    if let subprotocol { lines.append("Sec-WebSocket-Protocol: \(subprotocol)") }
    lines += headers.map { "\($0.key): \($0.value)" }
    try socket.write(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
    var head: [UInt8] = []
    while !Self.hasHead(head) {
      let bytes = try socket.read()
      guard !bytes.isEmpty else { throw ClientError.closed }
      head += bytes
    }
    let text = String(decoding: head, as: UTF8.self)
    let status = Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0
    guard status == 101 else {
      throw ClientError.refused(status: status, body: text.components(separatedBy: "\r\n\r\n").dropFirst().joined())
    }
    let rest = Self.afterHead(head)
    let thread = Thread { [self] in readFrames(rest) }
    thread.start()
  }

  deinit { socket.cut() }

  private static func hasHead(_ bytes: [UInt8]) -> Bool { headEnd(bytes) != nil }

  private static func headEnd(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    return (0...bytes.count - 4).first { Array(bytes[$0..<$0 + 4]) == [13, 10, 13, 10] }.map { $0 + 4 }
  }

  private static func afterHead(_ bytes: [UInt8]) -> [UInt8] { headEnd(bytes).map { Array(bytes[$0...]) } ?? [] }

  // MARK: Out

  package func send(_ text: String) throws { try send(opcode: 1, Array(text.utf8)) }

  /// Sends one frame with a masking key of zeros: the payload stands in it as it is.
  package func send(opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true) throws {
    var frame: [UInt8] = [(isFinal ? 0x80 : 0) | opcode]
    switch payload.count {
    case ..<126: frame.append(0x80 | UInt8(payload.count))
    case ..<65_536: frame += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
    default: frame += [0x80 | 127] + (0..<8).reversed().map { UInt8(payload.count >> (8 * $0) & 255) }
    }
    try socket.write(frame + [0, 0, 0, 0] + payload)
  }

  /// Bytes as they are, past all framing.
  package func sendRaw(_ bytes: [UInt8]) throws { try socket.write(bytes) }

  package func cut() { socket.cut() }

  // MARK: In

  /// The next frame; nil after `seconds` without one.
  package func next(within seconds: Double = 30) async -> Incoming? {
    let timeout = Task {
      try await Task.sleep(for: .seconds(seconds))
      give(nil)
    }
    defer { timeout.cancel() }
    return await withCheckedContinuation { continuation in
      let ready = queue.withLock { queue -> Incoming? in
        guard queue.arrived.isEmpty else { return queue.arrived.removeFirst() }
        queue.waiting = continuation
        return nil
      }
      if let ready { continuation.resume(returning: ready) }
    }
  }

  private func give(_ incoming: Incoming?) {
    let waiting = queue.withLock { queue -> CheckedContinuation<Incoming?, Never>? in
      defer { queue.waiting = nil }
      if queue.waiting == nil, let incoming { queue.arrived.append(incoming) }
      return queue.waiting
    }
    waiting?.resume(returning: incoming)
  }

  private func readFrames(_ first: [UInt8]) {
    var buffer = first
    var message: [UInt8] = []
    while true {
      while let frame = Self.frame(in: &buffer) {
        switch frame.opcode {
        case 0, 1:
          message += frame.payload
          guard frame.isFinal else { continue }
          give(.text(String(decoding: message, as: UTF8.self)))
          message = []
        case 8:
          let code = frame.payload.count >= 2 ? Int(frame.payload[0]) << 8 | Int(frame.payload[1]) : nil
          give(.closed(code))
          return
        case 9: try? send(opcode: 10, frame.payload)
        default: continue
        }
      }
      guard let bytes = try? socket.read() else { continue }
      guard !bytes.isEmpty else { return give(.closed(nil)) }
      buffer += bytes
    }
  }

  private static func frame(in buffer: inout [UInt8]) -> (opcode: UInt8, isFinal: Bool, payload: [UInt8])? {
    guard buffer.count >= 2 else { return nil }
    var (length, head) = (Int(buffer[1] & 127), 2)
    if length == 126 {
      guard buffer.count >= 4 else { return nil }
      (length, head) = (Int(buffer[2]) << 8 | Int(buffer[3]), 4)
    } else if length == 127 {
      guard buffer.count >= 10 else { return nil }
      (length, head) = (buffer[2..<10].reduce(0) { $0 << 8 | Int($1) }, 10)
    }
    guard buffer.count >= head + length else { return nil }
    defer { buffer.removeFirst(head + length) }
    return (buffer[0] & 15, buffer[0] & 128 != 0, Array(buffer[head..<head + length]))
  }
}
