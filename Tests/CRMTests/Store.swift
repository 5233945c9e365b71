import CRM
import Database
import Foundation

/// A real store in a folder of its own, with what the tests need in it.
struct Store: Sendable {
  static let noon = Timestamp(milliseconds: 1_795_262_400_123)

  let folder: TemporaryFolder
  let database: Database

  init() throws {
    folder = try TemporaryFolder()
    database = try Database(path: folder.path("crm.db"), migrations: Schema.migrations)
  }

  func write<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
    try await database.write(body)
  }

  func read<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
    try await database.read(body)
  }

  /// A customer with a number.
  func customer(_ number: String, name: String? = nil) async throws -> Customer {
    let customer = Customer(
      id: "u-\(number)", number: number, name: name, email: nil, phone: nil, language: "en", since: Self.noon)
    try await write { try CustomerStore($0).insert(customer) }
    return customer
  }

  func anonymous() async throws -> Customer {
    try await write { try CustomerStore($0).createAnonymous(language: "en", at: Self.noon) }
  }

  func user(_ name: String, _ roles: [Role] = [.agent]) async throws -> User {
    let password = PasswordHash(text: "scrypt$damaged")
    return try await write {
      try UserStore($0).add(name: name, displayName: name.capitalized, password: password, roles: roles, at: Self.noon)
    }
  }

  /// A conversation whose log holds `started`.
  func conversation(of customer: Customer, at: Timestamp = noon) async throws -> ConversationRecord {
    try await write {
      try ConversationStore($0).start(
        customer: customer.id, language: "en", state: "{}", bodies: [.started(language: "en")], at: at)
    }
  }

  @discardableResult
  func append(_ bodies: [EventBody], to record: ConversationRecord, at: Timestamp = noon) async throws
    -> ConversationRecord
  {
    try await write { try ConversationStore($0).append(bodies, changing: record, to: record, at: at).record }
  }

  /// A turn: the customer's message, the bot's answer and the decision between them.
  func turn(_ text: String, in record: ConversationRecord) async throws -> ConversationRecord {
    var answer = Message(from: .bot, text: "An answer to: \(text)")
    answer.replyTo = record.lastSeq + 1
    let bodies: [EventBody] = [.message(Message(from: .customer, text: text)), .message(answer)]
    let decision = Self.decision(text, in: record)
    return try await write { connection in
      let after = try ConversationStore(connection).append(bodies, changing: record, to: record, at: Self.noon).record
      try DecisionStore(connection).insert(DecisionRow(decision), into: record.number)
      return after
    }
  }

  private static func decision(_ text: String, in record: ConversationRecord) -> Decision {
    Decision(
      conversation: record.id, seq: record.lastSeq + 1, at: noon, release: 1, text: text, language: "en",
      tokens: text.split(separator: " ").map(String.init),
      intents: [.init(name: "card_lost", title: "Lost card", confidence: 0.5)],
      articles: [.init(id: "card-lost", title: "Lost card", confidence: 0.25, terms: ["card"])],
      thresholds: .init(answer: 0.625, offer: 0.125), rule: "unsure", outcome: "unsure",
      answer: .init(kind: "article", id: "card-lost", title: "Lost card"), stateBefore: .init(phase: "bot", misses: 0),
      stateAfter: .init(phase: "bot", misses: 1), microseconds: 212)
  }
}

extension Message {
  static func customer(_ text: String, id: String? = nil) -> EventBody {
    var message = Message(from: .customer, text: text)
    message.clientMessageID = id
    return .message(message)
  }

  static func bot(_ text: String) -> EventBody { .message(Message(from: .bot, text: text)) }
}
