/// What an answer can come from: an intent's response or an FAQ article.
package enum Target: Sendable, Hashable, Codable {
  case intent(String)
  case article(String)
}

/// Where a conversation waits for a human.
package enum HandoffQueue: String, Sendable, Codable { case normal, urgent }

/// What one message means, as far as classifier and index can tell. Made by others; `Dialogue` only reads it.
package struct Understanding: Sendable, Equatable {
  /// An intent that the message may have. `confidence` is a calibrated probability, 0...1.
  package struct Intent: Sendable, Equatable {
    package var name: String
    package var confidence: Double
    /// The article that answers it, if one does.
    package var article: String?
    package var escalation: HandoffQueue?
    /// Whether it stands for the article, which then is the target.
    package var isArticle: Bool

    package var target: Target {
      if isArticle, let article { return .article(article) }
      return .intent(name)
    }

    package init(
      name: String, confidence: Double, article: String? = nil,
      escalation: HandoffQueue? = nil, isArticle: Bool = false
    ) {
      self.name = name
      self.confidence = confidence
      self.article = article
      self.escalation = escalation
      self.isArticle = isArticle
    }
  }

  /// An article that may answer the message. `confidence` is a calibrated probability, 0...1.
  package struct Article: Sendable, Equatable {
    package var id: String
    package var confidence: Double

    package init(id: String, confidence: Double) {
      self.id = id
      self.confidence = confidence
    }
  }

  /// Best first.
  package var intents: [Intent]
  /// Best first.
  package var articles: [Article]
  package var intentThresholds: Thresholds
  package var articleThresholds: Thresholds
  /// What a trainer, or an example that reads just so, says this message means.
  package var reviewed: Target?
  /// Whether the message has nothing to understand: only signs or emoji.
  package var isEmpty: Bool
  /// Whether the message is one word or one character: it names a subject and asks nothing.
  package var isSingleWord: Bool
  /// What the customer wrote. This and the next two are there only for a message that may fill a slot.
  package var text = ""
  /// What a slot may be filled with, in the order in which it is said.
  package var mentions: [Mention] = []
  /// Whether it says yes or no, if it does either.
  package var affirmation: Bool?

  package init(
    intents: [Intent], articles: [Article], intentThresholds: Thresholds, articleThresholds: Thresholds,
    reviewed: Target? = nil, isEmpty: Bool = false, isSingleWord: Bool = false
  ) {
    self.intents = intents
    self.articles = articles
    self.intentThresholds = intentThresholds
    self.articleThresholds = articleThresholds
    self.reviewed = reviewed
    self.isEmpty = isEmpty
    self.isSingleWord = isSingleWord
  }
}

/// Confidence limits, fitted on held-out data: answer at or above `answer`, ask which when the two best lie within
/// `margin`, offer a candidate at or above `candidate`. All 0...1.
package struct Thresholds: Sendable, Equatable {
  package var answer: Double
  package var margin: Double
  package var candidate: Double

  package init(answer: Double, margin: Double, candidate: Double) {
    self.answer = answer
    self.margin = margin
    self.candidate = candidate
  }
}
