import CRM
import Database
import Logging
import Synchronization

/// What every conversation needs. A class because it is handed to each.
final class ConversationServices: Sendable {
  let database: Database
  let release: CurrentRelease
  let outlet: Outlet
  let desk: AgentDesk
  let connections: Connections
  let policy: AnswerPolicy
  /// Nil where customers cannot be sent codes.
  let codes: Codes?
  let mail: MailDelivery
  let telemetry: Telemetry
  let logger: Logger

  init(
    database: Database, release: CurrentRelease, outlet: Outlet, desk: AgentDesk, connections: Connections,
    policy: AnswerPolicy, codes: Codes?, mail: MailDelivery, telemetry: Telemetry, logger: Logger
  ) {
    self.database = database
    self.release = release
    self.outlet = outlet
    self.desk = desk
    self.connections = connections
    self.policy = policy
    self.codes = codes
    self.mail = mail
    self.telemetry = telemetry
    self.logger = logger
  }
}

/// The mailboxes: one per conversation that is being watched or worked on.
///
/// A mailbox is a line of commands and at most one task, so whatever is posted to a conversation happens in the order of
/// posting. The task ends when nothing waits and leaves what the conversation knows in the mailbox: a task that only waits
/// would hold twenty times as much. A mailbox that nobody watches goes too; the next command reads the store.
final class ConversationHub: Sendable {
  /// Commands that may wait in a mailbox. More means that somebody floods it.
  static let mailboxLimit = 1_024

  /// Whoever has this lock may take that of a mailbox, never the other way round.
  private let mailboxes = Mutex<[String: Mailbox]>([:])
  fileprivate let services: ConversationServices

  init(services: ConversationServices) { self.services = services }

  /// What a mailbox has to do that nobody was working on.
  struct Work: Sendable {
    fileprivate let hub: ConversationHub
    fileprivate let mailbox: Mailbox
    fileprivate let memory: Conversation.Memory

    /// Does it in a task of its own.
    func start() { Task { await run() } }

    /// Does it until nothing waits.
    func run() async {
      let conversation = Conversation(mailbox: mailbox, memory: memory, services: hub.services, hub: hub)
      while let command = hub.next(for: conversation) { await conversation.handle(command) }
    }
  }

  /// Puts a command into the conversation's mailbox.
  func post(_ command: ConversationCommand, to conversation: String) {
    let (mailbox, memory) = mailboxes.withLock { mailboxes in
      let mailbox = Self.mailbox(of: conversation, in: &mailboxes)
      return (mailbox, mailbox.add(command))
    }
    if let memory { Work(hub: self, mailbox: mailbox, memory: memory).start() }
  }

  /// Puts a client's command into the conversation's mailbox. What this gives must be run or started.
  /// - Throws: `WireError` 400 when too many wait there.
  func admit(_ command: ConversationCommand, to conversation: String) throws(WireError) -> Work? {
    let (mailbox, memory) = mailboxes.withLock { mailboxes -> (Mailbox?, Conversation.Memory?) in
      let mailbox = Self.mailbox(of: conversation, in: &mailboxes)
      guard mailbox.waitingCount < Self.mailboxLimit else { return (nil, nil) }
      return (mailbox, mailbox.add(command))
    }
    guard let mailbox else {
      throw WireError(.slowDown, "too much waits in this conversation", retryAfterMilliseconds: 1_000)
    }
    return memory.map { Work(hub: self, mailbox: mailbox, memory: $0) }
  }

  private static func mailbox(of conversation: String, in mailboxes: inout [String: Mailbox]) -> Mailbox {
    if let mailbox = mailboxes[conversation] { return mailbox }
    let mailbox = Mailbox(conversation: conversation)
    mailboxes[conversation] = mailbox
    return mailbox
  }

  /// The next command for a conversation; without one the task must end, and what it knows is kept as long as it is
  /// needed.
  fileprivate func next(for conversation: Conversation) -> ConversationCommand? {
    let mailbox = conversation.mailbox
    if conversation.memory.isNeeded { return mailbox.next(leaving: conversation.memory.take()) }
    return mailboxes.withLock { mailboxes in
      if let command = mailbox.next(leaving: nil) { return command }
      mailboxes[mailbox.conversation] = nil
      return nil
    }
  }
}
