/// Migration 7: the log in a shape in which a turn changes few pages.
///
/// A conversation and an event have a number beside their names. Events, decisions and packets are appended in the order in
/// which they come, and what finds them is small: one index for a conversation's log, one for the messages that carry a
/// `client_message_id`. What belongs to an event is filed under its number and needs no index of its own.
///
/// The numbers are given by the statements that insert, never by SQLite, so `INTEGER PRIMARY KEY` says no more than it does
/// anywhere: it may be read as `BIGINT PRIMARY KEY`.
enum LogSchema {
  /// New tables are filled from the old ones before these go: what refers to others goes first.
  static let statements =
    newTables + copies
    + ["flags", "reviews", "handoffs", "decisions", "events", "conversations"].flatMap {
      ["DROP TABLE \($0)", "ALTER TABLE new_\($0) RENAME TO \($0)"]
    } + indexes

  private static let newTables = [
    """
    CREATE TABLE new_conversations (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
      customer_id TEXT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
      status TEXT NOT NULL CHECK (status IN ('bot', 'queued', 'agent', 'closed')),
      epoch BIGINT NOT NULL, holder_id TEXT REFERENCES users(id), last_seq BIGINT NOT NULL, language TEXT NOT NULL,
      state TEXT NOT NULL, queue TEXT, reason TEXT, queued_at BIGINT, returned BIGINT NOT NULL DEFAULT 0,
      answer_due_at BIGINT, last_text TEXT, last_from TEXT, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
      updated_period BIGINT NOT NULL)
    """,
    """
    CREATE TABLE new_events (
      id INTEGER PRIMARY KEY, conversation_number BIGINT NOT NULL REFERENCES new_conversations(number) ON DELETE CASCADE,
      seq BIGINT NOT NULL, at BIGINT NOT NULL, client_message_id TEXT, body TEXT NOT NULL,
      UNIQUE (conversation_number, seq))
    """,
    """
    CREATE TABLE new_decisions (
      event_id INTEGER PRIMARY KEY REFERENCES new_events(id) ON DELETE CASCADE, at BIGINT NOT NULL,
      release BIGINT NOT NULL, outcome TEXT NOT NULL, body TEXT NOT NULL)
    """,
    """
    CREATE TABLE new_handoffs (
      event_id INTEGER PRIMARY KEY REFERENCES new_events(id) ON DELETE CASCADE, at BIGINT NOT NULL, packet TEXT NOT NULL)
    """,
    """
    CREATE TABLE new_flags (
      event_id BIGINT NOT NULL REFERENCES new_events(id) ON DELETE CASCADE,
      reason TEXT NOT NULL CHECK (reason IN ('low_confidence', 'no_answer', 'thumbs_down', 'handed_off')),
      at BIGINT NOT NULL, PRIMARY KEY (event_id, reason))
    """,
    """
    CREATE TABLE new_reviews (
      event_id INTEGER PRIMARY KEY REFERENCES new_events(id) ON DELETE CASCADE,
      status TEXT NOT NULL CHECK (status IN ('open', 'corrected', 'dismissed')),
      at BIGINT NOT NULL, reviewer_id TEXT REFERENCES users(id))
    """,
  ]

  private static let copies =
    [
      """
      INSERT INTO new_conversations
      SELECT row_number() OVER (ORDER BY created_at, id), id, customer_id, status, epoch, holder_id, last_seq, language,
        state, queue, reason, queued_at, returned, answer_due_at, last_text, last_from, created_at, updated_at,
        updated_at / \(ConversationStore.periodMilliseconds)
      FROM conversations
      """,
      """
      INSERT INTO new_events
      SELECT row_number() OVER (ORDER BY e.at, c.number, e.seq), c.number, e.seq, e.at, e.client_message_id, e.body
      FROM events e JOIN new_conversations c ON c.id = e.conversation_id
      """,
      "INSERT INTO counters (name, value) SELECT 'conversation', max(number) FROM new_conversations HAVING count(*) > 0",
    ]
    + [
      ("decisions", "o.at, o.release, o.outcome, o.body"), ("handoffs", "o.at, o.packet"), ("flags", "o.reason, o.at"),
      ("reviews", "o.status, o.at, o.reviewer_id"),
    ].map { table, columns in
      """
      INSERT INTO new_\(table) SELECT e.id, \(columns) FROM \(table) o
      JOIN new_conversations c ON c.id = o.conversation_id
      JOIN new_events e ON e.conversation_number = c.number AND e.seq = o.seq ORDER BY e.id
      """
    }

  private static let indexes = [
    "CREATE INDEX conversations_by_creation ON conversations (created_at, id)",
    "CREATE INDEX conversations_by_customer ON conversations (customer_id, created_at)",
    "CREATE INDEX conversations_by_status ON conversations (status, updated_period)",
    "CREATE INDEX conversations_by_answer_due ON conversations (answer_due_at) WHERE answer_due_at IS NOT NULL",
    """
    CREATE UNIQUE INDEX events_by_client_message ON events (conversation_number, client_message_id)
    WHERE client_message_id IS NOT NULL
    """,
    "CREATE INDEX reviews_by_status ON reviews (status, at)",
  ]
}
