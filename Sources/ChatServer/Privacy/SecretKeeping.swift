import CRM
import TextAnalysis

extension Conversation {
  /// A customer's words as they may be stored, logged and understood: without passwords and one-time codes.
  ///
  /// This is the only way in for what customers type. A secret may come alone, after "my password is" or after a question
  /// for the code, so it looks at what the customer and whoever spoke last said before.
  func withoutSecrets(_ text: String, in record: ConversationRecord) -> String {
    var kept = Masking.hidingSecrets(in: text, after: memory.lastSaid)
    if kept == text { kept = Masking.hidingSecrets(in: text, after: record.lastText) }
    memory.lastSaid = kept
    return kept
  }
}
