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
  let logger: Logger
}

/// The mailboxes: one per conversation that is being watched or worked on.
///
/// A mailbox is one stream and one task, so whatever is posted to a conversation happens in the order of posting.
/// The task ends when nobody watches and nothing waits; the next command starts another from the store.
final class ConversationHub: Sendable {
  private struct Mailbox {
    let continuation: AsyncStream<ConversationCommand>.Continuation
    var posted = 0
  }

  private let mailboxes = Mutex<[String: Mailbox]>([:])
  private let services: ConversationServices

  init(services: ConversationServices) { self.services = services }

  /// Puts a command into the conversation's mailbox.
  func post(_ command: ConversationCommand, to conversation: String) {
    let stream = mailboxes.withLock { mailboxes -> AsyncStream<ConversationCommand>? in
      if mailboxes[conversation] != nil {
        mailboxes[conversation]?.posted += 1
        mailboxes[conversation]?.continuation.yield(command)
        return nil
      }
      let (stream, continuation) = AsyncStream.makeStream(of: ConversationCommand.self)
      mailboxes[conversation] = Mailbox(continuation: continuation, posted: 1)
      continuation.yield(command)
      return stream
    }
    if let stream { run(conversation, stream) }
  }

  private func run(_ id: String, _ stream: AsyncStream<ConversationCommand>) {
    Task {
      let conversation = Conversation(id: id, services: services)
      var handled = 0
      for await command in stream {
        await conversation.handle(command)
        handled += 1
        if !conversation.isWatched, retire(id, handled: handled) { return }
      }
    }
  }

  /// Ends the mailbox if everything posted has been handled.
  private func retire(_ id: String, handled: Int) -> Bool {
    mailboxes.withLock { mailboxes in
      guard let mailbox = mailboxes[id], mailbox.posted == handled else { return false }
      mailbox.continuation.finish()
      mailboxes[id] = nil
      return true
    }
  }
}
