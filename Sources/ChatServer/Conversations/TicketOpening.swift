import CRM
import Database
import Dialogue

extension ConversationRecord {
  /// The record when the bot has the conversation again.
  func backToBot(_ state: DialogueState) throws -> ConversationRecord {
    var after = self
    after.state = try JSON.text(state)
    after.epoch += 1
    after.status = .bot
    after.holder = nil
    after.queue = nil
    after.reason = nil
    after.queuedAt = nil
    after.returned = false
    after.answerDueAt = nil
    return after
  }

  /// Makes the ticket that a verdict asks for and leaves its number in the state; nil when it asks for none.
  ///
  /// - Parameter decision: on the message that is not stored yet, if there is one.
  func openTicket(
    for verdict: Verdict, _ state: inout DialogueState, _ live: LiveRelease, in connection: Connection, at: Timestamp,
    asking decision: Decision? = nil
  ) throws -> Ticket? {
    guard verdict.actions.contains(.openTicket),
      let drafting = try TicketDrafting(conversation: id, live: live, in: connection, asking: decision)
    else { return nil }
    var draft = drafting.draft()
    if verdict.handoff?.queue == .urgent { draft.priority = .urgent }
    let ticket = try TicketStore(connection).create(
      draft, customer: customer, conversation: id, assignee: nil, requestID: "\(id)/queue/\(lastSeq)", at: at)
    state.ticket = ticket.number
    return ticket
  }
}
