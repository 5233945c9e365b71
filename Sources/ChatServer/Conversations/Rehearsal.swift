package import CRM
package import Dialogue
import TextAnalysis
import Training

/// What the bot would decide on one sentence at the start of a conversation; nothing is stored.
package struct Rehearsal: Sendable {
  package let decision: Decision
  /// What the bot would say.
  package let replies: [Message]
  /// Why it would go to a human, and where, if it would.
  package let handoff: (reason: HandoffReason, queue: HandoffQueue)?

  /// - Parameters:
  ///   - state: where the conversation stands.
  ///   - situation: at first a customer whom nobody knows, in business hours.
  ///   - at: the moment at which it would be said.
  package init(
    text: String, live: LiveRelease, state: DialogueState = DialogueState(), situation: Situation = Situation(),
    at: Timestamp = .now()
  ) {
    let question = Question(
      texts: [text], choice: nil, fallback: .english, before: state, live: live, isIdentified: situation.tier != nil,
      situation: situation, today: live.localTime(at: at)?.date)
    var turn = question.turn()
    turn.moment = at
    decision = turn.decision(conversation: "", seq: 1, at: at)
    handoff = turn.verdict.handoff
    replies = turn.verdict.bodies(wording: turn.wording, replyTo: 1).compactMap(\.message)
  }
}

extension Rehearsal: CustomStringConvertible {
  package var description: String {
    let topics = (decision.topics ?? []).map { topic in
      line(
        topic.confidence,
        "\(topic.id)  \(topic.title)  (classifier \(share(topic.classifier)), search \(share(topic.search)))")
    }
    let intents = decision.intents.map { line($0.confidence, "\($0.name)  \($0.title)") }
    let articles = decision.articles.map { article in
      line(article.confidence, "\(article.id)  \(article.title)  [\(article.terms.joined(separator: " "))]")
    }
    let answer = decision.answer.map { " → \($0.kind) \($0.id)" } ?? ""
    let limits = decision.thresholds
    return """
      language  \(decision.language)
      tokens    \(decision.tokens.joined(separator: " · "))
      topics    (answer from \(share(limits.answer)), offer from \(share(limits.offer ?? 0)))
      \(topics.joined(separator: "\n"))
      intents
      \(intents.joined(separator: "\n"))
      articles
      \(articles.joined(separator: "\n"))
      decision  \(decision.outcome)\(answer)  (rule \(decision.rule), \(decision.microseconds) µs)
      replies
      \(replies.map { "  " + $0.text.replacing("\n", with: "\n  ") }.joined(separator: "\n"))
      """
  }

  private func line(_ confidence: Double, _ text: String) -> String { "  \(percent(confidence))  \(text)" }

  private func share(_ value: Double) -> String { "\((value * 1000).rounded() / 10) %" }

  private func percent(_ value: Double) -> String {
    let text = share(value)
    return String(repeating: " ", count: max(0, 7 - text.count)) + text
  }
}
