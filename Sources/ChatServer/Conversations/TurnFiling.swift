import CRM
import Dialogue
import TextAnalysis

/// Makes what is committed of a turn: the customer's message, if it is not stored yet, the replies and the decision.
struct TurnFiling: Sendable {
  let message: CRM.Message?
  let record: ConversationRecord
  let policy: AnswerPolicy
  /// Of the message that is answered.
  let seq: Int
  let at: Timestamp

  func change(_ turn: Turn, replies: [EventBody]) throws -> Conversation.Change {
    var after = try record.after(turn.verdict, state: turn.state, policy: policy, at: at)
    after.language = turn.reading.language.rawValue
    let decision = turn.decision(conversation: record.id, seq: seq, at: at)
    return try Conversation.Change(
      record: after, bodies: (message.map { [.message($0)] } ?? []) + replies,
      turn: Conversation.FiledTurn(turn.verdict, decision))
  }
}
