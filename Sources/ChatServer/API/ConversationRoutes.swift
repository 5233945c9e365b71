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
  let desk: AgentDesk
  let release: CurrentRelease

  private struct Detail: Encodable {
    var conversation: ConversationSummary
    var packets: [HandoffPacket]
    var decisions: [Decision]

    var masked: Detail {
      Detail(
        conversation: conversation.masked, packets: packets.map(\.masked), decisions: decisions.map(\.masked))
    }
  }

  /// The conversation, without personal numbers for a trainer who is no agent.
  func show(_ id: String, to user: User) async throws -> HTTPResponse {
    let detail = try await database.read { connection -> Detail? in
      guard let summary = try ConversationStore(connection).summary(id) else { return nil }
      return Detail(
        conversation: summary, packets: try HandoffStore(connection).packets(of: id),
        decisions: try DecisionStore(connection).list(conversation: id))
    }
    let found = try Self.found(detail)
    return .json(user.has([.agent]) ? found : found.masked)
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
        context: try HandoffStore(connection).context(of: record.customer, at: .now()),
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

  private struct Colleague: Encodable {
    var id: String
    var displayName: String
    var present: Bool
    var conversations: Int

    private enum CodingKeys: String, CodingKey {
      case id, present, conversations
      case displayName = "display_name"
    }
  }

  /// Everybody who may hold a conversation: whether they are at the desk, and how many they hold.
  func agents() async throws -> HTTPResponse {
    let held = await desk.held
    var agents: [Colleague] = []
    for user in try await database.read({ try UserStore($0).list() }) where user.has([.agent]) {
      agents.append(
        Colleague(
          id: user.id, displayName: user.displayName, present: await desk.isPresent(user.id),
          conversations: held[user.id] ?? 0))
    }
    return .json(["agents": agents])
  }

  /// Who has tried to prove who they are, newest first.
  func audit(_ request: HTTPRequest) async throws -> HTTPResponse {
    let limit = try request.limit()
    return .json(["entries": try await database.read { try AuditStore($0).latest(limit) }])
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
      try TicketDrafting(conversation: id, live: live, in: connection)?.draft()
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
