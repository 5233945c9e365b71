import CRM
import Database
import Dialogue
import TextAnalysis
import Training

/// Prefills a ticket from what was said and decided.
struct TicketDrafting {
  /// How far back it reads: nobody else writes while a ticket is made.
  private static let decisionLimit = 50
  private static let eventLimit = 200

  private let live: LiveRelease
  private let summary: ConversationSummary
  private let decisions: [Decision]
  private let messages: [CRM.Message]

  /// Reads the conversation; nil when there is none. `decision` is on a message that is not stored yet.
  init?(conversation: String, live: LiveRelease, in connection: Connection, asking decision: Decision? = nil) throws {
    guard let summary = try ConversationStore(connection).summary(conversation) else { return nil }
    self.live = live
    self.summary = summary
    let asked = decision.map { [$0] } ?? []
    decisions = try DecisionStore(connection).latest(Self.decisionLimit, of: conversation) + asked
    let events = try ConversationStore(connection)
      .events(of: conversation, after: max(0, summary.lastSeq - Self.eventLimit))
    messages = events.compactMap(\.body.message) + asked.map { Message(from: .customer, text: $0.text) }
  }

  private var language: Language { Language(rawValue: summary.language) ?? .english }

  func draft() -> TicketDraft {
    let intent = topic.flatMap { live.release.intent(named: $0) }
    let question = decisions.last(where: \.isQuestion)?.text ?? messages.last { $0.from == .customer }?.text ?? ""
    let title = topic.map { live.title(of: .intent($0), language) }
    let subject = [title, String(question.prefix(80))].compactMap { $0 }.filter { !$0.isEmpty }
      .joined(separator: Phrases.colon(language))
    return TicketDraft(
      subject: subject, priority: summary.queue == .urgent ? .urgent : .normal,
      category: intent?.category ?? "service", description: description)
  }

  /// The intent of the last turn that had a likely one, asking for a human aside.
  private var topic: String? {
    decisions.reversed().lazy.compactMap { decision in
      decision.intents.first { $0.name != DialogueState.humanIntent && $0.confidence >= 0.3 }?.name
    }.first
  }

  /// The last things said, one a line.
  private var description: String {
    messages.filter { $0.style != .greeting }.suffix(10).map { message in
      "\(message.agent?.displayName ?? Phrases.author(message.from, language))\(Phrases.colon(language))\(message.text)"
    }.joined(separator: "\n")
  }
}
