import ArgumentParser
import CRM
import ChatServer
import Database
import Foundation
import Training

/// `frontdesk replay`: computes a conversation's decisions again.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Compute every decision of a conversation again and show what differs.",
    discussion: """
      The release that decides is made of the content files on disk and the published corrections. With the release that \
      decided then, everything is the same; if it is not, the command exits with 1. With another release the differences \
      are what has changed since.

        $ frontdesk replay cq4m7r2k9x
        seq 2  "how much is a transfer abroad"  release 3, now 4
          rule: low_confidence → answer_confident
        seq 5  "thanks"  identical
      """)

  @Argument(help: "The conversation's name.")
  var conversation: String

  @OptionGroup var store: StoreOption
  @OptionGroup var content: ContentOptions

  func run() async throws {
    let settings = try Settings(path: nil)
    let database = try store.open()
    defer { database.close() }
    let replays: [DecisionReplay]?
    do {
      replays = try await DecisionReplay.all(
        of: conversation, in: database, intents: content.intentsLocation(settings),
        knowledge: content.knowledgeLocation(settings),
        cache: content.cacheLocation(settings, database: try store.path()))
    } catch let error as ContentError {
      throw CommandFailure(error)
    }
    guard let replays else { throw CommandFailure("there is no conversation \(conversation)") }
    for replay in replays { show(replay) }
    let broken = replays.filter { !$0.differences.isEmpty && $0.recorded.release == $0.release }
    guard broken.isEmpty else { throw ExitCode.failure }
  }

  private func show(_ replay: DecisionReplay) {
    let decision = replay.recorded
    let verdict =
      replay.isSkipped
      ? "not computed then"
      : replay.differences.isEmpty ? "identical" : "release \(decision.release), now \(replay.release)"
    print("seq \(decision.seq)  \"\(decision.text)\"  \(verdict)")
    for difference in replay.differences { print("  " + difference) }
  }
}
