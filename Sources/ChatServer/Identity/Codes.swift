import CRM
import Database
import Dialogue
import TextAnalysis

/// What is needed to send codes and to check them; there is none where no mail is sent.
struct Codes: Sendable {
  /// The key of the codes' digests.
  let secret: String

  /// Sends a code to the address, if it is on file. The slots say nothing of whether it is.
  func send(
    to email: String, _ record: ConversationRecord, _ language: Language, in connection: Connection, at: Timestamp
  ) throws -> [String: SlotValue] {
    let store = VerificationStore(connection, secret: secret, conversation: record.id, at: at)
    switch try store.request(email: email) {
    case .tooSoon: return ["code_status": "too_soon"]
    case .tooMany: return ["code_status": "too_many"]
    case .made(let code, let customer):
      // To the address as it is on file, whatever its spelling in the chat.
      if let address = customer?.email {
        try OutboxStore(connection).add(
          recipient: address, subject: Phrases.codeSubject(language), body: Phrases.codeBody(language, code: code),
          at: at, seconds: VerificationStore.validSeconds)
      }
      return ["code_status": "sent"]
    }
  }

  /// Finds out who the customer is.
  func check(
    _ code: OneTimeCode?, _ record: ConversationRecord, in connection: Connection, at: Timestamp
  ) throws -> (customer: Customer?, slots: [String: SlotValue]) {
    // The server was restarted before it could try the code: nothing is left of it.
    guard let code else { return (nil, ["code_status": "unread"]) }
    let store = VerificationStore(connection, secret: secret, conversation: record.id, at: at)
    switch try store.check(code: code.digits) {
    case .identified(let customer): return (customer, ["code_status": "identified"])
    case .wrong: return (nil, ["code_status": "wrong"])
    case .expired: return (nil, ["code_status": "expired"])
    case .tooMany: return (nil, ["code_status": "too_many"])
    }
  }
}
