import ArgumentParser
import CRM
import ChatServer
import IntentClassifier
import TextAnalysis
import Training

struct AskCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask",
    abstract: "Show how the bot reads one sentence and what it would decide.",
    discussion: """
      Fits the content as it is on disk; no server and no database are needed.

        frontdesk ask "我的卡丢了"
        frontdesk ask "how much is a transfer abroad" --json
      """)

  @Argument(help: "What a customer would write.")
  var text: String

  @OptionGroup var content: ContentOptions

  @Flag(help: "Print the decision as JSON.")
  var json = false

  func run() async throws {
    let live = try content.fitted(try Settings(path: nil))
    let rehearsal = Rehearsal(text: text, live: live)
    if json { return print(try JSON.text(rehearsal.decision)) }
    print(rehearsal.description)
    let analyzed = live.release.analyzer.analyzed(text)
    if let explanation = live.release.model.explanation(for: analyzed) {
      for line in WhyLines(explanation, text: text).lines { print(line) }
    }
  }
}
