import CRM
import Database
import Dialogue

/// Stores the packet of the handoff among freshly written events, if there is one.
struct HandoffRecording {
  let conversation: String
  let events: [Event]
  let at: Timestamp
  let language: String

  func insert(in connection: Connection) throws {
    for event in events {
      guard case .handoff(let reason, let queue) = event.body else { continue }
      try HandoffStore(connection).insert(
        try packet(seq: event.seq, reason: reason, queue: queue, in: connection), conversation: conversation)
    }
  }

  private func packet(seq: Int, reason: String, queue: CRM.Queue, in connection: Connection) throws -> HandoffPacket {
    let decisions = try DecisionStore(connection).list(conversation: conversation)
    guard let record = try ConversationStore(connection).find(conversation) else {
      throw StaleConversation(conversation: conversation)
    }
    let asked = decisions.last(where: \.isQuestion) ?? decisions.last
    return HandoffPacket(
      at: at, seq: seq, reason: reason, queue: queue, language: language, lastQuestion: asked?.text,
      intents: asked?.intents ?? [],
      tried: decisions.suffix(10).map { decision in
        HandoffPacket.Attempt(
          question: decision.text, outcome: decision.outcome, answerTitle: decision.answer?.title)
      },
      context: try HandoffStore(connection).context(of: record.customer))
  }
}

extension Decision {
  /// Whether the customer asked about something, rather than for a human or for none of the choices offered.
  var isQuestion: Bool {
    intents.first?.name != DialogueState.humanIntent && !["human_button", "none_of_these"].contains(rule)
  }
}
