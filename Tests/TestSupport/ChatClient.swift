import Foundation

/// A frame from the server as JSON.
package struct Frame: @unchecked Sendable {
  // Unchecked because the dictionary comes fresh from JSONSerialization and is only read.
  package let fields: [String: Any]

  package init(_ text: String) throws {
    guard let fields = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
      throw ClientError.closed
    }
    self.fields = fields
  }

  package subscript(_ name: String) -> String? { fields[name] as? String }
  package func int(_ name: String) -> Int? { fields[name] as? Int }
  package func object(_ name: String) -> [String: Any] { fields[name] as? [String: Any] ?? [:] }
  package var type: String { self["type"] ?? "" }
  package var kind: String { self["kind"] ?? "" }
}

/// A customer or agent on the wire: sends literal frames, collects what comes.
package final class ChatClient {
  package let socket: WebSocketClient
  package private(set) var conversation = ""
  package private(set) var session: String?
  /// Every event in the order of arrival.
  package private(set) var events: [Frame] = []
  package private(set) var closeCode: Int??

  package init(port: Int, headers: [String: String] = [:]) throws {
    socket = try WebSocketClient(port: port, headers: headers)
  }

  /// A customer who has said hello and has seen all events so far.
  package static func customer(
    port: Int, session: String? = nil, language: String = "en", extra: String = ""
  ) async throws -> ChatClient {
    let client = try ChatClient(port: port)
    let credential = session.map { #","session":"\#($0)""# } ?? ""
    try client.send(
      #"{"type":"hello","protocol":1,"role":"customer","language":"\#(language)"\#(credential)\#(extra)}"#)
    let welcome = try await client.next("welcome")
    client.conversation = welcome["conversation"] ?? ""
    client.session = welcome["session"] ?? session
    _ = try await client.next("live")
    return client
  }

  /// An agent signed in with this cookie, with the desk read.
  package static func agent(port: Int, cookie: String) async throws -> ChatClient {
    let client = try ChatClient(port: port, headers: ["Cookie": cookie])
    try client.send(#"{"type":"hello","protocol":1,"role":"agent"}"#)
    _ = try await client.next("desk")
    return client
  }

  package func send(_ json: String) throws { try socket.send(json) }

  /// Sends a customer's or agent's message.
  package func say(
    _ text: String, id: String = UUID().uuidString, in conversation: String? = nil, payload: String? = nil
  )
    throws
  {
    let data = try JSONSerialization.data(
      withJSONObject: [
        "type": "message", "conversation": conversation ?? self.conversation, "client_message_id": id, "text": text,
      ].merging(payload.map { ["payload": $0] } ?? [:]) { first, _ in first })
    try send(String(decoding: data, as: UTF8.self))
  }

  /// The next frame of a type (and, of events, of a kind); events on the way are collected.
  package func next(_ type: String, kind: String? = nil, where matches: (Frame) -> Bool = { _ in true }) async throws
    -> Frame
  {
    let wanted = kind.map { "\(type) \($0)" } ?? type
    while true {
      guard let incoming = await socket.next() else { throw ClientError.timedOut(waitingFor: wanted) }
      guard case .text(let text) = incoming else {
        if case .closed(let code) = incoming { closeCode = .some(code) }
        throw ClientError.closed
      }
      let frame = try Frame(text)
      if frame.type == "event" { events.append(frame) }
      if frame.type == "started" { conversation = frame["conversation"] ?? "" }
      if frame.type == type, kind == nil || frame.kind == kind, matches(frame) { return frame }
    }
  }

  /// The bot's next message.
  package func botMessage(where matches: (Frame) -> Bool = { _ in true }) async throws -> Frame {
    try await next("event", kind: "message") { $0["from"] == "bot" && matches($0) }
  }

  /// Waits for the close frame and gives its code.
  package func closed() async throws -> Int? {
    while let incoming = await socket.next() {
      if case .closed(let code) = incoming { return code }
    }
    throw ClientError.timedOut(waitingFor: "close")
  }
}
