import CRM
import Database
import WebServer

/// What all agents see: the conversations that wait or are held by an agent.
actor AgentDesk {
  private var summaries: [String: ConversationSummary] = [:]
  private var agents: Set<ConnectionID> = []
  private let outlet: Outlet

  init(outlet: Outlet) { self.outlet = outlet }

  /// Reads the desk from the store, once at start.
  func load(from database: Database) async throws {
    let open = try await database.read { connection in
      try ConversationStore(connection).summaries(statuses: [.queued, .agent], limit: 100_000)
    }
    for summary in open where summaries[summary.id] == nil { summaries[summary.id] = summary }
  }

  /// Shows the desk to an agent and keeps it up to date.
  func join(_ connection: ConnectionID, welcome: ServerFrame) {
    agents.insert(connection)
    outlet.send([welcome, .desk(Desk(conversations: ordered()))], to: [connection])
  }

  func leave(_ connection: ConnectionID) { agents.remove(connection) }

  /// Takes what has become of a conversation and tells the agents, if it was or is on the desk.
  func update(_ summary: ConversationSummary) {
    let isOpen = summary.status == .queued || summary.status == .agent
    let wasOpen = summaries[summary.id] != nil
    summaries[summary.id] = isOpen ? summary : nil
    if isOpen || wasOpen { outlet.send([.conversation(ConversationChange(conversation: summary))], to: agents) }
  }

  private func ordered() -> [ConversationSummary] {
    summaries.values.sorted { left, right in
      let leftUrgent = left.queue == .urgent
      guard leftUrgent == (right.queue == .urgent) else { return leftUrgent }
      let leftTime = left.queuedAt ?? left.updatedAt
      let rightTime = right.queuedAt ?? right.updatedAt
      return (leftTime, left.id) < (rightTime, right.id)
    }
  }
}
