import CRM
import Database
import WebServer

/// What all agents see: the conversations that wait or are held by an agent, and who of the agents is here.
actor AgentDesk {
  private var summaries: [String: ConversationSummary] = [:]
  /// Connections of agents, by user.
  private var connections: [ConnectionID: String] = [:]
  /// Since when agents who hold something are away.
  private var awaySince: [String: ContinuousClock.Instant] = [:]
  private let outlet: Outlet

  init(outlet: Outlet) { self.outlet = outlet }

  /// Reads the desk from the store, once at start; nobody is here yet.
  func load(from database: Database) async throws {
    let open = try await database.read { connection in
      try ConversationStore(connection).summaries(statuses: [.queued, .agent], limit: 100_000)
    }
    for summary in open where summaries[summary.id] == nil { take(summary) }
  }

  /// Shows the desk to an agent and keeps it up to date.
  func join(_ connection: ConnectionID, user: String, welcome: ServerFrame) {
    connections[connection] = user
    awaySince[user] = nil
    outlet.send([welcome, .desk(Desk(conversations: ordered()))], to: [connection])
  }

  func leave(_ connection: ConnectionID) {
    guard let user = connections.removeValue(forKey: connection), !isPresent(user) else { return }
    awaySince[user] = .now
  }

  func isPresent(_ user: String) -> Bool { connections.values.contains(user) }

  /// How many conversations each agent holds.
  var held: [String: Int] {
    summaries.values.reduce(into: [:]) { held, summary in
      if let holder = summary.holder { held[holder.id, default: 0] += 1 }
    }
  }

  /// Conversations whose holder has been away since `instant` or longer.
  func abandoned(since instant: ContinuousClock.Instant) -> [(conversation: String, holder: String)] {
    let gone = awaySince.filter { $0.value <= instant && !isPresent($0.key) }
    guard !gone.isEmpty else { return [] }
    return summaries.values.compactMap { summary in
      guard summary.status == .agent, let holder = summary.holder, gone[holder.id] != nil else { return nil }
      return (summary.id, holder.id)
    }
  }

  /// Tells the agents of a reminder that is new or has changed.
  func tell(_ reminder: Reminder) {
    outlet.send([.reminder(ReminderChange(reminder: reminder))], to: connections.keys)
  }

  /// Takes what has become of a conversation and tells the agents, if it was or is on the desk.
  func update(_ summary: ConversationSummary) {
    let wasOpen = summaries[summary.id] != nil
    let isOpen = take(summary)
    if isOpen || wasOpen {
      outlet.send([.conversation(ConversationChange(conversation: summary))], to: connections.keys)
    }
  }

  @discardableResult
  private func take(_ summary: ConversationSummary) -> Bool {
    let isOpen = summary.status == .queued || summary.status == .agent
    summaries[summary.id] = isOpen ? summary : nil
    if let holder = summary.holder?.id, awaySince[holder] == nil, !isPresent(holder) { awaySince[holder] = .now }
    return isOpen
  }

  /// Urgent first, then those that an agent gave back, then the oldest.
  private func ordered() -> [ConversationSummary] {
    summaries.values.sorted { left, right in
      Self.rank(left) < Self.rank(right)
    }
  }

  private static func rank(_ summary: ConversationSummary) -> (Int, Int, Timestamp, String) {
    (
      summary.queue == .urgent ? 0 : 1, summary.returned ? 0 : 1, summary.queuedAt ?? summary.updatedAt, summary.id
    )
  }
}
