package import CRM
package import Database
import Dialogue
package import Foundation
import Logging
import TextAnalysis

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
  package static func all(
    of conversation: String, in database: Database, intents: URL, knowledge: URL?, cache: URL?
  ) async throws -> [DecisionReplay]? {
    let stored = try await database.read { connection -> ([Decision], [Event])? in
      let store = ConversationStore(connection)
      guard try store.find(conversation) != nil else { return nil }
      return (try DecisionStore(connection).list(conversation: conversation), try store.events(of: conversation))
    }
    guard let (decisions, events) = stored else { return nil }
    let logger = Logger(label: "replay") { _ in SwiftLogNoOpLogHandler() }
    let live = try await Publisher(
      database: database, intents: intents, knowledge: knowledge, cache: cache, logger: logger
    ).rebuilt()
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
      today: .today(at: recorded.at.date)
    ).turn()
    let computed = turn.decision(conversation: recorded.conversation, seq: recorded.seq, at: recorded.at)
    differences = isSkipped ? [] : Self.differences(recorded, computed, isWaiting: turn.isWaiting)
  }

  private static func differences(_ was: Decision, _ now: Decision, isWaiting: Bool) -> [String] {
    var fields: [(String, String, String)] = [
      ("language", was.language, now.language),
      ("tokens", was.tokens.joined(separator: " "), now.tokens.joined(separator: " ")),
      ("intents", text(was.intents), text(now.intents)), ("articles", text(was.articles), text(now.articles)),
      (
        "thresholds", "\(was.thresholds.answer) \(was.thresholds.margin)",
        "\(now.thresholds.answer) \(now.thresholds.margin)"
      ),
      ("rule", was.rule, now.rule), ("answer", text(was.answer), text(now.answer)),
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

  private static func text(_ answer: Decision.Answer?) -> String { answer.map { "\($0.kind):\($0.id)" } ?? "none" }
}
