import CLibWebSockets

/// One request and its response on a connection that may carry more. Service thread only.
final class HTTPExchange {
  private static let chunk = 32_768

  let number: UInt64
  let begunAt = ContinuousClock.now
  var request: HTTPRequest
  var response: HTTPResponse?
  /// Set when the rest of the request was not read, so that the connection cannot be used again.
  var mustClose = false
  /// Set when a task has the request; libwebsockets tells of the end of an empty body too.
  var isAsked = false
  /// Set when libwebsockets has told of the end of the body.
  var hasEnded = false
  private var headersSent = false
  private var sent = 0

  init(number: UInt64, request: HTTPRequest) {
    self.number = number
    self.request = request
  }

  enum Progress { case more, done, failed }

  /// Writes the head, then the body in parts, one a call.
  func write(to wsi: OpaquePointer, in loop: ServiceLoop) -> Progress {
    guard let response else { return .more }
    let hasBody = request.method != "HEAD" && !response.body.isEmpty
    guard headersSent else {
      headersSent = true
      guard writeHead(of: response, to: wsi) else { return .failed }
      return hasBody ? .more : .done
    }
    let end = min(sent + Self.chunk, response.body.count)
    let isLast = end == response.body.count
    let status = loop.withWritable(response.body[sent..<end]) { pointer, count in
      lws_write(wsi, pointer, count, isLast ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP)
    }
    sent = end
    guard status >= 0 else { return .failed }
    return isLast ? .done : .more
  }

  private func writeHead(of response: HTTPResponse, to wsi: OpaquePointer) -> Bool {
    let head = Int(frontdesk_lws_pre)
    let room = 2_048 + response.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 8 }
    var buffer = [UInt8](repeating: 0, count: head + room)
    return buffer.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return false }
      let start = base + head
      var position: UnsafeMutablePointer<UInt8>? = start
      let end = start + room
      guard lws_add_http_header_status(wsi, UInt32(response.status), &position, end) == 0 else { return false }
      for header in response.headers where !add(header, to: wsi, &position, end) { return false }
      if response.status != 304, response.status != 204 {
        guard lws_add_http_header_content_length(wsi, UInt64(response.body.count), &position, end) == 0
        else { return false }
      }
      return lws_finalize_write_http_header(wsi, start, &position, end) == 0
    }
  }

  private func add(
    _ header: (name: String, value: String), to wsi: OpaquePointer,
    _ position: inout UnsafeMutablePointer<UInt8>?, _ end: UnsafeMutablePointer<UInt8>
  ) -> Bool {
    let name = Array((header.name.lowercased() + ":").utf8) + [0]
    // A line break in a value would begin a header of the sender's choice.
    let value = header.value.utf8.filter { $0 != 13 && $0 != 10 }
    return lws_add_http_header_by_name(wsi, name, value, Int32(value.count), &position, end) == 0
  }
}
