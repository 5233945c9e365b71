import TestSupport
import Testing
import WebServer

/// Who answers pings stays, however little they say; who does not is given up.
@Suite(.timeLimit(.minutes(1)))
struct HeartbeatTests {
  private static func server() throws -> EchoServer {
    var configuration = WebServerConfiguration()
    configuration.pingSeconds = 1
    configuration.pongSeconds = 2
    configuration.requestSeconds = 2
    return try EchoServer(configuration)
  }

  @Test("A peer that says nothing but pongs stays connected past several deadlines")
  func quiet() async throws {
    let server = try Self.server()
    let client = try WebSocketClient(port: server.port)
    #expect(await client.next(within: 8) == nil)
    try client.send("still here")
    #expect(await client.next() == .text("still here"))
    await server.stop()
  }

  @Test("A peer that does not answer a ping is given up after the deadline, and not before it was pinged")
  func dead() async throws {
    let server = try Self.server()
    let peer = try SocketClient(port: server.port)
    let head = [
      "GET /chat HTTP/1.1", "Host: 127.0.0.1", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol: frontdesk.v1", "", "",
    ]
    try peer.write(Array(head.joined(separator: "\r\n").utf8))
    let received = try await offPool { try peer.readToEnd() }
    // The head of the answer, then the first byte of a ping's frame.
    #expect(String(decoding: received, as: UTF8.self).hasPrefix("HTTP/1.1 101"))
    #expect(received.contains(0x89))
    #expect(server.open.isEmpty)
    await server.stop()
  }

  @Test("A peer that connects and asks for nothing is given up")
  func mute() async throws {
    let server = try Self.server()
    let peer = try SocketClient(port: server.port)
    #expect(try await offPool { try peer.readToEnd() }.isEmpty)
    await server.stop()
  }
}
