import CLibWebSockets

/// One WebSocket: what has come in of a message, what waits to go out. Service thread only.
final class WebSocketConnection {
  static let restarting: UInt16 = 4000
  static let outboxFull: UInt16 = 4008
  static let tooLarge: UInt16 = 4509
  static let unsupportedData: UInt16 = 1003

  let id: ConnectionID
  private var incoming: [UInt8] = []
  private var outbox: [[UInt8]] = []
  /// How many frames at the front of the outbox have been written.
  private var written = 0
  private var outboxBytes = 0
  private var listeners: [@Sendable () -> Void] = []
  private(set) var closing: (code: UInt16, reason: String)?
  var heartbeat: Heartbeat
  /// Set when a ping is to be written.
  var owesPing = false

  init(id: ConnectionID, beat: Int) {
    self.id = id
    heartbeat = Heartbeat(beat: beat)
  }

  // MARK: In

  enum Reception {
    case partial
    case message([UInt8])
    case refused
  }

  /// Joins the fragments of a message.
  func receive(_ bytes: UnsafeRawBufferPointer, isFinal: Bool, isBinary: Bool, limit: Int) -> Reception {
    guard closing == nil else { return .partial }
    guard !isBinary else {
      requestClose(code: Self.unsupportedData, reason: "text only", droppingOutbox: false)
      return .refused
    }
    guard incoming.count + bytes.count <= limit else {
      incoming = []
      requestClose(code: Self.tooLarge, reason: "frame too large", droppingOutbox: false)
      return .refused
    }
    incoming.append(contentsOf: bytes)
    guard isFinal else { return .partial }
    defer { incoming = [] }
    return .message(incoming)
  }

  // MARK: Out

  /// Queues a message; over the bounds the reader is too slow and is told to come back. The last message may go past
  /// the bound on bytes: one that is larger than it must get through too.
  func queue(_ bytes: [UInt8], limit: WebServerConfiguration) {
    guard closing == nil else { return }
    guard outboxBytes <= limit.outboxBytes, waitingFrames < limit.outboxFrames else {
      requestClose(code: Self.outboxFull, reason: "you read too slowly", droppingOutbox: true)
      return
    }
    outbox.append(bytes)
    outboxBytes += bytes.count
  }

  func requestClose(code: UInt16, reason: String, droppingOutbox: Bool = false) {
    if closing == nil { closing = (code, reason) }
    guard droppingOutbox else { return }
    outbox = []
    written = 0
    outboxBytes = 0
  }

  /// Calls `body` when the outbox is empty.
  func tell(_ body: @escaping @Sendable () -> Void) {
    guard hasMore else { return body() }
    listeners.append(body)
  }

  /// To be called after each write.
  func tellIfEmpty() {
    guard !hasMore, !listeners.isEmpty else { return }
    let told = listeners
    listeners = []
    for body in told { body() }
  }

  var waitingFrames: Int { outbox.count - written }

  var hasMore: Bool { waitingFrames > 0 }

  /// The next message to write.
  func next() -> [UInt8]? {
    guard hasMore else { return nil }
    let bytes = outbox[written]
    outbox[written] = []
    written += 1
    outboxBytes -= bytes.count
    if !hasMore {
      outbox.removeAll(keepingCapacity: outbox.capacity <= 64)
      written = 0
    }
    return bytes
  }
}
