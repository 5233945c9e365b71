import ChatServer
import Foundation
import Testing

/// Every literal example of docs/protocol.md is read by the code that serves it.
struct ProtocolPageTests {
  struct Example: CustomTestStringConvertible {
    var side: String
    var name: String
    var json: String

    var testDescription: String { "\(side) \(name): \(json.prefix(60))" }
  }

  static let examples: [Example] = {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("docs/protocol.md")
    let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    return text.components(separatedBy: "```json ").dropFirst().compactMap { block in
      let lines = block.components(separatedBy: "\n")
      let head = lines[0].split(separator: " ").map(String.init)
      return head.count == 2 && lines.count > 1 ? Example(side: head[0], name: head[1], json: lines[1]) : nil
    }
  }()

  @Test("The page has an example of every frame of both sides")
  func completeness() {
    let client = Set(Self.examples.filter { $0.side == "client" }.map(\.name))
    let server = Set(Self.examples.filter { $0.side == "server" }.map(\.name))
    #expect(
      client == [
        "hello", "resume", "unwatch", "message", "typing", "feedback", "start", "claim", "release", "close", "ping",
        "contact", "transfer",
      ])
    #expect(
      server == [
        "welcome", "event", "live", "ack", "typing", "started", "desk", "conversation", "reminder", "done", "pong",
        "error", "goodbye",
      ])
  }

  @Test("A client example is read as the frame it is filed under", arguments: examples.filter { $0.side == "client" })
  func clientExample(_ example: Example) throws {
    let frame = try ClientFrame(decoding: Array(example.json.utf8))
    #expect(Self.name(of: frame.body) == example.name)
  }

  @Test("A server example is written again just as it stands", arguments: examples.filter { $0.side == "server" })
  func serverExample(_ example: Example) throws {
    let frame = try JSONDecoder().decode(ServerFrame.self, from: Data(example.json.utf8))
    let written = try JSONSerialization.jsonObject(with: Data(try frame.encoded())) as? NSDictionary
    let expected = try JSONSerialization.jsonObject(with: Data(example.json.utf8)) as? NSDictionary
    #expect(written == expected)
    #expect(expected?["type"] as? String == example.name)
  }

  @Test("The page lists every error with its name, advice and HTTP status")
  func errors() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("docs/protocol.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    for code in ErrorCode.allCases {
      let facts = code.facts
      #expect(text.contains("| \(code.rawValue) | \(facts.name) | \(facts.advice) | \(facts.status) |"))
    }
  }

  private static func name(of body: ClientFrame.Body) -> String {
    switch body {
    case .hello: "hello"
    case .resume: "resume"
    case .unwatch: "unwatch"
    case .message: "message"
    case .typing: "typing"
    case .feedback: "feedback"
    case .start: "start"
    case .contact: "contact"
    case .claim: "claim"
    case .transfer: "transfer"
    case .release: "release"
    case .close: "close"
    case .ping: "ping"
    }
  }
}
