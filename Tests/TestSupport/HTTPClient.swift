import Foundation

/// One HTTP exchange over a fresh socket, as literal as a test needs it.
package struct HTTPReply: Sendable {
  package let status: Int
  package let head: String
  package let body: [UInt8]

  package init(status: Int, head: String, body: [UInt8]) {
    self.status = status
    self.head = head
    self.body = body
  }

  package var text: String { String(decoding: body, as: UTF8.self) }

  package var json: [String: Any] {
    ((try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any]) ?? [:]
  }

  package func header(_ name: String) -> String? {
    head.components(separatedBy: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
      .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
  }
}

package enum HTTPClient {
  /// Sends a request and reads the reply to the end of the connection.
  package static func request(
    _ method: String, _ path: String, port: Int, headers: [String: String] = [:], body: String = ""
  ) throws -> HTTPReply {
    var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"]
    if !body.isEmpty {
      lines += ["Content-Length: \(body.utf8.count)"]
      if headers["Content-Type"] == nil { lines.append("Content-Type: application/json") }
    }
    lines += headers.map { "\($0.key): \($0.value)" }
    let socket = try SocketClient(port: port)
    try socket.write(Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))
    return try reply(socket.readToEnd())
  }

  package static func reply(_ bytes: [UInt8]) throws -> HTTPReply {
    let separator: [UInt8] = [13, 10, 13, 10]
    guard bytes.count >= 4, let end = (0...bytes.count - 4).first(where: { Array(bytes[$0..<$0 + 4]) == separator })
    else { throw ClientError.closed }
    let head = String(decoding: bytes[..<end], as: UTF8.self)
    let status = Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0
    return HTTPReply(status: status, head: head, body: Array(bytes[(end + 4)...]))
  }

  /// Signs in and gives the `Cookie` header's value.
  package static func signIn(_ name: String, _ password: String = "frontdesk-demo", port: Int) throws -> String {
    let reply = try request(
      "POST", "/api/v1/sign-in", port: port, body: #"{"name":"\#(name)","password":"\#(password)"}"#)
    guard reply.status == 200, let cookie = reply.header("Set-Cookie")?.split(separator: ";").first else {
      throw ClientError.refused(status: reply.status, body: reply.text)
    }
    return String(cookie)
  }
}
