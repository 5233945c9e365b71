import Dialogue

extension Understanding {
  /// One thing that classifier or index say.
  enum Evidence {
    case intent(String, Double, article: String? = nil, escalation: HandoffQueue? = nil)
    case article(String, Double)
  }

  /// A message with thresholds 0.6 to answer, 0.1 between two, `candidate` to offer.
  static func about(
    _ evidence: [Evidence], candidate: Double = 0.2, reviewed: Target? = nil, isEmpty: Bool = false,
    isSingleWord: Bool = false
  ) -> Understanding {
    let thresholds = Thresholds(answer: 0.6, margin: 0.1, candidate: candidate)
    let intents: [Intent] = evidence.compactMap { item in
      guard case .intent(let name, let confidence, let article, let escalation) = item else { return nil }
      return Intent(name: name, confidence: confidence, article: article, escalation: escalation)
    }
    let articles: [Article] = evidence.compactMap { item in
      guard case .article(let id, let confidence) = item else { return nil }
      return Article(id: id, confidence: confidence)
    }
    return Understanding(
      intents: intents, articles: articles, intentThresholds: thresholds, articleThresholds: thresholds,
      reviewed: reviewed, isEmpty: isEmpty, isSingleWord: isSingleWord)
  }
}

extension Verdict {
  init(_ rule: String, _ outcome: Outcome, _ actions: [Action]) {
    self.init(rule: rule, outcome: outcome, actions: actions)
  }
}

extension [Action] {
  /// What follows when the customer asks for a human.
  static var asked: [Action] {
    [.say(.handoff(.normal, intent: nil)), .handOff(.asked, .normal), .flag(.handedOff)]
  }

  /// What follows when the bot is late.
  static var answerOverdue: [Action] {
    [.say(.handoff(.normal, intent: nil)), .handOff(.answerOverdue, .normal), .flag(.handedOff)]
  }

  /// What follows from an intent that goes to a human at once.
  static func escalation(_ queue: HandoffQueue, _ intent: String) -> [Action] {
    [.say(.handoff(queue, intent: intent)), .handOff(.escalateIntent, queue), .flag(.handedOff)]
  }
}
