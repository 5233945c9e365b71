import CRM
import Database
import Dialogue
import TextAnalysis
import Training

extension Conversation {
  /// A customer's words as they may be stored, logged and understood: without passwords and one-time codes. A code that the
  /// bot has asked for is kept in memory until the bot has answered; one that is typed at another moment is masked too.
  ///
  /// This is the only way in for what customers type. A secret may come alone, after "my password is" or after a question
  /// for the code, so it looks at what the customer and whoever spoke last said before.
  func withoutSecrets(_ text: String, in record: ConversationRecord) async throws -> String {
    var text = text
    if let (code, masked) = OneTimeCode.taken(from: text) {
      if record.dialogue.asksForCode(in: services.release.value.release.flows) {
        memory.code = code
        text = masked
      } else if code.isWhole, try await hasOpenCode() {
        text = masked
      }
    }
    var kept = Masking.hidingSecrets(in: text, after: memory.lastSaid)
    if kept == text { kept = Masking.hidingSecrets(in: text, after: record.lastText) }
    memory.lastSaid = kept
    return kept
  }

  private func hasOpenCode() async throws -> Bool {
    guard services.codes != nil else { return false }
    let id = id
    return try await services.database.read { try VerificationStore.hasOpen(in: id, at: .now(), $0) }
  }
}
