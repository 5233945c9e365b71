import CRM
import Foundation
import Testing

/// What writes its own JSON must write what Foundation's encoder makes of it: nothing may get lost on the way to the disk.
@Suite("Values that write their own JSON")
struct JSONWritingTests {
  private static let odd = "“quotes\" \\ / tab\t line\n\r\u{8}\u{c}\u{1}\u{1f} \u{7f} é 卡 👩‍👩‍👧 \u{2028}"

  private func foundation(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private func hasAllFields(_ value: Any) -> Bool {
    Mirror(reflecting: value).children.allSatisfy { child in
      let field = Mirror(reflecting: child.value)
      return field.displayStyle != .optional || !field.children.isEmpty
    }
  }

  private static func message(_ text: String) -> Message {
    var message = Message(from: .bot, text: text)
    message.clientMessageID = "m-1"
    message.payload = "intent:fee"
    message.agent = AgentName(id: "a1", displayName: text)
    message.style = .answer
    message.article = ArticleMention(id: "fee", title: text)
    message.quickReplies = [QuickReply(title: text, payload: "human"), QuickReply(title: "", payload: "none")]
    message.helpful = true
    message.replyTo = 12
    message.ticket = "T100042"
    return message
  }

  @Test("A message with every field, and one with the fewest", arguments: ["plain", odd, ""])
  func messages(text: String) throws {
    let full = Self.message(text)
    #expect(hasAllFields(full), "a new field needs a value here, and a line in JSONWriting.swift")
    #expect(full.json == (try foundation(full)))
    let short = Message(from: .customer, text: text)
    #expect(short.json == (try foundation(short)))
    for message in [full, short] {
      let body = EventBody.message(message)
      #expect(String(decoding: try body.json(), as: UTF8.self) == (try foundation(body)))
    }
  }

  @Test("An event that is no message")
  func otherEvents() throws {
    let body = EventBody.closed(by: Self.odd)
    #expect(String(decoding: try body.json(), as: UTF8.self) == (try foundation(body)))
  }

  @Test("A decision with every field", arguments: [0, 1, 0.1, 0.8731234567890123, 1e-7, 123_456_789.5])
  func decisions(number: Double) throws {
    let text = Self.odd
    let decision = Decision(
      conversation: "c1", seq: 4, at: Timestamp(milliseconds: 1_795_262_400_123), release: 3, text: text,
      language: "en", tokens: ["how", text, ""],
      intents: [HandoffPacket.Intent(name: "fee", title: text, confidence: number)],
      articles: [
        Decision.Article(id: "a", title: text, confidence: number, terms: [text, "b"]),
        Decision.Article(id: "b", title: "", confidence: -number, terms: []),
      ], thresholds: .init(answer: number, margin: number), rule: "answer_confident", outcome: "answer",
      answer: .init(kind: "article", id: "a", title: text), stateBefore: .init(phase: "bot", misses: 10),
      stateAfter: .init(phase: "queued", misses: -1), microseconds: 98_765)
    #expect(hasAllFields(decision))
    #expect(decision.json == (try foundation(decision)))
    var silent = decision
    silent.answer = nil
    silent.intents = []
    #expect(silent.json == (try foundation(silent)))
  }
}
