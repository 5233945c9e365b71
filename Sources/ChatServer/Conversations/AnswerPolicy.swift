import CRM

/// How long a customer may wait for whom.
package struct AnswerPolicy: Sendable, Equatable {
  /// For the bot; after it a human is called.
  package var bot = Duration.seconds(2)
  /// In the queue; after it the customer may leave contact details.
  package var queue = Duration.seconds(300)
  package var urgentQueue = Duration.seconds(120)
  /// For the agent who holds the conversation; after it others may claim it. Nil waits for ever.
  package var agent: Duration? = .seconds(600)
  /// How long an agent may be away before their conversations go back into the queue.
  package var presence = Duration.seconds(60)
  /// How long an unsure reply to a fragment waits for more words; zero does not wait.
  package var burst = Duration.milliseconds(800)

  package init() {}

  /// When a customer who waits since `at` must have been answered.
  func due(_ status: ConversationRecord.Status, _ queue: CRM.Queue?, since at: Timestamp) -> Timestamp? {
    switch status {
    case .bot: at.adding(bot)
    case .queued: at.adding(queue == .urgent ? urgentQueue : self.queue)
    case .agent: agent.map { at.adding($0) }
    case .closed: nil
    }
  }
}

extension Timestamp {
  func adding(_ duration: Duration) -> Timestamp {
    Timestamp(milliseconds: milliseconds + Int64(duration / .milliseconds(1)))
  }
}
