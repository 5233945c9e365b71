import CRM
import Foundation
import Testing

@Suite("Events in JSON")
struct EventJSONTests {
  /// The literal `json server event` frames of docs/protocol.md.
  private static func examples() throws -> [String] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(
      contentsOf: folder.deletingLastPathComponent().appending(path: "docs/protocol.md"), encoding: .utf8)
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    return zip(lines, lines.dropFirst()).filter { $0.0 == "```json server event" }.map { String($0.1) }
  }

  @Test("The protocol's examples decode, and encode to the same JSON")
  func examplesBothWays() throws {
    let examples = try Self.examples()
    #expect(examples.count >= 10)
    for example in examples {
      var object = try #require(try JSONSerialization.jsonObject(with: Data(example.utf8)) as? [String: Any])
      #expect(object.removeValue(forKey: "type") as? String == "event")
      let plain = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
      let event = try JSON.value(Event.self, from: example)
      #expect(try JSON.text(event) == String(decoding: plain, as: UTF8.self))
      #expect(try JSON.value(Event.self, from: JSON.text(event)) == event)
    }
  }

  @Test("The examples show every kind of event")
  func everyKind() throws {
    let kinds = try Self.examples().map { example in
      switch try JSON.value(Event.self, from: example).body {
      case .started: "started"
      case .message(let message): "message \(message.from.rawValue)"
      case .handoff: "handoff"
      case .claimed: "claimed"
      case .transferred: "transferred"
      case .released: "released"
      case .closed: "closed"
      case .ticket: "ticket"
      case .feedback: "feedback"
      case .contact: "contact"
      case .identified: "identified"
      }
    }
    let expected = [
      "started", "message customer", "message bot", "message agent", "handoff", "claimed", "released", "closed",
      "ticket", "feedback", "transferred", "contact",
      "identified",
    ]
    #expect(Set(kinds) == Set(expected))
  }

  @Test(
    "An event of another kind or shape is refused",
    arguments: [
      #"{"conversation":"c","seq":1,"at":"2026-11-20T08:00:00.000Z","kind":"melted"}"#,
      #"{"conversation":"c","seq":1,"at":"2026-11-20T08:00:00.000Z","kind":"message","from":"dog","text":"woof"}"#,
      #"{"conversation":"c","seq":1,"at":"yesterday","kind":"closed","by":"agent"}"#,
      #"{"conversation":"c","at":"2026-11-20T08:00:00.000Z","kind":"closed","by":"agent"}"#, "[]", "",
    ])
  func refused(json: String) {
    #expect(throws: DecodingError.self) { try JSON.value(Event.self, from: json) }
  }

  @Test("A time keeps its millisecond through JSON, whatever it is")
  func milliseconds() throws {
    for step in 0..<3_000 {
      let time = Timestamp(milliseconds: 1_795_262_400_000 + Int64(step) * 7_919_333)
      let text = time.text
      #expect(text.hasSuffix("\(1000 + time.milliseconds % 1000)".dropFirst() + "Z"))
      #expect(try JSON.value([Timestamp].self, from: JSON.text([time])) == [time])
    }
    #expect(Timestamp(milliseconds: 0).text == "1970-01-01T00:00:00.000Z")
    #expect(Timestamp(milliseconds: -1).text == "1969-12-31T23:59:59.999Z")
  }

  @Test("A time on the command line may leave out the clock or its fraction")
  func lenientTime() {
    let day = Timestamp(milliseconds: 1_795_219_200_000)
    #expect(Timestamp(text: "2026-11-21") == day)
    #expect(Timestamp(text: "2026-11-21T08:00:00+08:00") == day)
    #expect(Timestamp(text: "2026-11-21T00:00:00Z") == day)
    #expect(Timestamp(text: "2026-11-21T00:00:00.250Z") == Timestamp(milliseconds: day.milliseconds + 250))
    #expect(Timestamp(text: "yesterday") == nil)
    #expect(Timestamp(text: "2026-13-40") == nil)
    #expect(Timestamp(text: "") == nil)
  }
}
