/// A decision as it is stored, made ready before the transaction in which it is inserted.
package struct DecisionRow: Sendable {
  package let seq: Int
  let at: Timestamp
  let release: Int
  let outcome: String
  /// The JSON of a `DecisionBody`.
  let body: [UInt8]

  package init(_ decision: Decision) {
    seq = decision.seq
    at = decision.at
    release = decision.release
    outcome = decision.outcome
    body = DecisionBody(decision).jsonBytes
  }
}

/// What a decision says that no column does. Bodies from before the version that leaves the columns out have them too.
struct DecisionBody: Codable, Equatable {
  let text: String
  let language: String
  let tokens: [String]
  let intents: [HandoffPacket.Intent]
  let articles: [Decision.Article]
  let topics: [Decision.Topic]?
  let thresholds: Decision.Thresholds
  let rule: String
  let answer: Decision.Answer?
  let stateBefore: Decision.State
  let stateAfter: Decision.State
  let microseconds: Int
  let policy: String?
  let sentiment: Decision.Sentiment?

  init(_ decision: Decision) {
    text = decision.text
    language = decision.language
    tokens = decision.tokens
    intents = decision.intents
    articles = decision.articles
    topics = decision.topics
    thresholds = decision.thresholds
    rule = decision.rule
    answer = decision.answer
    stateBefore = decision.stateBefore
    stateAfter = decision.stateAfter
    microseconds = decision.microseconds
    policy = decision.policy
    sentiment = decision.sentiment
  }

  func decision(conversation: String, seq: Int, at: Timestamp, release: Int, outcome: String) -> Decision {
    var decision = Decision(
      conversation: conversation, seq: seq, at: at, release: release, text: text, language: language, tokens: tokens,
      intents: intents, articles: articles, thresholds: thresholds, rule: rule, outcome: outcome, answer: answer,
      stateBefore: stateBefore, stateAfter: stateAfter, microseconds: microseconds)
    decision.policy = policy
    decision.sentiment = sentiment
    decision.topics = topics
    return decision
  }

  private enum CodingKeys: String, CodingKey {
    case text, language, tokens, intents, articles, topics, thresholds, rule, answer, microseconds, policy, sentiment
    case stateBefore = "state_before"
    case stateAfter = "state_after"
  }
}

/// A confidence or a threshold, 0 ... 1.
enum Share {
  /// To four decimals: a hundredth of a percent is all that a record needs, and seventeen digits make it a tenth longer.
  static func rounded(_ share: Double) -> Double { (share * 10_000).rounded() / 10_000 }
}
