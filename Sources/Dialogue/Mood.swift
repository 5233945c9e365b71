/// How a customer feels, worst first.
package enum Mood: String, Sendable, Codable, CaseIterable {
  case angry, unhappy, neutral, happy

  /// The mood of a sentiment, −1 ... 1.
  package init(sentiment: Double) {
    switch sentiment {
    case ...(-0.6): self = .angry
    case ...(-0.3): self = .unhappy
    case 0.3...: self = .happy
    default: self = .neutral
    }
  }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// Whether it is this mood or a worse one.
  package func isAsBad(as other: Mood) -> Bool { rank <= other.rank }
}

/// How the customer feels over the whole conversation: every message counts, the older the less.
package struct RunningSentiment: Sendable, Equatable, Codable {
  /// −1 furious ... 0 matter-of-fact ... 1 delighted.
  package let value: Double
  package let mood: Mood

  /// What is left of a sentiment after another message.
  private static let decay = 0.7
  /// A message that says less than this says nothing.
  private static let least = 0.25

  package init(value: Double) {
    self.value = (value * 100).rounded() / 100
    mood = Mood(sentiment: self.value)
  }

  /// The sentiment after another message, exponentially decaying; nil when nothing is left worth keeping.
  static func next(after earlier: RunningSentiment?, message: Double) -> RunningSentiment? {
    let weighed = abs(message) < least ? 0 : message
    let value = min(1, max(-1, (earlier?.value ?? 0) * decay + weighed))
    return abs(value) < least / 2 ? nil : RunningSentiment(value: value)
  }
}

extension DialogueState {
  package var mood: Mood { sentiment?.mood ?? .neutral }

  /// Takes in what a message says of how the customer feels, −1 ... 1; nil when nobody can tell.
  package mutating func feel(_ message: Double?) {
    guard let message else { return }
    sentiment = RunningSentiment.next(after: sentiment, message: message)
  }
}
