import CRM
import Database
import Logging
import Synchronization

/// What every conversation needs.
struct ConversationServices: Sendable {
  let database: Database
  let release: CurrentRelease
  let outlet: Outlet
  let desk: AgentDesk
  let connections: Connections
  let deadlines: Deadlines
  let policy: AnswerPolicy
  let telemetry: Telemetry
  let logger: Logger
}

/// The mailboxes: one per conversation that is being watched or worked on.
///
/// A mailbox is a line of commands and at most one task, so whatever is posted to a conversation happens in the order of
/// posting. The task ends when nothing waits and leaves what the conversation knows in the mailbox: a task that only waits
/// would hold twenty times as much. A mailbox that nobody watches goes too; the next command reads the store.
final class ConversationHub: Sendable {
  /// Commands that may wait in a mailbox. More means that somebody floods it.
  static let mailboxLimit = 1_024

  fileprivate struct Mailbox {
    var waiting: [ConversationCommand] = []
    /// Messages of the customer among all that were posted.
    var customerMessages = 0
    /// Nil while a task has it.
    var memory: Conversation.Memory? = Conversation.Memory()
  }

  private let mailboxes = Mutex<[String: Mailbox]>([:])
  private let services: ConversationServices

  init(services: ConversationServices) { self.services = services }

  /// Puts a command into the conversation's mailbox.
  func post(_ command: ConversationCommand, to conversation: String) {
    let memory = mailboxes.withLock { $0[conversation, default: Mailbox()].add(command) }
    if let memory { work(conversation, memory) }
  }

  /// Puts a client's command into the conversation's mailbox.
  /// - Throws: `WireError` 400 when too many wait there.
  func admit(_ command: ConversationCommand, to conversation: String) throws(WireError) {
    let (isFull, memory) = mailboxes.withLock { mailboxes -> (Bool, Conversation.Memory?) in
      let waiting = mailboxes[conversation]?.waiting.count ?? 0
      guard waiting < Self.mailboxLimit else { return (true, nil) }
      return (false, mailboxes[conversation, default: Mailbox()].add(command))
    }
    guard !isFull else {
      throw WireError(.slowDown, "too much waits in this conversation", retryAfterMilliseconds: 1_000)
    }
    if let memory { work(conversation, memory) }
  }

  /// How many messages of the customer the mailbox has had.
  func customerMessages(to conversation: String) -> Int {
    mailboxes.withLock { $0[conversation]?.customerMessages ?? 0 }
  }

  private func work(_ id: String, _ memory: Conversation.Memory) {
    Task {
      let conversation = Conversation(id: id, memory: memory, services: services, hub: self)
      while let command = next(id, leaving: conversation.memory) { await conversation.handle(command) }
    }
  }

  /// The next command of the mailbox; without one the task must end, and what it leaves is kept as long as it is needed.
  private func next(_ id: String, leaving memory: Conversation.Memory) -> ConversationCommand? {
    mailboxes.withLock { mailboxes in
      if let command = mailboxes[id]?.next() { return command }
      if memory.isNeeded { mailboxes[id]?.memory = memory } else { mailboxes[id] = nil }
      return nil
    }
  }
}

extension ConversationHub.Mailbox {
  /// Adds a command; gives what a new task needs when none is at work.
  fileprivate mutating func add(_ command: ConversationCommand) -> Conversation.Memory? {
    waiting.append(command)
    if case .customerMessage = command { customerMessages += 1 }
    defer { memory = nil }
    return memory
  }

  fileprivate mutating func next() -> ConversationCommand? { waiting.isEmpty ? nil : waiting.removeFirst() }
}
