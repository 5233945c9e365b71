import CRM
import Database
import Dialogue
import TextAnalysis

extension Conversation {
  /// An agent's message; only the holder's is stored.
  func receive(_ frame: ClientFrame.CustomerMessage, of user: User, from asker: Asker) async {
    do {
      let record = try await loaded()
      if hasAcknowledged(frame.clientMessageID, asker) { return }
      try checkHolder(user, record)
      var message = CRM.Message(from: .agent, text: frame.text)
      message.clientMessageID = frame.clientMessageID
      message.agent = user.agentName
      let body = EventBody.message(message)
      try await commit(from: record, to: record, at: .now(), ack: (frame.clientMessageID, asker)) { _ in [body] }
    } catch {
      refuse(error, asker, clientMessageID: frame.clientMessageID)
    }
  }

  /// Takes a conversation from the queue, or from the bot. Claiming what one holds changes nothing.
  func claim(_ user: User) async throws {
    let record = try await loaded()
    switch record.status {
    case .closed: throw WireError(.conversationClosed, "this conversation has ended")
    case .agent where record.holder?.id == user.id: return
    case .agent:
      throw WireError(.alreadyClaimed, "\(record.holder?.displayName ?? "Another agent") holds this conversation.")
    case .queued, .bot: break
    }
    var after = try moved(record, .claimed)
    after.status = .agent
    after.holder = user.agentName
    after.queue = record.queue ?? .normal
    after.queuedAt = record.queuedAt ?? .now()
    try await commit(from: record, to: after, at: .now()) { _ in [.claimed(user.agentName)] }
  }

  /// Hands the conversation back to the bot.
  func release(_ user: User) async throws {
    let record = try await loaded()
    try checkHolder(user, record)
    var state = record.dialogue
    let verdict = state.handle(.released)
    var after = record
    after.state = try JSON.text(state)
    after.epoch += 1
    after.status = .bot
    after.holder = nil
    after.queue = nil
    after.reason = nil
    after.queuedAt = nil
    let wording = Wording(live: services.release.value, language: Language(rawValue: record.language) ?? .english)
    let bodies = [.released(user.agentName)] + verdict.bodies(wording: wording, replyTo: nil)
    try await commit(from: record, to: after, at: .now()) { _ in bodies }
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
    try await commit(from: record, to: after, at: .now()) { _ in [.closed(by: by)] }
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
      try await commit(from: record, to: record, at: at) { connection in
        let ticket = try TicketStore(connection).create(
          draft, customer: record.customer, conversation: record.id, assignee: user.id, requestID: key, at: at)
        return [.ticket(TicketMention(number: ticket.number, subject: ticket.subject, priority: ticket.priority))]
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
    guard record.status != .closed else { throw WireError(.conversationClosed, "this conversation has ended") }
    guard record.status == .agent, record.holder?.id == user.id else {
      let holder = record.holder.map { "\($0.displayName) holds this conversation." }
      throw WireError(.notHolder, holder ?? "Claim the conversation first.")
    }
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
