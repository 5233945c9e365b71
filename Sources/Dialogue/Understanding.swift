/// What an answer can come from: an intent's response or an FAQ article.
package enum Target: Sendable, Hashable, Codable {
  case intent(String)
  case article(String)
}

/// Where a conversation waits for a human.
package enum HandoffQueue: String, Sendable, Codable { case normal, urgent }

/// What one message means, as far as classifier and index can tell. Made by others; `Dialogue` only reads it.
package struct Understanding: Sendable, Equatable {
  /// Something that the message may be about: an intent with the article that answers it, or an article.
  package struct Topic: Sendable, Equatable {
    package var target: Target
    /// 0...1; of all topics and of "none of them" it is 1 together.
    package var confidence: Double
    /// The article that answers it, if one does.
    package var article: String?
    package var escalation: HandoffQueue?

    package init(target: Target, confidence: Double, article: String? = nil, escalation: HandoffQueue? = nil) {
      self.target = target
      self.confidence = confidence
      self.article = article
      self.escalation = escalation
    }
  }

  /// Best first.
  package var topics: [Topic]
  package var thresholds: Thresholds
  /// What a trainer, or an example that reads just so, says this message means.
  package var reviewed: Target?
  /// Whether the message has nothing to understand: only signs or emoji.
  package var isEmpty: Bool
  /// Whether the message is one word or one character: it names a subject and asks nothing.
  package var isSingleWord: Bool
  /// The language to answer in: the same answer in another language is another answer.
  package var language = ""
  /// What the customer wrote. This and the next two are there only for a message that may fill a slot.
  package var text = ""
  /// What a slot may be filled with, in the order in which it is said.
  package var mentions: [Mention] = []
  /// Whether it says yes or no, if it does either.
  package var affirmation: Bool?
  /// How the customer sounds, −1 furious ... 1 delighted; nil when nobody can tell.
  package var sentiment: Double?
  /// The groups of the policy's trigger words that it has a word of.
  package var words: Set<String> = []

  package init(
    topics: [Topic], thresholds: Thresholds, reviewed: Target? = nil, isEmpty: Bool = false,
    isSingleWord: Bool = false
  ) {
    self.topics = topics
    self.thresholds = thresholds
    self.reviewed = reviewed
    self.isEmpty = isEmpty
    self.isSingleWord = isSingleWord
  }
}

/// Confidence limits, fitted on held-out data: answer at or above `answer`, offer at or above `offer`. Both 0...1.
package struct Thresholds: Sendable, Equatable {
  package var answer: Double
  package var offer: Double

  package init(answer: Double, offer: Double) {
    self.answer = answer
    self.offer = offer
  }
}
