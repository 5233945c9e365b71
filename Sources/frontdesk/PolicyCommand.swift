import ArgumentParser
import CRM
import ChatServer
import Dialogue
import Foundation
import TextAnalysis
import Training

/// `frontdesk policy`: what the escalation policy does.
struct PolicyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Try the escalation policy: who answers whom, and when.",
    subcommands: [PolicyTest.self])
}

/// `frontdesk policy test`: one case.
struct PolicyTest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Show what would happen with a message, and which row of the policy fires.",
    discussion: """
      Fits the content as it is on disk; no server and no database are needed. The time is that of the policy's time zone.

        $ frontdesk policy test --text "where is my parcel" --at 2026-12-25T10:00 --tier gold
        $ frontdesk policy test --text "我要找律师" --at 2026-11-23T03:00 --json
      """)

  @Option(help: "What a customer would write.")
  var text: String

  @Option(help: "Where it comes from: \(PolicyContent.channels.joined(separator: ", ")).")
  var channel = LiveRelease.channel

  @Option(help: ArgumentHelp("When, such as 2026-12-25T10:00 (default: now).", valueName: "time"))
  var at: String?

  @Option(help: "The customer's level: \(PolicyContent.tiers.joined(separator: ", ")) (default: an unknown customer).")
  var tier: String?

  @Option(help: ArgumentHelp("How often in a row the bot has not understood before.", valueName: "N"))
  var misses = 0

  @Option(help: "How the customer has felt so far: angry, unhappy, neutral or happy.")
  var mood = Mood.neutral

  @OptionGroup var content: ContentOptions

  @ArgumentParser.Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard PolicyContent.channels.contains(channel) else {
      throw ValidationError("--channel must be \(PolicyContent.channels.joined(separator: ", ")).")
    }
    if let tier, !PolicyContent.tiers.contains(tier) {
      throw ValidationError("--tier must be \(PolicyContent.tiers.joined(separator: ", ")).")
    }
    if !(0...100).contains(misses) { throw ValidationError("--misses must be 0 to 100.") }
    if let at, LocalTime(text: at) == nil { throw ValidationError("--at must be a time such as 2026-12-25T10:00.") }
  }

  func run() async throws {
    let settings = try Settings(path: nil)
    let live = try content.fitted(settings)
    let policy = live.release.content.policy
    let moment =
      at.flatMap(LocalTime.init(text:)).map { Timestamp(milliseconds: policy.milliseconds(of: $0)) } ?? .now()
    var state = DialogueState(misses: misses)
    state.feel(mood.sentiment)
    let situation = live.situation(channel: channel, tier: tier, at: moment)
    let rehearsal = Rehearsal(text: text, live: live, state: state, situation: situation, at: moment)
    let report = PolicyReport(
      rehearsal, channel: channel, tier: tier, situation: situation, time: live.localTime(at: moment),
      words: live.release.triggerWords.groups(in: live.release.analyzer.analyzed(text)).sorted())
    if json { return try printJSON(report) }
    for line in report.lines { print(line) }
  }
}

extension Mood: ExpressibleByArgument {
  /// A sentiment that is this mood.
  fileprivate var sentiment: Double {
    switch self {
    case .angry: -1
    case .unhappy: -0.5
    case .neutral: 0
    case .happy: 1
    }
  }
}

/// What `frontdesk policy test` shows.
struct PolicyReport: Encodable {
  let time: String
  let channel: String
  let tier: String?
  let open: Bool
  let urgentOpen: Bool
  let holiday: Bool
  let words: [String]
  let sentiment: Double?
  let mood: String
  let row: String?
  let rule: String
  let outcome: String
  let handoff: String?
  let replies: [String]

  private enum CodingKeys: String, CodingKey {
    case time, channel, tier, open, holiday, words, sentiment, mood, row, rule, outcome, handoff, replies
    case urgentOpen = "urgent_open"
  }

  init(
    _ rehearsal: Rehearsal, channel: String, tier: String?, situation: Situation, time: LocalTime?, words: [String]
  ) {
    let decision = rehearsal.decision
    self.time = time?.text ?? "?"
    self.channel = channel
    self.tier = tier
    self.words = words
    open = situation.isOpen
    urgentOpen = situation.isOpenForUrgent
    holiday = situation.isHoliday
    sentiment = decision.sentiment?.value
    mood = decision.sentiment?.mood ?? Mood.neutral.rawValue
    row = decision.policy
    rule = decision.rule
    outcome = decision.outcome
    handoff = rehearsal.handoff.map { "\($0.reason.rawValue), \($0.queue.rawValue) queue" }
    replies = rehearsal.replies.map(\.text)
  }

  var lines: [String] {
    let hours = open ? "open" : urgentOpen ? "closed but for what is urgent" : "closed"
    let facts = [
      ("time", "\(time)  (\(hours)\(holiday ? ", a holiday" : ""))"), ("customer", "\(tier ?? "unknown"), \(channel)"),
      ("words", words.isEmpty ? "none" : words.joined(separator: ", ")),
      ("mood", "\(mood)\(sentiment.map { ", this message \(($0 * 100).rounded() / 100)" } ?? "")"),
      ("row", row ?? "none"), ("decision", "\(outcome)  (rule \(rule))"), ("handoff", handoff ?? "none"),
    ]
    return facts.map { $0.0 + String(repeating: " ", count: 10 - $0.0.count) + $0.1 } + ["replies"]
      + replies.map { "  " + $0.replacing("\n", with: "\n  ") }
  }
}
