import Synchronization

/// The line of commands to one conversation, and what the conversation knows while no task works on it.
final class Mailbox: Sendable {
  private struct State {
    var waiting: [ConversationCommand] = []
    /// Messages of the customer among all that were posted.
    var customerMessages = 0
    /// Nil while a task has it.
    var memory: Conversation.Memory? = Conversation.Memory()
  }

  let conversation: String
  private let state = Mutex(State())

  init(conversation: String) { self.conversation = conversation }

  var waitingCount: Int { state.withLock { $0.waiting.count } }

  /// How many messages of the customer it has had.
  var customerMessages: Int { state.withLock { $0.customerMessages } }

  /// Adds a command; gives what a new task needs when none is at work.
  func add(_ command: ConversationCommand) -> Conversation.Memory? {
    state.withLock { state in
      state.waiting.append(command)
      if case .customerMessage = command { state.customerMessages += 1 }
      return state.memory.take()
    }
  }

  /// The next command. Without one the task must end; what it leaves is kept for the next.
  func next(leaving memory: @autoclosure () -> Conversation.Memory?) -> ConversationCommand? {
    state.withLock { state in
      guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
      state.memory = memory()
      return nil
    }
  }
}
