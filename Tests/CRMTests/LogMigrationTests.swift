import CRM
import Database
import Testing

/// A store of an earlier version, opened by this one.
@Suite("The log of an earlier version")
struct LogMigrationTests {
  /// Everything that migration 7 moves, as migration 6 knew it.
  private static let before = [
    "INSERT INTO users (id, name, display_name, password_hash, created_at) VALUES ('a-lin', 'lin', 'Lin', 'x', 1)",
    "INSERT INTO customers (id, created_at) VALUES ('u-1', 1), ('u-2', 1)",
    """
    INSERT INTO conversations (id, customer_id, status, epoch, holder_id, last_seq, language, state, queue, reason,
      queued_at, returned, answer_due_at, last_text, last_from, created_at, updated_at)
    VALUES ('c-late', 'u-2', 'bot', 1, NULL, 1, 'zh', '{}', NULL, NULL, NULL, 0, NULL, NULL, NULL, 2000, 2000),
      ('c-early', 'u-1', 'agent', 3, 'a-lin', 3, 'en', '{}', 'urgent', 'asked', 1500, 1, 9000, 'hi', 'customer', 1000, 700000)
    """,
    """
    INSERT INTO events (conversation_id, seq, at, client_message_id, body) VALUES
      ('c-late', 1, 2000, NULL, '{"kind":"started","language":"zh"}'),
      ('c-early', 1, 1000, NULL, '{"kind":"started","language":"en"}'),
      ('c-early', 2, 2000, 'm-1', '{"client_message_id":"m-1","from":"customer","kind":"message","text":"hi"}'),
      ('c-early', 3, 2000, NULL, '{"kind":"handoff","queue":"urgent","reason":"asked"}')
    """,
    "INSERT INTO flags VALUES ('c-early', 2, 'handed_off', 2100), ('c-early', 2, 'no_answer', 2200)",
    "INSERT INTO reviews VALUES ('c-early', 2, 'corrected', 2300, 'a-lin')",
    """
    INSERT INTO tickets (number, customer_id, conversation_id, subject, category, priority, status, description,
      created_at, due_at)
    VALUES ('T1', 'u-1', 'c-early', 's', 'c', 'low', 'open', 'd', 1, 2)
    """,
  ]

  private let folder: TemporaryFolder
  private let decision: Decision
  private let packet: HandoffPacket

  init() async throws {
    folder = try TemporaryFolder()
    decision = Decision(
      conversation: "c-early", seq: 2, at: Timestamp(milliseconds: 2000), release: 7, text: "hi", language: "en",
      tokens: ["hi"], intents: [], articles: [], thresholds: .init(answer: 0.5, offer: 0.25), rule: "asked",
      outcome: "handoff", answer: nil, stateBefore: .init(phase: "bot", misses: 0),
      stateAfter: .init(phase: "queued", misses: 0), microseconds: 5)
    let old = try Database(path: folder.path("crm.db"), migrations: Array(Schema.migrations.prefix(6)))
    packet = try await old.write { connection in
      for statement in Self.before { try connection.run(statement) }
      let context = try HandoffStore(connection).context(of: "u-1", at: .now())
      return HandoffPacket(
        at: Timestamp(milliseconds: 2000), seq: 3, reason: "asked", queue: .urgent, language: "en",
        lastQuestion: "hi", intents: [], tried: [], context: context)
    }
    let (decision, packet) = (decision, packet)
    try await old.write { connection in
      try connection.run(
        "INSERT INTO decisions VALUES ('c-early', 2, 2000, 7, 'handoff', ?)", [.text(try JSON.text(decision))])
      try connection.run("INSERT INTO handoffs VALUES ('c-early', 3, 2000, ?)", [.text(try JSON.text(packet))])
    }
    old.close()
  }

  private func opened() throws -> Database {
    try Database(path: folder.path("crm.db"), migrations: Schema.migrations)
  }

  @Test("Conversations, events, decisions and packets are as they were")
  func log() async throws {
    try await opened().read { connection in
      let conversations = ConversationStore(connection)
      let early = try #require(try conversations.find("c-early"))
      #expect(early.status == .agent && early.epoch == 3 && early.lastSeq == 3 && early.returned)
      #expect(early.holder == AgentName(id: "a-lin", displayName: "Lin"))
      #expect(
        early.queue == .urgent && early.reason == "asked" && early.lastText == "hi" && early.lastFrom == .customer)
      #expect(early.queuedAt?.milliseconds == 1500 && early.answerDueAt?.milliseconds == 9000)
      #expect(early.createdAt.milliseconds == 1000 && early.updatedAt.milliseconds == 700_000)
      #expect(try conversations.ids() == ["c-early", "c-late"])
      let events = try conversations.events(of: "c-early")
      #expect(events.map(\.seq) == [1, 2, 3])
      #expect(events.map(\.at.milliseconds) == [1000, 2000, 2000])
      #expect(events.last?.body == .handoff(reason: "asked", queue: .urgent, from: nil))
      #expect(try conversations.events(of: "c-late").map(\.body) == [.started(language: "zh")])
      #expect(try conversations.seq(of: "m-1", in: "c-early") == 2)
      #expect(try DecisionStore(connection).list(conversation: "c-early") == [decision])
      #expect(try HandoffStore(connection).packets(of: "c-early") == [packet])
      #expect(try TicketStore(connection).find("T1")?.conversation == "c-early")
    }
  }

  @Test("Flags and reviews are as they were")
  func reviews() async throws {
    let turn = try #require(
      try await opened().read { try ReviewStore($0).turn(conversation: "c-early", seq: 2) })
    #expect(turn.reasons == [.handedOff, .noAnswer])
    #expect(turn.status == .corrected)
    #expect(turn.text == "hi")
  }

  @Test("The log goes on where it stood, and the same message is not stored again")
  func goingOn() async throws {
    let database = try opened()
    let early = try #require(try await database.read { try ConversationStore($0).find("c-early") })
    await #expect(throws: AlreadyStored(seq: 2)) {
      try await database.write {
        try ConversationStore($0).append(
          [Message.customer("hi", id: "m-1")], changing: early, to: early, at: Store.noon)
      }
    }
    let (after, new) = try await database.write { connection in
      let store = ConversationStore(connection)
      let after = try store.append([Message.customer("more", id: "m-2")], changing: early, to: early, at: Store.noon)
      let new = try store.start(
        customer: "u-1", language: "en", state: "{}", bodies: [.started(language: "en")], at: Store.noon)
      return (after.record, new)
    }
    #expect(after.lastSeq == 4)
    #expect(new.number == 3)
    #expect(try await database.read { try ConversationStore($0).events(of: "c-early").map(\.seq) } == [1, 2, 3, 4])
  }

  @Test("What belongs to a customer goes with them")
  func cascade() async throws {
    let database = try opened()
    _ = try await database.write { try $0.run("DELETE FROM customers WHERE id = 'u-1'") }
    for (table, count) in [("decisions", 0), ("handoffs", 0), ("flags", 0), ("reviews", 0), ("events", 1)] {
      let rows = try await database.read { try $0.rows("SELECT 1 FROM \(table)").count }
      #expect(rows == count, "\(table)")
    }
  }
}
