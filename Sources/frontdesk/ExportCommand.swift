import ArgumentParser
import CRM
import ChatServer
import Database
import Foundation

struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write conversations, or what trainers corrected, as JSON Lines.",
    discussion: """
      The server may be running. What is counted goes to standard error, the lines to standard output or --output.

        frontdesk export transcripts --since 2026-11-01 --output november.jsonl
        frontdesk export fine-tuning > pairs.jsonl
      """,
    subcommands: [TranscriptsCommand.self, FineTuningCommand.self])

  /// Tells what was done, where it does not mix with the lines.
  static func report(_ sentence: String) { FileHandle.standardError.write(Data("\(sentence)\n".utf8)) }
}

/// A conversation as it is exported, masked.
private struct Transcript: Encodable, Sendable {
  let conversation: String
  let customer: String
  let language: String
  let status: ConversationRecord.Status
  let startedAt: Timestamp
  let events: [Event]
  let decisions: [Decision]

  init(_ record: ConversationRecord, in connection: Connection) throws {
    conversation = record.id
    customer = record.customer
    language = record.language
    status = record.status
    startedAt = record.createdAt
    events = try ConversationStore(connection).events(of: record.id).map(\.masked)
    decisions = try DecisionStore(connection).list(conversation: record.id).map(\.masked)
  }

  var hasCustomer: Bool { events.contains { $0.body.message?.from == .customer } }

  private enum CodingKeys: String, CodingKey {
    case conversation, customer, language, status, events, decisions
    case startedAt = "started_at"
  }
}

struct TranscriptsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transcripts",
    abstract: "Write every conversation with its events and the bot's decisions, one a line, oldest first.",
    discussion: """
      A line is {"conversation","customer","language","status","started_at","events":[…],"decisions":[…]}; events and
      decisions are those of docs/protocol.md. Conversations in which no customer spoke are left out. Numbers of phones,
      cards and mainland IDs are shortened to …1234, email addresses to d…@example.com; names, and whatever else people
      wrote, are not hidden: keep the file as safe as the database.

        frontdesk export transcripts --output all.jsonl
        frontdesk export transcripts --since 2026-11-20T08:00:00Z | jq .events
        frontdesk export transcripts --conversation cq4m7r2k9x
      """)

  /// Conversations in memory at once.
  private static let pageSize = 50

  @Option(help: "File to write, replaced when there is one (default: standard output).")
  var output: String?

  @Option(
    help: "Only conversations begun at that time or later: 2026-11-20 or 2026-11-20T08:00:00Z.",
    transform: Self.timestamp)
  var since: Timestamp?

  @Option(help: "Only this conversation.")
  var conversation: String?

  @OptionGroup var store: StoreOption

  func run() async throws {
    BackgroundWork.yieldProcess()
    let database = try store.open()
    do {
      try await export(from: database)
    } catch {
      throw CommandFailure(error)
    }
  }

  private func export(from database: Database) async throws {
    if let conversation, try await database.read({ try ConversationStore($0).summary(conversation) }) == nil {
      throw UnknownConversation(id: conversation)
    }
    let total = try await database.read { [begin] in try ConversationStore($0).count(since: begin) }
    let bar = showsProgress ? ProgressBar("Conversations") : nil
    defer { bar?.finish() }
    var output = try JSONLinesOutput(path: output)
    var events = 0
    var skipped = 0
    var last: ConversationRecord?
    repeat {
      let page = try await page(of: database, after: last)
      for transcript in page.transcripts {
        guard transcript.hasCustomer else {
          skipped += 1
          continue
        }
        try output.write(transcript)
        events += transcript.events.count
      }
      bar?.show(Double(output.count + skipped) / Double(max(1, total)))
      last = page.last
    } while last != nil
    try output.close()
    bar?.finish()
    ExportCommand.report(
      "\(output.count) conversations with \(events) events; \(skipped) without a customer's word left out")
  }

  private var begin: Timestamp { since ?? Timestamp(milliseconds: .min) }

  /// A bar would run into the lines when both are on the terminal.
  private var showsProgress: Bool { output != nil || isatty(STDOUT_FILENO) == 0 }

  /// The next conversations, and the last of them if there may be more.
  private func page(
    of database: Database, after last: ConversationRecord?
  ) async throws -> (transcripts: [Transcript], last: ConversationRecord?) {
    try await database.read { [conversation, begin] connection in
      let conversations = ConversationStore(connection)
      if let conversation {
        return (try conversations.find(conversation).map { [try Transcript($0, in: connection)] } ?? [], nil)
      }
      let records = try conversations.page(since: begin, after: last, limit: Self.pageSize)
      return (try records.map { try Transcript($0, in: connection) }, records.last)
    }
  }

  @Sendable private static func timestamp(_ text: String) throws -> Timestamp {
    guard let timestamp = Timestamp(text: text) else {
      throw ValidationError("since: '\(text)' is not a time such as 2026-11-20 or 2026-11-20T08:00:00Z")
    }
    return timestamp
  }
}

private struct UnknownConversation: Error, CustomStringConvertible {
  let id: String

  var description: String { "conversation: there is no conversation \(id)" }
}
