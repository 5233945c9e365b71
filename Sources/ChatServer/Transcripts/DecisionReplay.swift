package import CRM
package import Database
import Dialogue
package import Foundation
import Logging
import TextAnalysis
import Training

/// A stored decision and what the bot decides now in the same place: the same text, the same state before it.
///
/// What an errand found in the store is not looked up again: a turn is compared up to that point.
package struct DecisionReplay: Sendable {
  package let recorded: Decision
  /// The release that decides now; 0 for files that no release was made of.
  package let release: Int
  /// `field: was → is` for everything that differs.
  package let differences: [String]
  /// Whether there is nothing to compute: a human was called because the bot was late.
  package let isSkipped: Bool

  /// Replays every decision of a conversation; nil when there is none with that name.
  ///
  /// - Parameters:
  ///   - intents, knowledge: the content files; with the published corrections they make the release that decides.
  ///   - cache: the folder where models and indexes are kept; nil for nowhere.
  ///   - wrongAnswers: the share of messages that may be answered wrongly, 0 ... 1.
  package static func all(
    of conversation: String, in database: Database, intents: URL, knowledge: URL?, policy: URL?, sentiment: URL?,
    cache: URL?, wrongAnswers: Double
  ) async throws -> [DecisionReplay]? {
    let stored = try await database.read { connection -> ([Decision], [Event])? in
      let store = ConversationStore(connection)
      guard try store.find(conversation) != nil else { return nil }
      return (try DecisionStore(connection).list(conversation: conversation), try store.events(of: conversation))
    }
    guard let (decisions, events) = stored else { return nil }
    let logger = Logger(label: "replay") { _ in SwiftLogNoOpLogHandler() }
    let publisher = Publisher(
      database: database, intents: intents, knowledge: knowledge, policy: policy, sentiment: sentiment, cache: cache,
      wrongAnswers: wrongAnswers, logger: logger)
    let live = try await publisher.rebuilt()
    return decisions.map { decision in
      let message = events.first { $0.seq == decision.seq }?.body.message
      return DecisionReplay(of: decision, payload: message?.payload, live: live)
    }
  }

  private init(of recorded: Decision, payload: String?, live: LiveRelease) {
    self.recorded = recorded
    release = live.number
    isSkipped = recorded.tokens.isEmpty && recorded.rule.hasSuffix("overdue")
    let choice = payload.flatMap { try? Wording.choice(payload: $0, in: live) }
    let turn = Question(
      texts: [recorded.text], choice: choice, fallback: Language(rawValue: recorded.language) ?? .english,
      before: recorded.stateBefore.dialogueState, live: live, isIdentified: recorded.stateBefore.identified ?? false,
      situation: live.situation(tier: recorded.stateBefore.tier, at: recorded.at),
      canSendCodes: recorded.stateBefore.codes ?? false, today: live.localTime(at: recorded.at)?.date
    ).turn()
    let computed = turn.decision(conversation: recorded.conversation, seq: recorded.seq, at: recorded.at)
    differences = isSkipped ? [] : Self.differences(recorded, computed, isWaiting: turn.isWaiting)
  }

  private static func differences(_ was: Decision, _ now: Decision, isWaiting: Bool) -> [String] {
    var fields: [(String, String, String)] = [
      ("language", was.language, now.language),
      ("tokens", was.tokens.joined(separator: " "), now.tokens.joined(separator: " ")),
      ("intents", text(was.intents), text(now.intents)), ("articles", text(was.articles), text(now.articles)),
      ("topics", text(was.topics ?? []), text(now.topics ?? [])),
      (
        "thresholds", "\(was.thresholds.answer) \(was.thresholds.offer ?? 0)",
        "\(now.thresholds.answer) \(now.thresholds.offer ?? 0)"
      ),
      ("rule", was.rule, now.rule), ("policy", was.policy ?? "none", now.policy ?? "none"),
      ("sentiment", text(was.sentiment), text(now.sentiment)), ("answer", text(was.answer), text(now.answer)),
    ]
    if !isWaiting { fields.append(("outcome", was.outcome, now.outcome)) }
    return fields.filter { $0.1 != $0.2 }.map { "\($0.0): \($0.1) → \($0.2)" }
  }

  private static func text(_ intents: [HandoffPacket.Intent]) -> String {
    intents.map { "\($0.name) \($0.confidence)" }.joined(separator: ", ")
  }

  private static func text(_ articles: [Decision.Article]) -> String {
    articles.map { "\($0.id) \($0.confidence)" }.joined(separator: ", ")
  }

  private static func text(_ sentiment: Decision.Sentiment?) -> String {
    sentiment.map { "\($0.value) (\($0.mood))" } ?? "none"
  }

  private static func text(_ topics: [Decision.Topic]) -> String {
    topics.map { "\($0.kind):\($0.id) \($0.confidence)" }.joined(separator: ", ")
  }

  private static func text(_ answer: Decision.Answer?) -> String { answer.map { "\($0.kind):\($0.id)" } ?? "none" }
}
