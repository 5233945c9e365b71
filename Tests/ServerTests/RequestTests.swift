import Foundation
import TestSupport
import Testing

/// HTTP requests that are out of the ordinary and still get exactly one answer.
@Suite(.serialized)
struct RequestTests {
  let server: TestServer

  init() throws { server = try TestServer("--demo") }

  @Test("A POST that says its body is empty is carried out once")
  func emptyBody() throws {
    let cookie = ["Cookie": try HTTPClient.signIn("wei", port: server.port)]
    func numbers() throws -> [Int] {
      let reply = try HTTPClient.request("GET", "/api/v1/releases", port: server.port, headers: cookie)
      return (reply.json["releases"] as? [[String: Any]] ?? []).compactMap { $0["number"] as? Int }
    }
    let before = try numbers()
    let reply = try HTTPClient.request(
      "POST", "/api/v1/releases", port: server.port, headers: cookie.merging(["Content-Length": "0"]) { $1 })
    #expect(reply.status == 201)
    #expect(try numbers() == [before.count + 1] + before)
  }

  @Test("A name with a NUL in it is not the name before the NUL")
  func nul() throws {
    let cases = [#"{"name":"lin\u0000x","password":"frontdesk-demo"}"#, #"{"name":"lin","password":"\u0000"}"#]
    for body in cases {
      let reply = try HTTPClient.request("POST", "/api/v1/sign-in", port: server.port, body: body)
      #expect(reply.status == 400)
      #expect((reply.json["error"] as? [String: Any])?["code"] as? Int == 101)
    }
    let escaped = #"{"name":"lin\\u0000","password":"frontdesk-demo"}"#
    #expect(try HTTPClient.request("POST", "/api/v1/sign-in", port: server.port, body: escaped).status == 401)
  }

  @Test("Trainers who publish at once get one release after the other")
  func publishTogether() async throws {
    let cookie = try HTTPClient.signIn("wei", port: server.port)
    let port = server.port
    let numbers = try await withThrowingTaskGroup(of: Int?.self) { group in
      for _ in 0..<3 {
        group.addTask {
          let socket = try PendingRequest("POST", "/api/v1/releases", port: port, cookie: cookie, body: "{}")
          return try await socket.reply().json.releaseNumber
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(numbers.compactMap { $0 }.sorted() == [2, 3, 4])
    let list = try HTTPClient.request("GET", "/api/v1/releases", port: port, headers: ["Cookie": cookie])
    #expect(list.json["current"] as? Int == 4)
  }
}

extension [String: Any] {
  fileprivate var releaseNumber: Int? { (self["release"] as? [String: Any])?["number"] as? Int }
}

/// A request that is on its way; its reply is read on a thread that serves no task.
private struct PendingRequest {
  private let socket: SocketClient

  init(_ method: String, _ path: String, port: Int, cookie: String, body: String) throws {
    let head = [
      "\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close", "Cookie: \(cookie)",
      "Content-Type: application/json", "Content-Length: \(body.utf8.count)",
    ]
    socket = try SocketClient(port: port)
    try socket.write(Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))
  }

  func reply() async throws -> HTTPReply {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try HTTPClient.reply(socket.readToEnd()) })
      }
    }
  }
}
