import CRM
import Database
import Dialogue
import TextAnalysis
import Training
import WebServer

/// The agent's side of the HTTP API.
struct ConversationRoutes: Sendable {
  let database: Database
  let hub: ConversationHub
  let release: CurrentRelease

  private struct Detail: Encodable {
    var conversation: ConversationSummary
    var packets: [HandoffPacket]
    var decisions: [Decision]
  }

  func show(_ id: String) async throws -> HTTPResponse {
    let detail = try await database.read { connection -> Detail? in
      guard let summary = try ConversationStore(connection).summary(id) else { return nil }
      return Detail(
        conversation: summary, packets: try HandoffStore(connection).packets(of: id),
        decisions: try DecisionStore(connection).list(conversation: id))
    }
    return .json(try Self.found(detail))
  }

  private struct Context: Encodable {
    var context: CustomerContext
    var conversations: [ConversationSummary]

    private enum CodingKeys: String, CodingKey { case conversations }

    func encode(to encoder: any Encoder) throws {
      try context.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(conversations, forKey: .conversations)
    }
  }

  /// The customer as they are now.
  func context(_ id: String) async throws -> HTTPResponse {
    let context = try await database.read { connection -> Context? in
      let store = ConversationStore(connection)
      guard let record = try store.find(id) else { return nil }
      return Context(
        context: try HandoffStore(connection).context(of: record.customer),
        conversations: try store.summaries(customer: record.customer, except: id))
    }
    return .json(try Self.found(context))
  }

  func list(_ request: HTTPRequest) async throws -> HTTPResponse {
    let status = try request.parameter("status", default: ConversationRecord.Status.closed)
    let limit = try request.limit()
    let summaries = try await database.read { connection in
      try ConversationStore(connection).summaries(statuses: [status], limit: limit)
    }
    return .json(["conversations": summaries])
  }

  func tickets(_ request: HTTPRequest) async throws -> HTTPResponse {
    let status = try request.parameter("status", default: Ticket.Status.open)
    let limit = try request.limit()
    return .json(["tickets": try await database.read { try TicketStore($0).list(status: status, limit: limit) }])
  }

  /// A ticket as the conversation suggests it.
  func ticketDraft(_ id: String) async throws -> HTTPResponse {
    let live = release.value
    let draft = try await database.read { connection -> TicketDraft? in
      guard let summary = try ConversationStore(connection).summary(id) else { return nil }
      let decisions = try DecisionStore(connection).list(conversation: id)
      let messages = try ConversationStore(connection).events(of: id).compactMap(\.body.message)
      return Drafting(live: live, summary: summary, decisions: decisions, messages: messages).draft()
    }
    return .json(try Self.found(draft))
  }

  private struct NewTicket: Decodable {
    var requestID: String
    var subject: String
    var priority: Ticket.Priority
    var category: String
    var description: String

    private enum CodingKeys: String, CodingKey {
      case subject, priority, category, description
      case requestID = "request_id"
    }
  }

  func createTicket(_ request: HTTPRequest, conversation: String, user: User) async throws -> HTTPResponse {
    let ticket = try request.decoded(NewTicket.self)
    try Self.check(ticket.requestID, "request_id", 1...64)
    try Self.check(ticket.subject, "subject", 1...200)
    try Self.check(ticket.category, "category", 1...40)
    try Self.check(ticket.description, "description", 0...10_000)
    let draft = TicketDraft(
      subject: ticket.subject, priority: ticket.priority, category: ticket.category, description: ticket.description)
    let result = await withCheckedContinuation { continuation in
      hub.post(.ticket(draft, requestID: ticket.requestID, user, continuation), to: conversation)
    }
    return .json(["ticket": try result.get()], status: 201)
  }

  private static func check(_ text: String, _ field: String, _ range: ClosedRange<Int>) throws(WireError) {
    let isBlank = range.lowerBound > 0 && text.allSatisfy(\.isWhitespace)
    guard !isBlank, range.contains(text.unicodeScalars.count) else {
      throw WireError(.badField, "\(field): must have \(range.lowerBound) to \(range.upperBound) characters")
    }
  }

  private static func found<Value>(_ value: Value?) throws(WireError) -> Value {
    guard let value else { throw WireError(.unknownConversation, "there is no such conversation") }
    return value
  }
}

/// Prefills a ticket from what was said and decided.
private struct Drafting {
  let live: LiveRelease
  let summary: ConversationSummary
  let decisions: [Decision]
  let messages: [CRM.Message]

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
