import Foundation
import Testing

@testable import CRM

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
    var decision = Decision(
      conversation: "c1", seq: 4, at: Timestamp(milliseconds: 1_795_262_400_123), release: 3, text: text,
      language: "en", tokens: ["how", text, ""],
      intents: [HandoffPacket.Intent(name: "fee", title: text, confidence: number)],
      articles: [
        Decision.Article(id: "a", title: text, confidence: number, terms: [text, "b"]),
        Decision.Article(id: "b", title: "", confidence: -number, terms: []),
      ], thresholds: .init(answer: number, offer: number), rule: "answer_confident", outcome: "answer",
      answer: .init(kind: "article", id: "a", title: text),
      stateBefore: .init(phase: "bot", misses: 10, dialogue: text, identified: true, tier: "gold", codes: true),
      stateAfter: .init(phase: "queued", misses: -1), microseconds: 98_765)
    decision.policy = text
    decision.sentiment = .init(value: number, mood: "angry")
    decision.topics = [
      .init(kind: "intent", id: "a", title: "\u{1F600}", confidence: number, classifier: number, search: number)
    ]
    #expect(hasAllFields(decision) && hasAllFields(decision.stateBefore))
    try check(decision)
    // As a decision of an earlier version has it, which did not round.
    decision.thresholds.answer = number
    decision.intents[0].confidence = -number / 3
    try check(decision)
    decision.answer = nil
    decision.intents = []
    try check(decision)
  }

  /// What Foundation writes of the decision, without what is in columns, is what is stored; together they are the decision.
  private func check(_ decision: Decision) throws {
    let body = DecisionBody(decision)
    #expect(body.json == (try foundation(body)))
    let whole = try #require(object(try foundation(decision)))
    let columns = ["conversation", "seq", "at", "release", "outcome"]
    whole.removeObjects(forKeys: columns)
    #expect(object(body.json) == whole)
    let stored = try JSON.value(DecisionBody.self, from: body.json)
    #expect(stored == body)
    #expect(
      stored == (try JSON.value(DecisionBody.self, from: try foundation(decision))), "a row of an earlier version")
    let again = stored.decision(
      conversation: decision.conversation, seq: decision.seq, at: decision.at, release: decision.release,
      outcome: decision.outcome)
    #expect(again == decision)
  }

  private func object(_ json: String) -> NSMutableDictionary? {
    (try? JSONSerialization.jsonObject(with: Data(json.utf8), options: .mutableContainers)) as? NSMutableDictionary
  }

  @Test(
    "Numbers with few decimals and many", arguments: [0, 0.0001, 0.9999, 0.5, 0.05, 0.00005, 1, 0.12345, -0.25, 7e22])
  func numbers(number: Double) throws {
    var thresholds = Decision.Thresholds(answer: 0, offer: 0)
    thresholds.answer = number
    thresholds.offer = number.nextUp
    #expect(thresholds.json == (try foundation(thresholds)))
  }

  @Test("Confidences are recorded to four decimals")
  func rounding() {
    let thresholds = Decision.Thresholds(answer: 0.873_149_9, offer: 0.000_04)
    #expect(thresholds.json == #"{"answer":0.8731,"offer":0}"#)
  }
}
