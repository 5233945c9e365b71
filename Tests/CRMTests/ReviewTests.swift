import CRM
import Database
import Testing

@Suite("Flags, reviews, corrections and releases")
struct ReviewTests {
  private let store: Store

  init() throws { store = try Store() }

  @Test("A flagged turn is shown once with all its reasons, its question and its answer")
  func flagged() async throws {
    let record = try await conversation(["my card is gone"])
    try await flag(record, 2, .noAnswer)
    try await flag(record, 2, .noAnswer)
    try await flag(record, 2, .thumbsDown)
    let turns = try await open()
    #expect(turns.count == 1)
    #expect(turns.first?.reasons == [.noAnswer, .thumbsDown])
    #expect(turns.first?.text == "my card is gone")
    #expect(turns.first?.answerText == "An answer to: my card is gone")
    #expect(turns.first?.answerTitle == "Lost card")
    #expect(turns.first?.customerName == "Mo")
    #expect(try await open(.handedOff) == [])
    #expect(try await open(.thumbsDown) == turns)
    #expect(try await store.read { try ReviewStore($0).counts(status: .open) } == [.noAnswer: 1, .thumbsDown: 1])
  }

  @Test("A dismissed turn opens again with a new reason, a corrected one does not")
  func reopening() async throws {
    let trainer = try await store.user("wei", [.trainer])
    let record = try await conversation(["one", "two"])
    for seq in [2, 4] { try await flag(record, seq, .lowConfidence) }
    try await set(.dismissed, record, 2, trainer)
    try await set(.corrected, record, 4, trainer)
    #expect(try await open() == [])
    for seq in [2, 4] { try await flag(record, seq, .lowConfidence) }
    #expect(try await open() == [])
    for seq in [2, 4] { try await flag(record, seq, .thumbsDown) }
    #expect(try await open().map(\.seq) == [2])
    let corrected = try await store.read { try ReviewStore($0).turn(conversation: record.id, seq: 4) }
    #expect(corrected?.status == .corrected)
    #expect(try await store.read { try ReviewStore($0).turn(conversation: record.id, seq: 3) } == nil)
  }

  @Test("A review of a turn that was never flagged is refused")
  func unknownTurn() async throws {
    let trainer = try await store.user("wei", [.trainer])
    let record = try await conversation(["one"])
    let wasSet = try await store.write {
      try ReviewStore($0).set(.dismissed, conversation: record.id, seq: 2, reviewer: trainer.id, at: Store.noon)
    }
    #expect(!wasSet)
    await #expect(throws: DatabaseError.self) { try await flag(record, 77, .noAnswer) }
  }

  @Test("A correction is pending, then part of one release for good; a pending one can be withdrawn")
  func corrections() async throws {
    let trainer = try await store.user("wei", [.trainer])
    let record = try await conversation(["one", "two"])
    let first = try await correct(record, 2, "one", trainer)
    let second = try await correct(record, 4, "two", trainer)
    #expect(try await store.read { try CorrectionStore($0).pending().map(\.id) } == [first, second])
    #expect(try await store.write { try CorrectionStore($0).withdraw(second)?.text } == "two")
    #expect(try await store.write { try CorrectionStore($0).withdraw(second) } == nil)
    try await publish(1, [first], trainer)
    #expect(try await store.write { try CorrectionStore($0).withdraw(first) } == nil)
    try await publish(2, [first], trainer)
    let (pending, published, releases) = try await store.read {
      (
        try CorrectionStore($0).pending(), try CorrectionStore($0).published(),
        try CorrectionStore($0).releases(limit: 10)
      )
    }
    #expect(pending == [])
    #expect(published.map(\.release) == [1])
    #expect(published.first?.by == "wei")
    #expect(published.first?.detail == #"{"kind":"intent","intent":"card_lost"}"#)
    #expect(releases.map(\.number) == [2, 1])
    try await store.write { try CorrectionStore($0).update(body: "{}", of: 1) }
    #expect(try await store.read { try CorrectionStore($0).releases(limit: 10).last?.body } == "{}")
  }

  @Test("A release number is given once")
  func releaseNumber() async throws {
    let trainer = try await store.user("wei", [.trainer])
    let record = try await conversation(["one"])
    let id = try await correct(record, 2, "one", trainer)
    try await publish(1, [], trainer)
    await #expect(throws: DatabaseError.self) { try await publish(1, [id], trainer) }
    #expect(try await store.read { try CorrectionStore($0).pending().map(\.id) } == [id])
  }

  @Test("A decision comes back as it went in")
  func decision() async throws {
    let record = try await conversation(["my card is gone", "你好"])
    let decisions = try await store.read { try DecisionStore($0).list(conversation: record.id) }
    #expect(decisions.map(\.seq) == [2, 4])
    #expect(decisions.map(\.text) == ["my card is gone", "你好"])
    #expect(try await store.read { try DecisionStore($0).find(conversation: record.id, seq: 4) } == decisions.last)
    #expect(try JSON.text(decisions[0]).contains(#""state_after":{"misses":1,"phase":"bot"}"#))
  }

  /// A conversation with a turn for each text; the customer's messages are 2, 4, …
  private func conversation(_ texts: [String]) async throws -> ConversationRecord {
    var record = try await store.conversation(of: try await store.customer("C1", name: "Mo"))
    for text in texts { record = try await store.turn(text, in: record) }
    return record
  }

  private func flag(_ record: ConversationRecord, _ seq: Int, _ reason: FlagReason) async throws {
    try await store.write {
      try ReviewStore($0).flag(conversation: record.id, seq: seq, reason: reason, at: Store.noon)
    }
  }

  private func set(_ status: ReviewStatus, _ record: ConversationRecord, _ seq: Int, _ trainer: User) async throws {
    let wasSet = try await store.write {
      try ReviewStore($0).set(status, conversation: record.id, seq: seq, reviewer: trainer.id, at: Store.noon)
    }
    #expect(wasSet)
  }

  private func open(_ reason: FlagReason? = nil) async throws -> [FlaggedTurn] {
    try await store.read { try ReviewStore($0).turns(status: .open, reason: reason, limit: 10) }
  }

  private func correct(_ record: ConversationRecord, _ seq: Int, _ text: String, _ trainer: User) async throws
    -> String
  {
    try await store.write {
      try CorrectionStore($0).insert(
        conversation: record.id, seq: seq, text: text, language: "en",
        detail: #"{"kind":"intent","intent":"card_lost"}"#, user: trainer.id, at: Store.noon)
    }
  }

  private func publish(_ number: Int, _ corrections: [String], _ trainer: User) async throws {
    let release = ReleaseRecord(number: number, at: Store.noon, by: trainer.id, digest: "d", body: #"{"number":1}"#)
    try await store.write { try CorrectionStore($0).publish(release, corrections: corrections) }
  }
}
