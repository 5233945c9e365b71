import ArgumentParser
import CRM
import ChatServer
import Database
import Foundation
import TextAnalysis
import Training

struct FineTuningCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fine-tuning",
    abstract: "Write what trainers corrected as chat messages, one corrected turn a line.",
    discussion: """
      A line is {"messages":[{"role":"system","content":…},{"role":"user",…},{"role":"assistant",…}]}: the instruction,
      up to 10 earlier messages of the conversation (bot and agent as assistant), what the customer wrote, and the right
      answer: the article's, or the intent's response, from the content as it is on disk with the corrections laid over
      it. A sentence added as an example becomes a pair of its own. Turns whose right answer has no text, such as an
      intent that only calls a human, are left out and counted.

        frontdesk export fine-tuning --output pairs.jsonl
        frontdesk export fine-tuning --include-pending --intents intents --knowledge knowledge
      """)

  @Option(help: "File to write, replaced when there is one (default: standard output).")
  var output: String?

  @Flag(help: "Take corrections too that are not published yet.")
  var includePending = false

  @Option(help: "The system message (default: a short instruction in the language of the turn).")
  var system: String?

  @OptionGroup var content: ContentOptions
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
    let corrections = try await corrections(in: database)
    let answers = RightAnswers(try writtenContent().applying(corrections.map(\.change)))
    var output = try JSONLinesOutput(path: output)
    var skipped = 0
    for correction in corrections where !correction.isOverruled {
      guard let answer = answers.text(for: correction.change) else {
        skipped += 1
        continue
      }
      let earlier = try await database.read { try correction.earlierMessages(in: $0) }
      try output.write(FineTuningLine(correction.change, after: earlier, answer: answer, system: system))
    }
    try output.close()
    ExportCommand.report("\(output.count) corrected turns; \(skipped) without an answer in words left out")
  }

  private func writtenContent() throws -> Content {
    let settings = try Settings(path: nil)
    return try Content.read(
      intents: content.intentsLocation(settings), knowledge: content.knowledgeLocation(settings))
  }

  /// The corrections in the order in which they were made; of several of one turn the last one counts.
  private func corrections(in database: Database) async throws -> [CorrectedTurn] {
    let records = try await database.read { [includePending] connection in
      let store = CorrectionStore(connection)
      return try store.published() + (includePending ? store.pending() : [])
    }
    var seen: Set<CorrectedTurn.Place> = []
    let latestFirst = try records.reversed().compactMap { record in
      try CorrectedTurn(record).map { turn in
        var turn = turn
        turn.isOverruled = turn.place.map { !seen.insert($0).inserted } ?? false
        return turn
      }
    }
    return latestFirst.reversed()
  }
}
