import CRM
import Database
import Dialogue
import TextAnalysis

/// The agent's side: who holds the conversation, and what only the holder may do.
extension Conversation {
  /// An agent's message; only the holder's is stored.
  func receive(_ frame: ClientFrame.CustomerMessage, of user: User, from asker: Asker) async {
    do {
      let record = try await loaded()
      guard record.status == .agent, record.holder?.id == user.id else {
        if let seq = try await storedSeq(of: frame.clientMessageID) {
          return acknowledge(frame.clientMessageID, seq: seq, asker)
        }
        return refuse(notHolder(record), asker, clientMessageID: frame.clientMessageID)
      }
      var message = CRM.Message(from: .agent, text: frame.text)
      message.clientMessageID = frame.clientMessageID
      message.agent = user.agentName
      var after = record
      after.answerDueAt = nil
      let change = try Change(record: after, bodies: [.message(message)])
      try await commit(from: record, at: .now(), ack: (frame.clientMessageID, asker)) { _ in change }
    } catch let error as AlreadyStored {
      acknowledge(frame.clientMessageID, seq: error.seq, asker)
    } catch {
      refuse(error, asker, clientMessageID: frame.clientMessageID)
    }
  }

  /// Takes a conversation from the queue, from the bot or, taking over, from another agent. Claiming what one holds
  /// changes nothing.
  func claim(_ user: User, takingOver: Bool) async throws {
    let record = try await loaded()
    switch record.status {
    case .closed: throw WireError(.conversationClosed, "this conversation has ended")
    case .agent where record.holder?.id == user.id: return
    case .agent where !takingOver:
      throw WireError(.alreadyClaimed, "\(record.holder?.displayName ?? "Another agent") holds this conversation.")
    case .agent, .queued, .bot: break
    }
    let at = Timestamp.now()
    var after = try moved(record, .claimed)
    after.status = .agent
    after.holder = user.agentName
    after.queue = record.queue ?? .normal
    after.queuedAt = record.queuedAt ?? at
    after.returned = false
    after.answerDueAt = dueForAgent(record, at)
    let change = try Change(record: after, bodies: [.claimed(user.agentName, from: record.holder)])
    try await commit(from: record, at: at) { _ in change }
  }

  /// The agent owes an answer if the customer spoke last.
  private func dueForAgent(_ record: ConversationRecord, _ at: Timestamp) -> Timestamp? {
    record.lastFrom == .customer ? services.policy.due(.agent, record.queue, since: at) : nil
  }

  /// Gives the conversation to another agent or, without one, back to the front of the queue. `note` is for colleagues.
  func transfer(_ user: User, to target: User?, note: String?) async throws {
    let record = try await loaded()
    let isSupervisor = record.status == .agent && user.has([.supervisor])
    if !isSupervisor { try checkHolder(user, record) }
    guard let holder = record.holder else { throw notHolder(record) }
    guard let target else { return try await putBack(record, reason: .transferred, note: note) }
    guard target.id != holder.id else { throw WireError(.badField, "to: holds this conversation already") }
    let at = Timestamp.now()
    var after = record
    after.epoch += 1
    after.holder = target.agentName
    after.answerDueAt = dueForAgent(record, at)
    let change = try Change(record: after, bodies: [.transferred(holder, to: target.agentName)])
    try await commit(from: record, at: at, note: note) { _ in change }
  }

  /// The holder has been away for too long, unless they came back at the last moment.
  func expire(holder: String) async throws {
    let record = try await loaded()
    guard record.status == .agent, record.holder?.id == holder, await !services.desk.isPresent(holder) else { return }
    try await putBack(record, reason: .agentGone)
  }

  private func putBack(_ record: ConversationRecord, reason: HandoffReason, note: String? = nil) async throws {
    let at = Timestamp.now()
    var state = record.dialogue
    let verdict = state.handle(.returned(reason, HandoffQueue(record.queue)))
    let bodies = verdict.bodies(wording: wording(record), replyTo: nil, holder: record.holder)
    let change = try Change(
      record: try record.after(verdict, state: state, policy: services.policy, at: at), bodies: bodies)
    try await commit(from: record, at: at, note: note) { _ in change }
  }

  /// Hands the conversation back to the bot, which answers what the agent has left unanswered.
  func release(_ user: User) async throws {
    let record = try await loaded()
    try checkHolder(user, record)
    let id = id
    let left = try await services.database.read { try ConversationStore($0).unanswered(in: id, limit: Self.burstLimit) }
    let at = Timestamp.now()
    var state = record.dialogue
    let verdict = state.handle(.released)
    var after = try record.backToBot(state)
    after.answerDueAt = left.isEmpty ? nil : services.policy.due(.bot, nil, since: at)
    let change = try Change(
      record: after,
      bodies: [.released(user.agentName)] + verdict.bodies(wording: wording(record), replyTo: nil))
    try await commit(from: record, at: at) { _ in change }
    memory.unanswered = left
  }

  /// Ends the conversation.
  func close(_ user: User) async throws {
    let record = try await loaded()
    try checkHolder(user, record)
    try await close(record, by: "agent")
  }

  func close(_ record: ConversationRecord, by: String) async throws {
    var after = try moved(record, .closed)
    after.status = .closed
    after.holder = nil
    after.returned = false
    after.answerDueAt = nil
    let change = try Change(record: after, bodies: [.closed(by: by)])
    try await commit(from: record, at: .now()) { _ in change }
  }

  /// Makes a ticket and says so in the conversation; the same `requestID` again gives the first ticket.
  func ticket(_ draft: TicketDraft, requestID: String, _ user: User) async -> Result<Ticket, WireError> {
    do {
      let record = try await loaded()
      let key = "\(id):\(requestID)"
      if let first = try await services.database.read({ try TicketStore($0).find(requestID: key) }) {
        return .success(first)
      }
      let at = Timestamp.now()
      try await commit(from: record, at: at) { connection in
        let ticket = try TicketStore(connection).create(
          draft, customer: record.customer, conversation: record.id, assignee: user.id, requestID: key, at: at)
        return try Change(record: record, bodies: [.ticket(TicketMention(ticket))])
      }
      guard let ticket = try await services.database.read({ try TicketStore($0).find(requestID: key) }) else {
        throw DatabaseError.schema("a new ticket is missing")
      }
      return .success(ticket)
    } catch {
      return .failure(wireError(error))
    }
  }

  private func checkHolder(_ user: User, _ record: ConversationRecord) throws(WireError) {
    guard record.status == .agent, record.holder?.id == user.id else { throw notHolder(record) }
  }

  /// Why somebody may not do what only the holder may.
  private func notHolder(_ record: ConversationRecord) -> WireError {
    guard record.status != .closed else { return WireError(.conversationClosed, "this conversation has ended") }
    let holder = record.holder.map { "\($0.displayName) holds this conversation." }
    return WireError(.notHolder, holder ?? "Claim the conversation first.")
  }

  private func moved(_ record: ConversationRecord, _ event: DialogueEvent) throws -> ConversationRecord {
    var state = record.dialogue
    _ = state.handle(event)
    var after = record
    after.state = try JSON.text(state)
    after.epoch += 1
    return after
  }
}
