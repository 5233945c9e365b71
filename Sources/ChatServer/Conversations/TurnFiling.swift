import CRM
import Database
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
    if let customer = turn.identified { after.identify(as: customer) }
    let decision = turn.decision(conversation: record.id, seq: seq, at: at)
    var change = try Conversation.Change(
      record: after, bodies: (message.map { [.message($0)] } ?? []) + replies,
      turn: Conversation.FiledTurn(turn.verdict, decision))
    change.mayMail = turn.state.asksForCode(in: turn.scene.flows)
    change.reminders = turn.reminders
    return change
  }
}

extension Conversation {
  /// What a command makes of the conversation.
  struct Change: Sendable {
    let record: ConversationRecord
    let drafts: [EventDraft]
    let turn: FiledTurn?
    /// Whether a mail may have been written that is to be sent.
    var mayMail = false
    /// What staff is to be reminded of.
    var reminders: [Reminder] = []

    init(record: ConversationRecord, bodies: [EventBody], turn: FiledTurn? = nil) throws {
      self.record = record
      drafts = try bodies.map(EventDraft.init)
      self.turn = turn
    }
  }

  /// What is filed of a turn of the bot beside its events.
  struct FiledTurn: Sendable {
    let outcome: Verdict.Outcome
    let decision: DecisionRow
    let flags: [FlagReason]
    let reasons: [(target: Int, reason: UnhelpfulReason)]

    init(_ verdict: Verdict, _ decision: Decision) {
      outcome = verdict.outcome
      self.decision = DecisionRow(decision)
      flags = verdict.flags
      reasons = verdict.reasons
    }

    func insert(into record: ConversationRecord, at: Timestamp, in connection: Connection) throws {
      try DecisionStore(connection).insert(decision, into: record.number)
      for reason in flags {
        try ReviewStore(connection).flag(conversation: record.id, seq: decision.seq, reason: reason, at: at)
      }
      for (target, reason) in reasons {
        try ReviewStore(connection).explainThumbsDown(
          conversation: record.id, target: target, reason: reason.rawValue)
      }
    }
  }
}
