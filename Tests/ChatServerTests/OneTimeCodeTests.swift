import Testing

@testable import CRM
@testable import ChatServer

@Suite("A code that a customer types")
struct OneTimeCodeTests {
  @Test(
    "It is found however it is written, and the mask stands in its place",
    arguments: [
      ("483920", "483920", "******"), ("it is 483 920, thanks", "483920", "it is ******, thanks"),
      ("验证码是４８３９２０。", "483920", "验证码是******。"), ("48-39-20", "483920", "******"),
      ("48392", "48392", "******"), ("order A10293, code 483920", "483920", "order A10293, code ******"),
    ])
  func taken(text: String, digits: String, masked: String) {
    let taken = OneTimeCode.taken(from: text)
    #expect(taken?.code.digits == digits)
    #expect(taken?.masked == masked)
  }

  @Test("There is none in other words and numbers", arguments: ["", "no", "A10293", "in 3 days", "13800138000", "十二万"])
  func none(text: String) {
    #expect(OneTimeCode.taken(from: text) == nil)
  }

  @Test("A mail is a message that a mail program takes, and nothing in an address adds a line to it")
  func message() {
    let mail = MailSender.message(
      .init(
        id: "m1", recipient: "a@b.example\r\nBcc: x@y.example", subject: "您的验证码", body: "483920",
        createdAt: .now(), expiresAt: .now()))
    let head = mail.split(separator: "\n", omittingEmptySubsequences: false).prefix { !$0.isEmpty }
    #expect(head.count == 6)
    #expect(head[0] == "To: a@b.exampleBcc: x@y.example")
    #expect(!mail.contains("483920"))
  }
}
