package import Database

/// The tables, in the SQL that SQLite and PostgreSQL share. Times are milliseconds since 1970 in UTC.
package enum Schema {
  package static let migrations = [
    Migration("1-people", people), Migration("2-conversations", conversations), Migration("3-review", review),
    Migration("4-export", ["CREATE INDEX conversations_by_creation ON conversations (created_at, id)"]),
    Migration("5-leases", leases), Migration("6-synthetic", synthetic), Migration("7-log", LogSchema.statements),
    Migration("8-errands", errands), Migration("9-identity", IdentitySchema.statements),
    Migration("10-thumbs-down", ["ALTER TABLE flags ADD COLUMN detail TEXT"]),
  ]

  private static let people = [
    """
    CREATE TABLE counters (name TEXT PRIMARY KEY, value BIGINT NOT NULL)
    """,
    """
    CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)
    """,
    """
    CREATE TABLE users (
      id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, display_name TEXT NOT NULL, password_hash TEXT NOT NULL,
      disabled INTEGER NOT NULL DEFAULT 0, created_at BIGINT NOT NULL)
    """,
    """
    CREATE TABLE user_roles (
      user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
      role TEXT NOT NULL CHECK (role IN ('agent', 'trainer', 'admin')), PRIMARY KEY (user_id, role))
    """,
    """
    CREATE TABLE customers (
      id TEXT PRIMARY KEY, number TEXT UNIQUE, name TEXT, email TEXT, phone TEXT, language TEXT,
      created_at BIGINT NOT NULL)
    """,
    """
    CREATE TABLE memberships (
      customer_id TEXT PRIMARY KEY REFERENCES customers(id) ON DELETE CASCADE,
      level TEXT NOT NULL CHECK (level IN ('blue', 'silver', 'gold', 'platinum')),
      points BIGINT NOT NULL CHECK (points >= 0), growth BIGINT NOT NULL CHECK (growth >= 0))
    """,
    """
    CREATE TABLE orders (
      number TEXT PRIMARY KEY, customer_id TEXT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
      title TEXT NOT NULL, status TEXT NOT NULL, amount BIGINT NOT NULL, currency TEXT NOT NULL,
      placed_at BIGINT NOT NULL)
    """,
    "CREATE INDEX orders_by_customer ON orders (customer_id, placed_at)",
    """
    CREATE TABLE sessions (
      token_hash TEXT PRIMARY KEY, user_id TEXT REFERENCES users(id) ON DELETE CASCADE,
      customer_id TEXT REFERENCES customers(id) ON DELETE CASCADE,
      created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,
      CHECK ((user_id IS NULL) <> (customer_id IS NULL)))
    """,
    "CREATE INDEX sessions_by_expiry ON sessions (expires_at)",
  ]

  private static let conversations = [
    """
    CREATE TABLE conversations (
      id TEXT PRIMARY KEY, customer_id TEXT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
      status TEXT NOT NULL CHECK (status IN ('bot', 'queued', 'agent', 'closed')),
      epoch BIGINT NOT NULL, holder_id TEXT REFERENCES users(id), last_seq BIGINT NOT NULL, language TEXT NOT NULL,
      state TEXT NOT NULL, queue TEXT, reason TEXT, queued_at BIGINT, last_text TEXT, last_from TEXT,
      created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)
    """,
    "CREATE INDEX conversations_by_customer ON conversations (customer_id, created_at)",
    "CREATE INDEX conversations_by_status ON conversations (status, updated_at)",
    """
    CREATE TABLE events (
      conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE, seq BIGINT NOT NULL,
      at BIGINT NOT NULL, client_message_id TEXT, body TEXT NOT NULL,
      PRIMARY KEY (conversation_id, seq), UNIQUE (conversation_id, client_message_id))
    """,
    """
    CREATE TABLE decisions (
      conversation_id TEXT NOT NULL, seq BIGINT NOT NULL, at BIGINT NOT NULL, release BIGINT NOT NULL,
      outcome TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (conversation_id, seq),
      FOREIGN KEY (conversation_id, seq) REFERENCES events(conversation_id, seq) ON DELETE CASCADE)
    """,
    """
    CREATE TABLE handoffs (
      conversation_id TEXT NOT NULL, seq BIGINT NOT NULL, at BIGINT NOT NULL, packet TEXT NOT NULL,
      PRIMARY KEY (conversation_id, seq),
      FOREIGN KEY (conversation_id, seq) REFERENCES events(conversation_id, seq) ON DELETE CASCADE)
    """,
    """
    CREATE TABLE tickets (
      number TEXT PRIMARY KEY, customer_id TEXT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
      conversation_id TEXT REFERENCES conversations(id) ON DELETE SET NULL, request_id TEXT UNIQUE,
      subject TEXT NOT NULL, category TEXT NOT NULL,
      priority TEXT NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
      status TEXT NOT NULL CHECK (status IN ('open', 'pending', 'resolved', 'closed')),
      description TEXT NOT NULL, assignee_id TEXT REFERENCES users(id),
      created_at BIGINT NOT NULL, due_at BIGINT NOT NULL)
    """,
    "CREATE INDEX tickets_by_customer ON tickets (customer_id, created_at)",
    "CREATE INDEX tickets_by_status ON tickets (status, due_at)",
  ]

  private static let leases = [
    "ALTER TABLE conversations ADD COLUMN returned BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE conversations ADD COLUMN answer_due_at BIGINT",
    "UPDATE conversations SET answer_due_at = queued_at + 300000 WHERE status = 'queued'",
    "CREATE INDEX conversations_by_answer_due ON conversations (answer_due_at) WHERE answer_due_at IS NOT NULL",
    "ALTER TABLE tickets ADD COLUMN contact_email TEXT",
    "ALTER TABLE tickets ADD COLUMN contact_phone TEXT",
    """
    CREATE TABLE roles_of_users (
      user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
      role TEXT NOT NULL CHECK (role IN ('agent', 'supervisor', 'trainer', 'admin')), PRIMARY KEY (user_id, role))
    """,
    "INSERT INTO roles_of_users (user_id, role) SELECT user_id, role FROM user_roles",
    "DROP TABLE user_roles",
    "ALTER TABLE roles_of_users RENAME TO user_roles",
  ]

  private static let review = [
    """
    CREATE TABLE flags (
      conversation_id TEXT NOT NULL, seq BIGINT NOT NULL,
      reason TEXT NOT NULL CHECK (reason IN ('low_confidence', 'no_answer', 'thumbs_down', 'handed_off')),
      at BIGINT NOT NULL, PRIMARY KEY (conversation_id, seq, reason),
      FOREIGN KEY (conversation_id, seq) REFERENCES events(conversation_id, seq) ON DELETE CASCADE)
    """,
    """
    CREATE TABLE reviews (
      conversation_id TEXT NOT NULL, seq BIGINT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('open', 'corrected', 'dismissed')),
      at BIGINT NOT NULL, reviewer_id TEXT REFERENCES users(id), PRIMARY KEY (conversation_id, seq),
      FOREIGN KEY (conversation_id, seq) REFERENCES events(conversation_id, seq) ON DELETE CASCADE)
    """,
    "CREATE INDEX reviews_by_status ON reviews (status, at)",
    """
    CREATE TABLE releases (
      number BIGINT PRIMARY KEY, at BIGINT NOT NULL, user_id TEXT REFERENCES users(id), digest TEXT NOT NULL,
      body TEXT NOT NULL)
    """,
    """
    CREATE TABLE corrections (
      id TEXT PRIMARY KEY, conversation_id TEXT, seq BIGINT, ordinal BIGINT NOT NULL UNIQUE, text TEXT NOT NULL,
      language TEXT NOT NULL, detail TEXT NOT NULL, user_id TEXT REFERENCES users(id), at BIGINT NOT NULL,
      release BIGINT REFERENCES releases(number))
    """,
    "CREATE INDEX corrections_by_release ON corrections (release)",
  ]

  /// Customers that the watchdog plays. They are deleted at every probe: the indexes spare that a walk through tables that grow.
  private static let synthetic = [
    "ALTER TABLE customers ADD COLUMN synthetic INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX customers_synthetic ON customers (id) WHERE synthetic = 1",
    "CREATE INDEX sessions_by_customer ON sessions (customer_id)",
    "CREATE INDEX tickets_by_conversation ON tickets (conversation_id)",
  ]

  /// What errands look up and leave behind.
  private static let errands = [
    """
    CREATE TABLE coupons (
      code TEXT PRIMARY KEY, customer_id TEXT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
      title TEXT NOT NULL, amount BIGINT NOT NULL, currency TEXT NOT NULL, expires_at BIGINT NOT NULL, used_at BIGINT)
    """,
    "CREATE INDEX coupons_by_customer ON coupons (customer_id, expires_at)",
    """
    CREATE TABLE leads (
      id TEXT PRIMARY KEY, customer_id TEXT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
      conversation_id TEXT REFERENCES conversations(id) ON DELETE SET NULL, product TEXT NOT NULL,
      score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100), ticket_number TEXT REFERENCES tickets(number),
      at BIGINT NOT NULL)
    """,
    "CREATE INDEX leads_by_customer ON leads (customer_id, at)",
    "CREATE INDEX leads_by_conversation ON leads (conversation_id)",
  ]
}
