/// Migration 9: how customers prove who they are, and who is to be called when.
enum IdentitySchema {
  static let statements = [
    """
    CREATE TABLE verifications (
      id TEXT PRIMARY KEY, conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
      email_digest TEXT NOT NULL, customer_id TEXT REFERENCES customers(id) ON DELETE CASCADE,
      code_digest TEXT NOT NULL, attempts BIGINT NOT NULL DEFAULT 0, is_open INTEGER NOT NULL DEFAULT 1,
      created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL)
    """,
    "CREATE INDEX verifications_by_conversation ON verifications (conversation_id, created_at)",
    "CREATE INDEX verifications_by_email ON verifications (email_digest, created_at)",
    "CREATE INDEX verifications_by_customer ON verifications (customer_id)",
    "CREATE INDEX verifications_by_creation ON verifications (created_at)",
    "CREATE INDEX customers_by_email ON customers (lower(email)) WHERE email IS NOT NULL",
    """
    CREATE TABLE outbox (
      id TEXT PRIMARY KEY, recipient TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
      created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, sent_at BIGINT, attempts BIGINT NOT NULL DEFAULT 0)
    """,
    "CREATE INDEX outbox_by_expiry ON outbox (expires_at)",
    // Without references: an entry outlives what it speaks of.
    """
    CREATE TABLE audit (
      id INTEGER PRIMARY KEY, at BIGINT NOT NULL, action TEXT NOT NULL, conversation_id TEXT, customer_id TEXT,
      detail TEXT)
    """,
    """
    CREATE TABLE reminders (
      id TEXT PRIMARY KEY, customer_id TEXT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
      conversation_id TEXT REFERENCES conversations(id) ON DELETE SET NULL,
      ticket_number TEXT UNIQUE REFERENCES tickets(number) ON DELETE CASCADE, subject TEXT NOT NULL, phone TEXT,
      due_at BIGINT NOT NULL, assignee_id TEXT REFERENCES users(id), created_at BIGINT NOT NULL, done_at BIGINT,
      done_by TEXT REFERENCES users(id))
    """,
    "CREATE INDEX reminders_by_customer ON reminders (customer_id, due_at)",
    "CREATE INDEX reminders_by_conversation ON reminders (conversation_id)",
    "CREATE INDEX reminders_open ON reminders (due_at) WHERE done_at IS NULL",
  ]
}
