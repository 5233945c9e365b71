import Foundation
import Synchronization
import TestSupport
import Testing
import WebServer

@Suite(.serialized, .timeLimit(.minutes(1)))
struct WebSocketTests {
  private func text(_ incoming: WebSocketClient.Incoming?) -> String? {
    if case .text(let text) = incoming { text } else { nil }
  }

  @Test("Messages of each of several senders arrive in the order of their calls")
  func order() async throws {
    let server = try EchoServer()
    let client = try WebSocketClient(port: server.port)
    try client.send("ready")
    #expect(text(await client.next()) == "ready")
    let connection = try #require(server.open.first)
    await withTaskGroup(of: Void.self) { group in
      for sender in 0..<4 {
        group.addTask {
          for number in 0..<500 { server.send(Array("\(sender) \(number)".utf8), to: connection) }
        }
      }
    }
    var numbers: [[Int]] = Array(repeating: [], count: 4)
    for _ in 0..<2_000 {
      let parts = try #require(text(await client.next())).split(separator: " ").compactMap { Int($0) }
      numbers[parts[0]].append(parts[1])
    }
    #expect(numbers.allSatisfy { $0 == Array(0..<500) })
    await server.stop()
  }

  @Test("A reader who is too slow is closed with 4008; another beside it gets everything")
  func slowReader() async throws {
    var configuration = WebServerConfiguration()
    configuration.outboxBytes = 100_000
    let server = try EchoServer(configuration)
    let slow = try SlowReader(port: server.port)
    while server.opened < 1 { await Task.yield() }
    let victim = try #require(server.open.first)
    let fast = try WebSocketClient(port: server.port)
    let block = [UInt8](repeating: 120, count: 20_000)
    for number in 0..<1_000 {
      server.send(block, to: victim)
      guard number.isMultiple(of: 50) else { continue }
      try fast.send("\(number)")
      #expect(text(await fast.next()) == "\(number)")
    }
    let end = try await offPool { try slow.closeCode() }
    #expect(end == 4008)
    await server.stop()
  }

  @Test("One message larger than the bound on the outbox arrives")
  func largeMessage() async throws {
    var configuration = WebServerConfiguration()
    configuration.outboxBytes = 1_000
    let server = try EchoServer(
      configuration,
      received: { server, id, _ in
        server.send(Array("first".utf8), to: id)
        server.send([UInt8](repeating: 120, count: 3 << 20), to: id)
      })
    let client = try WebSocketClient(port: server.port)
    try client.send("go")
    #expect(text(await client.next()) == "first")
    #expect(text(await client.next())?.utf8.count == 3 << 20)
    await server.stop()
  }

  @Test("Two thousand connections that come and go, some half-way, leave none behind")
  func churn() async throws {
    let server = try EchoServer()
    let port = server.port
    try await offPool {
      for number in 0..<2_000 {
        let socket = try SocketClient(port: port)
        switch number % 4 {
        case 0: continue
        case 1: try socket.write(Array("GET /chat HTTP/1.1\r\nHost: a\r\nUpgr".utf8))
        default:
          try socket.write(SlowReader.upgrade)
          if number % 4 == 3 { _ = try socket.read() }
        }
      }
    }
    let last = try WebSocketClient(port: port)
    try last.send("still here")
    #expect(text(await last.next()) == "still here")
    #expect(server.opened > 500)
    while server.open.count > 1 { await Task.yield() }
    last.cut()
    while !server.open.isEmpty { await Task.yield() }
    await server.stop()
  }

  @Test("Stopping writes what is queued, closes with 4000 and tells of every connection once")
  func stop() async throws {
    let server = try EchoServer()
    let clients = try (0..<50).map { _ in try WebSocketClient(port: server.port) }
    while server.open.count < 50 { await Task.yield() }
    for connection in server.open { server.send(Array("goodbye".utf8), to: connection) }
    await server.stop()
    for client in clients {
      #expect(text(await client.next()) == "goodbye")
      #expect(await client.next() == .closed(4000))
    }
    #expect(server.open.isEmpty)
    await server.stop()
  }
}

/// A WebSocket on which nobody reads until the end.
private final class SlowReader: Sendable {
  static let upgrade = Array(
    ("GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: frontdesk.v1\r\n\r\n").utf8)

  private let socket: SocketClient

  init(port: Int) throws {
    socket = try SocketClient(port: port)
    try socket.write(Self.upgrade)
  }

  /// Reads to the end; the code of a close frame at the end, whose payload is the code and a reason.
  func closeCode() throws -> Int? {
    let bytes = try socket.readToEnd()
    let reason = Array("you read too slowly".utf8)
    guard bytes.count > reason.count + 2, Array(bytes.suffix(reason.count)) == reason else { return nil }
    let code = bytes.dropLast(reason.count).suffix(2)
    return code.reduce(0) { $0 << 8 | Int($1) }
  }
}
