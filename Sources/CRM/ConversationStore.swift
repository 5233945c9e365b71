package import Database

/// Conversations and their logs in the store.
package struct ConversationStore {
  /// How finely the index of conversations by their last change is kept, in milliseconds: an hour of talk changes it six
  /// times and not at every turn. Within a period they are sorted by `updated_at`. Stored, so it never changes.
  static let periodMilliseconds: Int64 = 600_000
  /// The characters of what was said last that lists show.
  private static let lastTextLength = 200

  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  static let columns = """
    SELECT c.*, u.display_name AS holder_name, k.name AS customer_name, k.synthetic,
      k.number AS customer_number, m.level AS customer_level
    FROM conversations c JOIN customers k ON k.id = c.customer_id
      LEFT JOIN users u ON u.id = c.holder_id LEFT JOIN memberships m ON m.customer_id = c.customer_id
    """

  /// Holds for conversations `c` with a customer who is not the watchdog's.
  static let isReal = "c.customer_id NOT IN (SELECT id FROM customers WHERE synthetic = 1)"

  package func find(_ id: String) throws -> ConversationRecord? {
    try connection.row(Self.columns + " WHERE c.id = ?", [.text(id)]).map(Self.record)
  }

  /// The customer's newest conversation; of two begun in the same millisecond the one that is not closed.
  package func latest(customer: String) throws -> ConversationRecord? {
    try connection.row(
      Self.columns + """
         WHERE c.customer_id = ?
        ORDER BY c.created_at DESC, CASE c.status WHEN 'closed' THEN 1 ELSE 0 END, c.id DESC LIMIT 1
        """, [.text(customer)]
    ).map(Self.record)
  }

  /// A new conversation held by the bot, with its first events.
  package func start(
    customer: String, language: String, state: String, bodies: [EventBody], at: Timestamp, isSynthetic: Bool = false
  ) throws -> ConversationRecord {
    let empty = ConversationRecord(
      number: try CounterStore(connection).next("conversation"), id: Secrets.identifier("c"), customer: customer,
      status: .bot, epoch: 1, holder: nil, lastSeq: 0,
      language: language, state: state, queue: nil, reason: nil, queuedAt: nil, lastText: nil, lastFrom: nil,
      createdAt: at, updatedAt: at, isSynthetic: isSynthetic)
    try connection.run(
      """
      INSERT INTO conversations (number, id, customer_id, status, epoch, last_seq, language, state, created_at, updated_at,
        updated_period)
      VALUES (?, ?, ?, 'bot', 1, 0, ?, ?, ?, ?, ?)
      """,
      [
        .integer(empty.number), .text(empty.id), .text(customer), .text(language), .text(state),
        .integer(at.milliseconds), .integer(at.milliseconds), .integer(Self.period(at)),
      ])
    return try append(bodies, changing: empty, to: empty, at: at).record
  }

  /// Appends events and saves the changed record, if the stored one still is `before`.
  /// - Throws: `StaleConversation` when it is not; `AlreadyStored` for a message that was sent before.
  package func append(
    _ bodies: [EventBody], changing before: ConversationRecord, to after: ConversationRecord, at: Timestamp
  ) throws -> (record: ConversationRecord, events: [Event]) {
    try append(drafts: try bodies.map(EventDraft.init), changing: before, to: after, at: at)
  }

  /// The same for events that have been made ready.
  package func append(
    drafts: [EventDraft], changing before: ConversationRecord, to after: ConversationRecord, at: Timestamp
  ) throws -> (record: ConversationRecord, events: [Event]) {
    var record = after
    var events: [Event] = []
    events.reserveCapacity(drafts.count)
    for draft in drafts {
      record.lastSeq += 1
      events.append(
        Event(conversation: record.id, seq: record.lastSeq, at: at, body: draft.body, bodyJSON: draft.json))
      // What the bot says does not make it a conversation to list, and tells staff little about what is wanted.
      if let message = draft.body.message, message.from != .bot {
        record.lastText = Self.shortened(message.text)
        record.lastFrom = message.from
      }
    }
    record.updatedAt = at
    try save(record, before: before)
    for event in events {
      do {
        try insert(event, into: record.number)
      } catch DatabaseError.constraint(let reason) {
        guard let id = event.body.message?.clientMessageID, let seq = try seq(of: id, in: record.id) else {
          throw DatabaseError.constraint(reason)
        }
        throw AlreadyStored(seq: seq)
      }
    }
    return (record, events)
  }

  /// The `seq` of the message with this `client_message_id`, if the conversation has it.
  package func seq(of clientMessageID: String, in id: String) throws -> Int? {
    try connection.row(
      """
      SELECT e.seq FROM conversations c JOIN events e ON e.conversation_number = c.number
      WHERE c.id = ? AND e.client_message_id = ?
      """, [.text(id), .text(clientMessageID)]
    )?.int("seq")
  }

  private static func period(_ time: Timestamp) -> Int64 { time.milliseconds / periodMilliseconds }

  /// Characters are counted only where there may be too many.
  private static func shortened(_ text: String) -> String {
    text.utf8.count <= lastTextLength ? text : String(text.prefix(lastTextLength))
  }

  private func save(_ record: ConversationRecord, before: ConversationRecord) throws {
    let isOrdinary = record.isSameButTalk(before) && Self.period(record.updatedAt) == Self.period(before.updatedAt)
    let changes = try isOrdinary ? saveTalk(record, before: before) : saveAll(record, before: before)
    guard changes == 1 else { throw StaleConversation(conversation: record.id) }
  }

  /// What nearly every turn changes: nothing that an index or a foreign key hangs on.
  private func saveTalk(_ record: ConversationRecord, before: ConversationRecord) throws -> Int {
    try connection.run(
      """
      UPDATE conversations SET last_seq = ?, language = ?, state = ?, last_text = ?, last_from = ?, updated_at = ?
      WHERE number = ? AND epoch = ? AND last_seq = ?
      """,
      [
        SQLValue(record.lastSeq), .text(record.language), .text(record.state), SQLValue(record.lastText),
        SQLValue(record.lastFrom?.rawValue), .integer(record.updatedAt.milliseconds), .integer(record.number),
        SQLValue(before.epoch), SQLValue(before.lastSeq),
      ])
  }

  private func saveAll(_ record: ConversationRecord, before: ConversationRecord) throws -> Int {
    try connection.run(
      """
      UPDATE conversations SET status = ?, epoch = ?, holder_id = ?, last_seq = ?, language = ?, state = ?, queue = ?,
        reason = ?, queued_at = ?, returned = ?, answer_due_at = ?, last_text = ?, last_from = ?, updated_at = ?,
        updated_period = ?
      WHERE number = ? AND epoch = ? AND last_seq = ?
      """,
      [
        .text(record.status.rawValue), SQLValue(record.epoch), SQLValue(record.holder?.id), SQLValue(record.lastSeq),
        .text(record.language), .text(record.state), SQLValue(record.queue?.rawValue), SQLValue(record.reason),
        SQLValue(record.queuedAt?.milliseconds), SQLValue(record.returned),
        SQLValue(record.answerDueAt?.milliseconds), SQLValue(record.lastText), SQLValue(record.lastFrom?.rawValue),
        .integer(record.updatedAt.milliseconds), .integer(Self.period(record.updatedAt)), .integer(record.number),
        SQLValue(before.epoch), SQLValue(before.lastSeq),
      ])
  }

  private func insert(_ event: Event, into number: Int64) throws {
    try connection.run(
      """
      INSERT INTO events (id, conversation_number, seq, at, client_message_id, body)
      VALUES ((SELECT coalesce(max(id), 0) + 1 FROM events), ?, ?, ?, ?, ?)
      """,
      [
        .integer(number), SQLValue(event.seq), .integer(event.at.milliseconds),
        SQLValue(event.body.message?.clientMessageID), .utf8(try event.bodyJSON()),
      ])
  }

  /// The number of the event `?` of the conversation named `?`; 0, which no event has, when there is none.
  static let eventNumber = """
    coalesce((
      SELECT e.id FROM conversations c JOIN events e ON e.conversation_number = c.number WHERE c.id = ? AND e.seq = ?), 0)
    """

  /// The events after `after`, in order; at most `limit`, and after the first no more than fit into `bytes` of JSON.
  package func events(of id: String, after: Int = 0, limit: Int = .max, bytes: Int = .max) throws -> [Event] {
    var events: [Event] = []
    var size = 0
    let rows = try connection.rows(
      """
      SELECT e.seq, e.at, e.body FROM conversations c JOIN events e ON e.conversation_number = c.number
      WHERE c.id = ? AND e.seq > ? ORDER BY e.seq LIMIT ?
      """,
      [.text(id), SQLValue(after), SQLValue(limit)])
    for row in rows {
      let body = try row.text("body")
      size += body.utf8.count
      guard events.isEmpty || size <= bytes else { break }
      events.append(
        Event(
          conversation: id, seq: try row.int("seq"), at: try row.time("at"),
          body: try JSON.value(EventBody.self, from: body)))
    }
    return events
  }

  /// The customer's messages at the end of the log that nobody has answered, oldest first; of many the last `limit`.
  /// What does not answer them, as thumbs on an earlier reply and what the bot says to those, may stand between.
  package func unanswered(in id: String, limit: Int) throws -> [Event] {
    let rows = try connection.rows(
      """
      SELECT e.seq, e.at, e.body FROM conversations c JOIN events e ON e.conversation_number = c.number
      WHERE c.id = ? ORDER BY e.seq DESC LIMIT ?
      """,
      [.text(id), SQLValue(limit * 4)])
    var events: [Event] = []
    for row in rows {
      let body = try JSON.value(EventBody.self, from: try row.text("body"))
      guard events.count < limit, !body.endsWaiting else { break }
      guard body.message?.from == .customer else { continue }
      events.append(Event(conversation: id, seq: try row.int("seq"), at: try row.time("at"), body: body))
    }
    return events.reversed()
  }

  /// Gives an anonymous customer's conversations, tickets and sessions to the customer they turned out to be. An
  /// identified customer's stay theirs.
  package func reassign(from anonymous: String, to customer: String) throws {
    guard anonymous != customer, let giver = try CustomerStore(connection).find(anonymous), giver.number == nil
    else { return }
    for table in ["conversations", "tickets", "reminders", "sessions"] {
      try connection.run(
        "UPDATE \(table) SET customer_id = ? WHERE customer_id = ?", [.text(customer), .text(anonymous)])
    }
    try connection.run("DELETE FROM customers WHERE id = ?", [.text(anonymous)])
  }

  static func record(_ row: Row) throws -> ConversationRecord {
    ConversationRecord(
      number: try row.integer("number"), id: try row.text("id"), customer: try row.text("customer_id"),
      status: try row.value("status"),
      epoch: try row.int("epoch"), holder: holder(row), lastSeq: try row.int("last_seq"),
      language: try row.text("language"), state: try row.text("state"),
      queue: row.optionalText("queue").flatMap(Queue.init), reason: row.optionalText("reason"),
      queuedAt: row.optionalTime("queued_at"), returned: try row.flag("returned"),
      answerDueAt: row.optionalTime("answer_due_at"), lastText: row.optionalText("last_text"),
      lastFrom: row.optionalText("last_from").flatMap(Message.Author.init), createdAt: try row.time("created_at"),
      updatedAt: try row.time("updated_at"), isSynthetic: try row.flag("synthetic"),
      isIdentified: row.optionalText("customer_number") != nil, tier: row.optionalText("customer_level"))
  }

  static func summary(_ row: Row) throws -> ConversationSummary {
    let record = try record(row)
    return ConversationSummary(
      id: record.id, status: record.status, queue: record.queue, reason: record.reason, language: record.language,
      customer: .init(
        id: record.customer, name: row.optionalText("customer_name"),
        level: row.optionalText("customer_level").flatMap(Membership.Level.init)),
      holder: record.holder, lastText: record.lastText, lastFrom: record.lastFrom, queuedAt: record.queuedAt,
      returned: record.returned, answerDueAt: record.answerDueAt, createdAt: record.createdAt,
      updatedAt: record.updatedAt, lastSeq: record.lastSeq, mood: mood(record.state))
  }

  /// What a list shows of the dialogue's state.
  private struct StateInBrief: Decodable {
    struct Sentiment: Decodable { let mood: String }
    let sentiment: Sentiment?
  }

  private static func mood(_ state: String) -> String? {
    guard state.contains("\"sentiment\"") else { return nil }
    let mood = (try? JSON.value(StateInBrief.self, from: state))?.sentiment?.mood
    return mood == "neutral" ? nil : mood
  }

  private static func holder(_ row: Row) -> AgentName? {
    guard let id = row.optionalText("holder_id"), let name = row.optionalText("holder_name") else { return nil }
    return AgentName(id: id, displayName: name)
  }
}
