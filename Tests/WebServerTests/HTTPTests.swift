import Foundation
import TestSupport
import Testing
import WebServer

@Suite(.serialized, .timeLimit(.minutes(1)))
struct HTTPTests {
  private func exchange(_ text: String, with server: EchoServer) async throws -> [HTTPReply] {
    let port = server.port
    return try await offPool {
      let socket = try SocketClient(port: port)
      try socket.write(Array(text.utf8))
      return try replies(socket.readToEnd())
    }
  }

  @Test("A request that is sent before the answer to another ends the connection after that answer")
  func pipelined() async throws {
    let server = try EchoServer()
    let requests = (0..<20).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
    #expect(try await exchange(requests, with: server).map(\.text) == ["GET /0\n"])
    await server.stop()
  }

  @Test(
    "A request with a body that is sent before the answer to another ends the connection, and holds up nobody",
    arguments: [2, 70, 20_000])
  func pipelinedBody(length: Int) async throws {
    let server = try EchoServer()
    let body = String(repeating: "x", count: length)
    let post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n\(body)"
    let all = try await exchange("GET /first HTTP/1.1\r\nHost: a\r\n\r\n" + post, with: server)
    #expect(all.map(\.text) == ["GET /first\n"])
    let next = try await exchange("GET /next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", with: server)
    #expect(next.map(\.text) == ["GET /next\n"])
    #expect(server.posts == 0)
    await server.stop()
  }

  @Test("One request after the other on one connection, with and without a body")
  func oneByOne() async throws {
    let server = try EchoServer()
    let port = server.port
    let texts = try await offPool {
      let socket = try SocketClient(port: port)
      return try [("POST", "hi"), ("POST", ""), ("GET", ""), ("PUT", "x"), ("DELETE", "")].map { method, body in
        let length = method == "GET" ? "" : "Content-Length: \(body.utf8.count)\r\n"
        try socket.write(Array("\(method) /a HTTP/1.1\r\nHost: a\r\n\(length)\r\n\(body)".utf8))
        return try reply(from: socket).text
      }
    }
    #expect(texts == ["POST /a\nhi", "POST /a\n", "GET /a\n", "PUT /a\nx", "DELETE /a\n"])
    #expect(server.posts == 2)
    await server.stop()
  }

  @Test("A body of a megabyte is taken in parts and given back in parts, whole")
  func large() async throws {
    let server = try EchoServer()
    let port = server.port
    let body = String(repeating: "0123456789abcdef", count: 1 << 16)
    let reply = try await offPool { try HTTPClient.request("POST", "/", port: port, body: body) }
    #expect(reply.text == "POST /\n" + body)
    let over = try await offPool { [over] in try HTTPClient.request("POST", "/", port: port, headers: over) }
    #expect(over.status == 413)
    await server.stop()
  }

  private let over = ["Content-Length": "1048577"]

  @Test(
    "A length that is none, or chunks, end the connection with an error",
    arguments: [
      ("Content-Length: -5", 413), ("Content-Length: 5, 6", 413), ("Content-Length: 99999999999999999999999", 413),
      ("Content-Length: 0\r\nContent-Length: 6", 413), ("Transfer-Encoding: chunked", 411),
    ])
  func lengths(header: String, status: Int) async throws {
    let server = try EchoServer()
    let all = try await exchange(
      "POST / HTTP/1.1\r\nHost: a\r\n\(header)\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n", with: server)
    #expect(all.map(\.status) == [status])
    #expect(server.posts == 0)
    await server.stop()
  }

  @Test("A body that takes too long ends the connection")
  func slowBody() async throws {
    var configuration = WebServerConfiguration()
    configuration.bodySeconds = 0
    let server = try EchoServer(configuration)
    let all = try await exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nx", with: server)
    #expect(all.isEmpty)
    #expect(server.posts == 0)
    await server.stop()
  }

  @Test("Stopping answers the requests that are being worked on")
  func stopping() async throws {
    let (asked, answer) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
    let server = try EchoServer(respond: { request in
      asked.continuation.yield()
      for await _ in answer.stream { break }
      return EchoServer.echo(request)
    })
    let client = try WebSocketClient(port: server.port)
    async let all = exchange("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", with: server)
    for await _ in asked.stream { break }
    async let stopped: Void = server.stop(drain: .seconds(10))
    #expect(await client.next() == .closed(4000))
    while !server.open.isEmpty { await Task.yield() }
    answer.continuation.yield()
    #expect(try await all.map(\.text) == ["GET /a\n"])
    await stopped
  }

  @Test("HEAD has the length and no body, and the connection goes on")
  func head() async throws {
    let server = try EchoServer()
    let bytes = try await offPool { [port = server.port] in
      let socket = try SocketClient(port: port)
      try socket.write(Array("HEAD /abc HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".utf8))
      return try socket.readToEnd()
    }
    let reply = try HTTPClient.reply(bytes)
    #expect(reply.header("Content-Length") == "10")
    #expect(reply.body.isEmpty)
    await server.stop()
  }

  @Test("A header's value cannot begin another header")
  func injection() async throws {
    let server = try EchoServer(respond: { _ in
      HTTPResponse(status: 200, headers: [("X-A", "one\r\nX-B: two")], body: [65])
    })
    let reply = try #require(
      try await exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", with: server).first)
    #expect(reply.header("X-B") == nil)
    #expect(reply.header("X-A") == "oneX-B: two")
    await server.stop()
  }

  @Test(
    "Only GET with WebSocket version 13, the path and the subprotocol are upgraded",
    arguments: [
      ("POST /chat", "websocket", "13", "frontdesk.v1", 400), ("GET /chat", "h2c", "13", "frontdesk.v1", 400),
      ("GET /chat", "websocket", "8", "frontdesk.v1", 400), ("GET /other", "websocket", "13", "frontdesk.v1", 404),
      ("GET /chat", "websocket", "13", "other", 400), ("GET /chat", "websocket", "13", "http", 400),
    ])
  func upgrades(line: String, upgrade: String, version: String, subprotocol: String, status: Int) async throws {
    let server = try EchoServer()
    let head = [
      "\(line) HTTP/1.1", "Host: a", "Upgrade: \(upgrade)", "Connection: Upgrade", "Sec-WebSocket-Version: \(version)",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol: \(subprotocol)",
    ]
    let port = server.port
    let answer = try await offPool {
      let socket = try SocketClient(port: port)
      try socket.write(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8))
      return try reply(from: socket)
    }
    #expect(answer.status == status)
    #expect(server.opened == 0)
    await server.stop()
  }
}
