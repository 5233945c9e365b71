import CRM
import Database
import Foundation

/// What a command left behind.
struct CommandResult {
  let code: Int32
  let output: String
  let errors: String
}

/// A data file and content in a folder of their own, and what a test needs to run commands on them.
struct CommandStore {
  static let noon = Timestamp(milliseconds: 1_795_262_400_123)

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  var path: String { folder.path("frontdesk.db") }

  func open() throws -> Database { try Database(path: path, migrations: Schema.migrations) }

  /// Runs the built command on the data file, with `input` as its standard input.
  func run(_ arguments: [String], input: String = "") async throws -> CommandResult {
    let process = Process()
    process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "frontdesk")
    process.currentDirectoryURL = folder.url
    process.environment = ["FRONTDESK_DATABASE": path]
    process.arguments = arguments
    let files = try ["in", "out", "err"].map { name in
      try (name == "in" ? input : "").write(toFile: folder.path(name), atomically: true, encoding: .utf8)
      return try FileHandle(forUpdating: folder.url.appending(path: name))
    }
    (process.standardInput, process.standardOutput, process.standardError) = (files[0], files[1], files[2])
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in continuation.resume() }
      do {
        try process.run()
      } catch {
        continuation.resume(throwing: error)
      }
    }
    return CommandResult(
      code: process.terminationStatus, output: try String(contentsOfFile: folder.path("out"), encoding: .utf8),
      errors: try String(contentsOfFile: folder.path("err"), encoding: .utf8))
  }

  /// A conversation of the texts: the bot's greeting, then customer and bot in turn.
  func conversation(_ texts: [String], at: Timestamp = noon) async throws -> ConversationRecord {
    let database = try open()
    defer { database.close() }
    return try await database.write { connection in
      let customer = try CustomerStore(connection).createAnonymous(language: "en", at: at)
      let greeting = Message(from: .bot, text: "Welcome")
      let store = ConversationStore(connection)
      let record = try store.start(
        customer: customer.id, language: "en", state: "{}", bodies: [.started(language: "en"), .message(greeting)],
        at: at)
      let bodies = texts.enumerated().map { place, text in
        EventBody.message(Message(from: place.isMultiple(of: 2) ? .customer : .bot, text: text))
      }
      return try store.append(bodies, changing: record, to: record, at: at).record
    }
  }

  /// Corrects the customer's message `seq`.
  func correct(_ record: ConversationRecord, _ seq: Int, _ text: String, language: String = "en", _ detail: String)
    async throws
  {
    let database = try open()
    defer { database.close() }
    try await database.write { connection in
      let users = UserStore(connection)
      let wei =
        try users.find(name: "wei")
        ?? users.add(
          name: "wei", displayName: "Wei", password: PasswordHash(text: "scrypt$damaged"), roles: [.trainer],
          at: Self.noon)
      _ = try CorrectionStore(connection).insert(
        conversation: record.id, seq: seq, text: text, language: language, detail: detail, user: wei.id, at: Self.noon)
    }
  }

  /// Publishes all that is pending.
  func publish() async throws {
    let database = try open()
    defer { database.close() }
    try await database.write { connection in
      let store = CorrectionStore(connection)
      let release = ReleaseRecord(number: 1, at: Self.noon, by: nil, digest: "d", body: "{}")
      try store.publish(release, corrections: store.pending().map(\.id))
    }
  }

  /// Writes an intent with a response in both languages, one that only calls a human, and an article.
  func writeContent() throws -> [String] {
    let intents = folder.url.appending(path: "intents")
    let knowledge = folder.url.appending(path: "knowledge")
    for url in [intents, knowledge] {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }
    try """
    version: "3.1"
    nlu:
    - intent: opening_hours
      metadata:
        title: {zh: 服务时间, en: Opening hours}
      examples: |
        - when are you open
        - 几点上班
    - intent: request_human
      metadata:
        title: {zh: 转人工, en: Talk to a person}
        escalate: normal
      examples: |
        - talk to a human
        - 转人工
    responses:
      utter_opening_hours:
      - text: People answer from 8 to 22.
        translation: {zh: 人工服务时间是 8 点到 22 点。}
    """.write(to: intents.appending(path: "service.yml"), atomically: true, encoding: .utf8)
    try """
    # Fees

    ## What does a transfer abroad cost? {#transfer-abroad-fee}

    - question: fee for swift
    - tags: fee

    0.1 %, at least ¥30 and at most ¥200.
    """.write(to: knowledge.appending(path: "fees.en.md"), atomically: true, encoding: .utf8)
    try """
    # 费用

    ## 境外汇款收多少钱？ {#transfer-abroad-fee}

    - tags: 费用

    按金额的 0.1% 收取，最低 30 元，最高 200 元。
    """.write(to: knowledge.appending(path: "fees.zh.md"), atomically: true, encoding: .utf8)
    return ["--intents", intents.path, "--knowledge", knowledge.path]
  }
}
