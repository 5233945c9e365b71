import CRM
import Database
import Dialogue
import Logging
import TextAnalysis
import Training
import WebServer

/// One conversation at work, owned by its mailbox's task. Not Sendable: nothing but its task touches it.
final class Conversation {
  /// What a conversation knows between two commands: the record, who watches, what awaits the bot.
  struct Memory: Sendable {
    var record: ConversationRecord?
    var watchers: [ConnectionID: Watcher] = [:]
    /// The customer's messages that are stored and that the bot has not answered yet, oldest first.
    var unanswered: [Event] = []
    /// Waits until the bot answers them.
    var settling: Task<Void, Never>?
    /// How many of the customer's messages have come out of the mailbox.
    var messagesTaken = 0
    /// The last of them as it was kept.
    var lastSaid: String?
    /// The code among what the bot has not answered yet. It is stored nowhere.
    var code: OneTimeCode?
    /// When the last of them was read; nil after a restart.
    var lastArrival: ContinuousClock.Instant?

    /// Whether it is needed: somebody watches, or the bot holds something back.
    var isNeeded: Bool { !watchers.isEmpty || settling != nil }

    /// All of it, moved and not copied.
    mutating func take() -> Memory {
      var taken = Memory()
      swap(&taken, &self)
      return taken
    }
  }

  let mailbox: Mailbox
  let services: ConversationServices
  let hub: ConversationHub
  var memory: Memory

  var id: String { mailbox.conversation }

  init(mailbox: Mailbox, memory: Memory, services: ConversationServices, hub: ConversationHub) {
    self.mailbox = mailbox
    self.memory = memory
    self.services = services
    self.hub = hub
  }

  func handle(_ command: ConversationCommand) async {
    switch command {
    case .attach(let watcher, let after, let request): await attach(watcher, after: after, request: request)
    case .detach(let connection): memory.watchers[connection] = nil
    case .customerMessage(let message, let asker, let arrival): await receive(message, from: asker, arrival)
    case .agentMessage(let message, let user, let asker): await receive(message, of: user, from: asker)
    case .typing(let isTyping, let watcher, let user): typing(isTyping, watcher, user)
    case .feedback(let seq, let helpful, let asker):
      await answer(asker) { try await self.feedback(seq: seq, helpful: helpful) }
    case .contact(let contact, let asker): await answer(asker) { try await self.leave(contact) }
    case .claim(let user, let takingOver, let asker):
      await answer(asker) { try await self.claim(user, takingOver: takingOver) }
    case .transfer(let user, let target, let note, let asker):
      await answer(asker) { try await self.transfer(user, to: target, note: note) }
    case .release(let user, let asker): await answer(asker) { try await self.release(user) }
    case .close(let user, let asker): await answer(asker) { try await self.close(user) }
    case .expire(let holder): await quietly { try await self.expire(holder: holder) }
    case .settle: await quietly { try await self.settle() }
    case .overdue: await quietly { try await self.overdue() }
    case .end(let continuation):
      await quietly { try await self.end() }
      continuation.resume()
    case .ticket(let draft, let requestID, let user, let continuation):
      continuation.resume(returning: await ticket(draft, requestID: requestID, user))
    case .reload: await reload()
    }
    settleIfForgotten()
  }

  /// Forgets the record and shows the desk what it is now.
  private func reload() async {
    memory.record = nil
    guard let status = try? await loaded().status else { return }
    await updateDesk(from: status, to: status)
  }

  // MARK: Record

  /// The record, read from the store when it is not in memory.
  func loaded() async throws -> ConversationRecord {
    if let record = memory.record { return record }
    let id = id
    let stored = try await services.database.read { connection -> (ConversationRecord, [Event])? in
      let store = ConversationStore(connection)
      guard let record = try store.find(id) else { return nil }
      let isOwed = record.status == .bot && record.answerDueAt != nil
      return (record, isOwed ? try store.unanswered(in: id, limit: Self.burstLimit) : [])
    }
    guard let stored else {
      memory.unanswered = []
      throw WireError(.unknownConversation, "conversation: there is no such conversation")
    }
    (memory.record, memory.unanswered) = stored
    return stored.0
  }

  /// Commits events with what belongs to them, then shows them to all watchers and to the desk.
  ///
  /// `change` runs in the transaction, so that an event may name what was stored with it; `with` runs after the events are
  /// in. Whatever hands the conversation over gets its packet here, with a colleague's `note`. A record that has changed
  /// under our feet is forgotten, so that the next command reads it anew.
  /// - Throws: `AlreadyStored` for a message that was sent before.
  @discardableResult
  func commit(
    from before: ConversationRecord, at: Timestamp, note: String? = nil,
    ack: (clientMessageID: String, asker: Asker)? = nil,
    _ change: @escaping @Sendable (Connection) throws -> Change,
    with: @escaping @Sendable (Connection, [Event]) throws -> Void = { _, _ in }
  ) async throws -> [Event] {
    let written: (record: ConversationRecord, events: [Event])
    let made: Change
    let analyzer = services.release.value.release.analyzer
    do {
      (written, made) = try await services.database.write { connection in
        let change = try change(connection)
        let written = try ConversationStore(connection).append(
          drafts: change.drafts, changing: before, to: change.record, at: at)
        try change.turn?.insert(into: before, at: at, in: connection)
        try with(connection, written.events)
        try HandoffRecording(before: before, after: written.record, at: at, note: note, analyzer: analyzer)
          .insert(written.events, in: connection)
        return (written, change)
      }
    } catch {
      if !(error is AlreadyStored) { memory.record = nil }
      throw error
    }
    memory.record = written.record
    if written.record.answerDueAt == nil || written.record.status != .bot {
      memory.unanswered = []
      memory.code = nil
    }
    services.telemetry.committed(from: before, to: written.record, at: at)
    publish(written.events, ack: ack)
    if let outcome = made.turn?.outcome {
      services.telemetry.answered(outcome, in: before, arrival: memory.lastArrival)
    }
    await updateDesk(from: before.status, to: written.record.status)
    if written.record.customer != before.customer { await tellIdentified(before.customer, written.record.customer) }
    if made.mayMail { services.mail.wake() }
    for reminder in made.reminders { await services.desk.tell(reminder) }
    return written.events
  }

  /// The stranger's connections speak for the customer from now on, and their other conversations are theirs.
  private func tellIdentified(_ anonymous: String, _ customer: String) async {
    services.connections.identify(anonymous, as: customer)
    let id = id
    do {
      let others = try await services.database.read {
        try ConversationStore($0).summaries(customer: customer, except: id)
      }
      for other in others { hub.post(.reload, to: other.id) }
    } catch {
      services.logger.fault("conversations could not be told of their customer", error, ["conversation": "\(id)"])
    }
  }

  /// Shows committed events to all watchers; the asker gets the acknowledgement and the events in one go.
  private func publish(_ events: [Event], ack: (clientMessageID: String, asker: Asker)?) {
    let frames = events.map(ServerFrame.event)
    var others = Set(memory.watchers.keys)
    if let ack, let first = events.first {
      let own = others.remove(ack.asker.connection) == nil ? [] : frames
      outlet.send([self.ack(ack.clientMessageID, seq: first.seq, ack.asker)] + own, to: [ack.asker.connection])
    }
    let masked = others.filter { memory.watchers[$0]?.isMasked == true }
    if !masked.isEmpty { outlet.send(events.map { .event($0.masked) }, to: masked) }
    outlet.send(frames, to: masked.isEmpty ? others : others.subtracting(masked))
  }

  func acknowledge(_ clientMessageID: String, seq: Int, _ asker: Asker) {
    outlet.send(ack(clientMessageID, seq: seq, asker), to: asker.connection)
  }

  private func ack(_ clientMessageID: String, seq: Int, _ asker: Asker) -> ServerFrame {
    .ack(Ack(conversation: id, clientMessageID: clientMessageID, seq: seq, request: asker.request))
  }

  /// The `seq` of a message that was sent before.
  func storedSeq(of clientMessageID: String) async throws -> Int? {
    let id = id
    return try await services.database.read { try ConversationStore($0).seq(of: clientMessageID, in: id) }
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
      services.logger.fault("the desk could not be updated", error, ["conversation": "\(id)"])
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
      outlet.send(events.map { .event(watcher.isMasked ? $0.masked : $0) }, to: [watcher.connection])
      if let last = events.last?.seq, last < record.lastSeq {
        // What happens meanwhile comes in its turn, also to one who watched before and asks again.
        memory.watchers[watcher.connection] = nil
        let rest = Replay(conversation: id, after: last, request: request)
        return outlet.afterWriting(to: watcher.connection) { [services] in
          services.connections.replay(rest, to: watcher.connection)
        }
      }
      let live = Live(
        conversation: id, seq: record.lastSeq, status: record.status, holder: record.holder, request: request)
      outlet.send(.live(live), to: watcher.connection)
      memory.watchers[watcher.connection] = watcher
      // Many who come only look on; whoever says something has it read again.
      if record.status == .bot, memory.unanswered.isEmpty { memory.record = nil }
    } catch {
      refuse(error, Asker(connection: watcher.connection, request: request))
      // Who cannot be shown the conversation comes back after this code and tries again.
      if !(error is WireError) {
        outlet.close(watcher.connection, code: CloseCode.restarting, reason: "the store refused")
      }
    }
  }

  private func typing(_ isTyping: Bool, _ watcher: Watcher, _ user: User?) {
    if let user, memory.record?.holder?.id != user.id { return }
    if user == nil { customerTypes(isTyping) }
    let from: Message.Author = user == nil ? .customer : .agent
    let others = memory.watchers.values.filter { user == nil ? $0.isStaff : !$0.isStaff }
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

  /// Work that nobody asked for; what fails is logged and tried again in a while.
  private func quietly(_ work: () async throws -> Void) async {
    do {
      try await work()
    } catch {
      _ = wireError(error)
      settleLater()
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
      services.logger.fault("a command failed", error, ["conversation": "\(id)"])
      return WireError(.notSaved, "it could not be stored; send again")
    }
  }
}
