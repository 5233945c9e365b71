import CRM
import WebServer

/// Who watches a conversation.
struct Watcher: Sendable, Hashable {
  let connection: ConnectionID
  let isStaff: Bool
  /// Whether personal numbers are hidden from it: it is a trainer's and no agent's.
  var isMasked = false
}

/// An asker to be answered with `done` or an error.
struct Asker: Sendable {
  let connection: ConnectionID
  let request: String?
}

/// What can be asked of a conversation; its mailbox holds these in order.
enum ConversationCommand: Sendable {
  case attach(Watcher, after: Int, request: String?)
  case detach(ConnectionID)
  case customerMessage(ClientFrame.CustomerMessage, Asker, arrival: ContinuousClock.Instant)
  case agentMessage(ClientFrame.CustomerMessage, User, Asker)
  case typing(Bool, Watcher, User?)
  case feedback(seq: Int, helpful: Bool, Asker)
  case contact(Contact, Asker)
  case claim(User, takingOver: Bool, Asker)
  /// To an agent, or without one back into the queue.
  case transfer(User, to: User?, note: String?, Asker)
  case release(User, Asker)
  case close(User, Asker)
  /// The agent has been away for too long.
  case expire(holder: String)
  /// The bot answers what it has held back.
  case settle
  /// An answer deadline has passed.
  case overdue
  /// The customer begins another conversation.
  case end(CheckedContinuation<Void, Never>)
  case ticket(TicketDraft, requestID: String, User, CheckedContinuation<Result<Ticket, WireError>, Never>)
  /// The record was changed beside the log, as when an anonymous customer was identified.
  case reload
}
