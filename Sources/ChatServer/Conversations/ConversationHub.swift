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
/// A mailbox is one stream and one task, so whatever is posted to a conversation happens in the order of posting.
/// The task ends when nobody watches and nothing waits; the next command starts another from the store.
final class ConversationHub: Sendable {
  /// Commands that may wait in a mailbox. More means that somebody floods it.
  static let mailboxLimit = 1_024

  private struct Mailbox {
    let continuation: AsyncStream<ConversationCommand>.Continuation
    var posted = 0
    var handled = 0
    /// Messages of the customer among those posted.
    var customerMessages = 0
  }

  private let mailboxes = Mutex<[String: Mailbox]>([:])
  private let services: ConversationServices

  init(services: ConversationServices) { self.services = services }

  /// Puts a command into the conversation's mailbox.
  func post(_ command: ConversationCommand, to conversation: String) {
    let stream = mailboxes.withLock { Self.add(command, to: conversation, in: &$0) }
    if let stream { run(conversation, stream) }
  }

  /// Puts a client's command into the conversation's mailbox.
  /// - Throws: `WireError` 400 when too many wait there.
  func admit(_ command: ConversationCommand, to conversation: String) throws(WireError) {
    let (isFull, stream) = mailboxes.withLock { mailboxes in
      let waiting = mailboxes[conversation].map { $0.posted - $0.handled } ?? 0
      guard waiting < Self.mailboxLimit else { return (true, AsyncStream<ConversationCommand>?.none) }
      return (false, Self.add(command, to: conversation, in: &mailboxes))
    }
    guard !isFull else {
      throw WireError(.slowDown, "too much waits in this conversation", retryAfterMilliseconds: 1_000)
    }
    if let stream { run(conversation, stream) }
  }

  private static func add(
    _ command: ConversationCommand, to conversation: String, in mailboxes: inout [String: Mailbox]
  ) -> AsyncStream<ConversationCommand>? {
    var newStream: AsyncStream<ConversationCommand>?
    if mailboxes[conversation] == nil {
      let (stream, continuation) = AsyncStream.makeStream(of: ConversationCommand.self)
      mailboxes[conversation] = Mailbox(continuation: continuation)
      newStream = stream
    }
    mailboxes[conversation]?.posted += 1
    if case .customerMessage = command { mailboxes[conversation]?.customerMessages += 1 }
    mailboxes[conversation]?.continuation.yield(command)
    return newStream
  }

  /// How many messages of the customer the mailbox has had.
  func customerMessages(to conversation: String) -> Int {
    mailboxes.withLock { $0[conversation]?.customerMessages ?? 0 }
  }

  private func run(_ id: String, _ stream: AsyncStream<ConversationCommand>) {
    Task {
      let conversation = Conversation(id: id, services: services, hub: self)
      for await command in stream {
        await conversation.handle(command)
        if finished(id, mayRetire: !conversation.isBusy) { return }
      }
    }
  }

  /// Counts a command as handled and ends the mailbox if it may and nothing waits.
  private func finished(_ id: String, mayRetire: Bool) -> Bool {
    mailboxes.withLock { mailboxes in
      mailboxes[id]?.handled += 1
      guard mayRetire, let mailbox = mailboxes[id], mailbox.posted == mailbox.handled else { return false }
      mailbox.continuation.finish()
      mailboxes[id] = nil
      return true
    }
  }
}
