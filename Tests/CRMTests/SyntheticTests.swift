import CRM
import Database
import Testing

@Suite("The watchdog's customers")
struct SyntheticTests {
  private let store: Store

  init() throws { store = try Store() }

  /// The watchdog's conversation, with a turn that is flagged as if something had gone wrong.
  private func conversation() async throws -> ConversationRecord {
    let begun = try await store.write { connection in
      let customer = try CustomerStore(connection).createSynthetic(language: "en", at: Store.noon)
      return try ConversationStore(connection).start(
        customer: customer.id, language: "en", state: "{}", bodies: [.started(language: "en")], at: Store.noon,
        isSynthetic: true)
    }
    let record = try await store.turn("hello", in: begun)
    try await store.write {
      try ReviewStore($0).flag(conversation: record.id, seq: 2, reason: .noAnswer, at: Store.noon)
    }
    return record
  }

  @Test("None of their conversations is listed, counted, reviewed or due; a real one beside them is")
  func hidden() async throws {
    let synthetic = try await conversation()
    #expect(synthetic.isSynthetic)
    let real = try await store.turn("hello", in: store.conversation(of: store.anonymous()))
    for record in [synthetic, real] {
      var owed = record
      owed.answerDueAt = Store.noon
      try await store.write { [owed] in
        _ = try ConversationStore($0).append([], changing: record, to: owed, at: Store.noon)
      }
    }
    #expect(try await store.read { try ConversationStore($0).owedByBot() } == [real.id])
    for record in [synthetic, real] {
      var queued = record
      queued.status = .queued
      queued.queuedAt = Store.noon
      queued.answerDueAt = Store.noon
      try await store.write { [queued] in
        _ = try ConversationStore($0).append([], changing: record, to: queued, at: Store.noon)
      }
    }
    let later = Store.noon.adding(seconds: 60)
    try await store.read { connection throws -> Void in
      let conversations = ConversationStore(connection)
      #expect(try conversations.find(synthetic.id)?.isSynthetic == true)
      #expect(try conversations.find(real.id)?.isSynthetic == false)
      #expect(try conversations.summary(synthetic.id) == nil)
      #expect(try conversations.summaries(statuses: [.queued], limit: 9).map(\.id) == [real.id])
      #expect(try conversations.ids() == [real.id])
      #expect(try conversations.count(since: Store.noon) == 1)
      #expect(try conversations.page(since: Store.noon, after: nil, limit: 9).map(\.id) == [real.id])
      #expect(try conversations.overdue(at: later, limit: 9).map(\.id) == [real.id])
      #expect(try conversations.counts([.bot, .queued]) == [.queued: 1])
      #expect(try conversations.oldestQueued() == Store.noon)
      #expect(try CustomerStore(connection).count() == 1)
      #expect(try ReviewStore(connection).turns(status: .open, reason: nil, limit: 9) == [])
      #expect(try ReviewStore(connection).turn(conversation: synthetic.id, seq: 2) == nil)
      #expect(try ReviewStore(connection).counts(status: .open) == [:])
    }
  }

  @Test("A new one takes the place of the one before, with everything that one had")
  func replaced() async throws {
    let first = try await conversation()
    _ = try await store.write { try SessionStore($0).create(customer: first.customer, at: Store.noon) }
    let second = try await conversation()
    #expect(try await store.read { try ConversationStore($0).find(first.id) } == nil)
    #expect(try await store.read { try ConversationStore($0).find(second.id)?.id } == second.id)
    let tables = ["customers", "sessions", "conversations", "events", "decisions", "flags", "reviews"]
    let rows = try await store.read { connection in
      try tables.map { try connection.row("SELECT count(*) AS n FROM \($0)")?.int("n") }
    }
    #expect(rows == [1, 0, 1, 3, 1, 1, 1])
  }
}
