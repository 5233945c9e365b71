import CRM
import Database
import Dialogue
import Logging
import TextAnalysis
import WebServer

/// One conversation's working state, owned by its mailbox's task: the record, who watches, what was acknowledged.
///
/// Not Sendable: nothing but its task touches it.
final class Conversation {
  let id: String
  let services: ConversationServices
  private(set) var record: ConversationRecord?
  private(set) var acknowledged: [String: Int] = [:]
  private(set) var watchers: [ConnectionID: Watcher] = [:]

  init(id: String, services: ConversationServices) {
    self.id = id
    self.services = services
  }

  var isWatched: Bool { !watchers.isEmpty }

  func handle(_ command: ConversationCommand) async {
    switch command {
    case .attach(let watcher, let after, let request): await attach(watcher, after: after, request: request)
    case .detach(let connection): watchers[connection] = nil
    case .customerMessage(let message, let asker): await receive(message, from: asker)
    case .agentMessage(let message, let user, let asker): await receive(message, of: user, from: asker)
    case .typing(let isTyping, let watcher, let user): typing(isTyping, watcher, user)
    case .feedback(let seq, let helpful, let asker): await feedback(seq: seq, helpful: helpful, asker)
    case .claim(let user, let asker): await answer(asker) { try await self.claim(user) }
    case .release(let user, let asker): await answer(asker) { try await self.release(user) }
    case .close(let user, let asker): await answer(asker) { try await self.close(user) }
    case .end(let continuation):
      await end()
      continuation.resume()
    case .ticket(let draft, let requestID, let user, let continuation):
      continuation.resume(returning: await ticket(draft, requestID: requestID, user))
    case .reload: await reload()
    }
  }

  /// Forgets the record and shows the desk what it is now.
  private func reload() async {
    record = nil
    guard let status = try? await loaded().status else { return }
    await updateDesk(from: status, to: status)
  }

  // MARK: Record

  /// The record, read from the store when it is not in memory.
  func loaded() async throws -> ConversationRecord {
    if let record { return record }
    let id = id
    let stored = try await services.database.read { connection -> (ConversationRecord, [String: Int])? in
      let store = ConversationStore(connection)
      guard let record = try store.find(id) else { return nil }
      return (record, try store.clientMessages(of: id))
    }
    guard let stored else { throw WireError(.unknownConversation, "conversation: there is no such conversation") }
    (record, acknowledged) = stored
    return stored.0
  }

  /// Commits events with what belongs to them, then shows them to all watchers and to the desk.
  ///
  /// `bodies` runs in the transaction, so that an event may name what was stored with it; `with` runs after the events are in.
  /// A record that has changed under our feet is forgotten, so that the next command reads it anew.
  @discardableResult
  func commit(
    from before: ConversationRecord, to after: ConversationRecord, at: Timestamp,
    ack: (clientMessageID: String, Asker)? = nil,
    bodies: @escaping @Sendable (Connection) throws -> [EventBody],
    with: @escaping @Sendable (Connection, [Event]) throws -> Void = { _, _ in }
  ) async throws -> [Event] {
    let written: (record: ConversationRecord, events: [Event])
    do {
      written = try await services.database.write { connection in
        let written = try ConversationStore(connection).append(
          try bodies(connection), changing: before, to: after, at: at)
        try with(connection, written.events)
        return written
      }
    } catch {
      record = nil
      throw error
    }
    record = written.record
    if let ack, let first = written.events.first { acknowledge(ack.clientMessageID, seq: first.seq, ack.1) }
    outlet.send(written.events.map(ServerFrame.event), to: watchers.keys)
    await updateDesk(from: before.status, to: written.record.status)
    return written.events
  }

  private func acknowledge(_ clientMessageID: String, seq: Int, _ asker: Asker) {
    acknowledged[clientMessageID] = seq
    outlet.send(
      .ack(Ack(conversation: id, clientMessageID: clientMessageID, seq: seq, request: asker.request)),
      to: asker.connection)
  }

  /// Repeats the first acknowledgement of a message that was sent again.
  func hasAcknowledged(_ clientMessageID: String, _ asker: Asker) -> Bool {
    guard let seq = acknowledged[clientMessageID] else { return false }
    acknowledge(clientMessageID, seq: seq, asker)
    return true
  }

  private func updateDesk(from before: ConversationRecord.Status, to after: ConversationRecord.Status) async {
    let isDeskwork = [before, after].contains { $0 == .queued || $0 == .agent }
    guard isDeskwork else { return }
    let id = id
    do {
      if let summary = try await services.database.read({ try ConversationStore($0).summary(id) }) {
        await services.desk.update(summary)
      }
    } catch {
      services.logger.error("the desk could not be updated", metadata: ["conversation": "\(id)", "error": "\(error)"])
    }
  }

  // MARK: Watching

  /// A replay goes out in parts of at most so much, each after the one before has been written: however long a
  /// conversation is, it does not overflow the outbox of who opens it.
  private static let replayEvents = 500
  private static let replayBytes = 131_072

  private func attach(_ watcher: Watcher, after: Int, request: String?) async {
    do {
      let record = try await loaded()
      let id = id
      let events = try await services.database.read {
        try ConversationStore($0).events(of: id, after: after, limit: Self.replayEvents, bytes: Self.replayBytes)
      }
      outlet.send(events.map(ServerFrame.event), to: [watcher.connection])
      if let last = events.last?.seq, last < record.lastSeq {
        let rest = Replay(conversation: id, after: last, request: request)
        return outlet.afterWriting(to: watcher.connection) { [services] in
          services.connections.replay(rest, to: watcher.connection)
        }
      }
      let live = Live(
        conversation: id, seq: record.lastSeq, status: record.status, holder: record.holder, request: request)
      outlet.send(.live(live), to: watcher.connection)
      watchers[watcher.connection] = watcher
    } catch {
      refuse(error, Asker(connection: watcher.connection, request: request))
    }
  }

  private func typing(_ isTyping: Bool, _ watcher: Watcher, _ user: User?) {
    if let user, record?.holder?.id != user.id { return }
    let from: Message.Author = user == nil ? .customer : .agent
    let others = watchers.values.filter { user == nil ? $0.isStaff : !$0.isStaff }
    outlet.send(
      [.typing(Typing(conversation: id, from: from, typing: isTyping))], to: others.map(\.connection))
  }

  // MARK: Answers

  var outlet: Outlet { services.outlet }

  private func answer(_ asker: Asker, _ work: () async throws -> Void) async {
    do {
      try await work()
      outlet.send(.done(Done(request: asker.request)), to: asker.connection)
    } catch {
      refuse(error, asker)
    }
  }

  /// Tells an asker why not. Faults of the store are logged without anything a person wrote.
  func refuse(_ error: any Error, _ asker: Asker, clientMessageID: String? = nil) {
    let frame = ErrorFrame(wireError(error), request: asker.request, clientMessageID: clientMessageID)
    outlet.send(.error(frame), to: asker.connection)
  }

  func wireError(_ error: any Error) -> WireError {
    switch error {
    case let error as WireError: return error
    case is StaleConversation: return WireError(.notSaved, "the conversation has changed; send again")
    default:
      services.logger.error("a command failed", metadata: ["conversation": "\(id)", "error": "\(error)"])
      return WireError(.notSaved, "it could not be stored; send again")
    }
  }
}
