import CRM
import ChatServer
import Testing

/// What a client may not send, and how it is told.
struct BadFrameTests {
  struct Case: CustomTestStringConvertible {
    var frame: String
    var code: ErrorCode
    var mentions: String

    var testDescription: String { String(frame.prefix(80)) }
  }

  static let cases = [
    Case(frame: "", code: .badJSON, mentions: "JSON"),
    Case(frame: "rubbish", code: .badJSON, mentions: "JSON"),
    Case(frame: "[1,2]", code: .badJSON, mentions: "JSON"),
    Case(frame: "null", code: .badJSON, mentions: "JSON"),
    Case(frame: #"{"conversation":"c1"}"#, code: .badField, mentions: "type: is missing"),
    Case(frame: #"{"type":7}"#, code: .badField, mentions: "type: must be a text"),
    Case(frame: #"{"type":"dance"}"#, code: .unknownType, mentions: "type"),
    Case(frame: #"{"type":"hello","protocol":2,"role":"customer"}"#, code: .unsupportedProtocol, mentions: "protocol"),
    Case(frame: #"{"type":"hello","protocol":1,"role":"god"}"#, code: .badField, mentions: "role"),
    Case(frame: #"{"type":"hello","protocol":1}"#, code: .badField, mentions: "role"),
    Case(
      frame: #"{"type":"hello","protocol":1,"role":"customer","resume":{"conversation":"c1"}}"#, code: .badField,
      mentions: "resume.after: is missing"),
    Case(frame: #"{"type":"resume","conversation":"c1","after":-1}"#, code: .badField, mentions: "after"),
    Case(frame: #"{"type":"resume","conversation":"c1","after":1e99}"#, code: .badField, mentions: "number"),
    Case(frame: #"{"type":"resume","conversation":"../etc","after":0}"#, code: .badField, mentions: "conversation"),
    Case(frame: #"{"type":"message","conversation":"c1","text":"hi"}"#, code: .badField, mentions: "client_message_id"),
    Case(
      frame: #"{"type":"message","conversation":"c1","client_message_id":"a b","text":"hi"}"#, code: .badField,
      mentions: "client_message_id"),
    Case(
      frame: #"{"type":"message","conversation":"c1","client_message_id":"a","text":" \n\t "}"#, code: .textEmpty,
      mentions: "text"),
    Case(
      frame: "{\"type\":\"message\",\"conversation\":\"c1\",\"client_message_id\":\"a\",\"text\":\"\u{200B}\u{3000}\"}",
      code: .textEmpty, mentions: "text"),
    Case(
      frame: "{\"type\":\"message\",\"conversation\":\"c1\",\"client_message_id\":\"a\",\"text\":\""
        + String(repeating: "长", count: 4001) + "\"}", code: .textTooLong, mentions: "4000"),
    Case(
      frame: #"{"type":"message","conversation":"c1","client_message_id":"a","text":"a\u0000b"}"#, code: .badField,
      mentions: "NUL"),
    Case(frame: #"{"type":"feedback","conversation":"c1","seq":1}"#, code: .badField, mentions: "helpful"),
    Case(frame: #"{"type":"typing","conversation":"c1","typing":"yes"}"#, code: .badField, mentions: "typing"),
  ]

  @Test("A bad frame is refused with a number and the name of the field", arguments: cases)
  func refusal(_ item: Case) {
    #expect {
      try ClientFrame(decoding: Array(item.frame.utf8))
    } throws: { error in
      guard let error = error as? FrameError else { return false }
      return error.error.code == item.code && error.error.message.contains(item.mentions)
    }
  }

  @Test("A refusal never repeats what the customer wrote")
  func privacy() {
    #expect {
      try ClientFrame(decoding: Array(#"{"type":"message","conversation":"c1","text":{"secret":"4111"}}"#.utf8))
    } throws: { error in
      guard let error = error as? FrameError else { return false }
      return !error.error.message.contains("4111")
    }
  }

  @Test("A text of just 4,000 characters is taken")
  func longest() throws {
    let text = String(repeating: "长", count: 4000)
    let json = "{\"type\":\"message\",\"conversation\":\"c1\",\"client_message_id\":\"a\",\"text\":\"\(text)\"}"
    let frame = try ClientFrame(decoding: Array(json.utf8))
    guard case .message(let message) = frame.body else {
      Issue.record("not a message")
      return
    }
    #expect(message.text == text)
  }

  @Test("A signed identity holds until it expires, and only for its customer and secret")
  func identity() {
    let now = Timestamp(milliseconds: 1_000_000_000)
    let good = Identity(customer: "C100001", expires: 1_000_600, secret: "s")
    #expect(good.isValid(secret: "s", now: now))
    #expect(!good.isValid(secret: "t", now: now))
    #expect(!good.isValid(secret: "s", now: now.adding(seconds: 600)))
    var other = good
    other.customer = "C100002"
    #expect(!other.isValid(secret: "s", now: now))
    #expect(!Identity(customer: "C100001", expires: 1_000_000 + 90_000, secret: "s").isValid(secret: "s", now: now))
  }

  @Test("A token bucket lets a burst through, then its rate")
  func bucket() {
    let begin = ContinuousClock.now
    var bucket = TokenBucket(perSecond: 2, burst: 3, now: begin)
    #expect((0..<3).allSatisfy { _ in bucket.take(now: begin) == nil })
    #expect(bucket.take(now: begin) == 500)
    #expect(bucket.take(now: begin.advanced(by: .milliseconds(500))) == nil)
    #expect(bucket.take(now: begin.advanced(by: .milliseconds(600))) == 400)
  }
}
