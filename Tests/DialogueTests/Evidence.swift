import Dialogue

extension Understanding {
  /// One thing that the message may be about.
  enum Evidence {
    case intent(String, Double, article: String? = nil, escalation: HandoffQueue? = nil)
    case article(String, Double)
  }

  /// A message with thresholds 0.6 to answer, `offer` to offer; what is most confident comes first.
  static func about(
    _ evidence: [Evidence], offer: Double = 0.2, reviewed: Target? = nil, isEmpty: Bool = false,
    isSingleWord: Bool = false
  ) -> Understanding {
    let topics = evidence.map { item in
      switch item {
      case .intent(let name, let confidence, let article, let escalation):
        Topic(target: .intent(name), confidence: confidence, article: article, escalation: escalation)
      case .article(let id, let confidence): Topic(target: .article(id), confidence: confidence, article: id)
      }
    }
    return Understanding(
      topics: topics.enumerated().sorted { ($0.element.confidence, $1.offset) > ($1.element.confidence, $0.offset) }
        .map(\.element),
      thresholds: Thresholds(answer: 0.6, offer: offer), reviewed: reviewed, isEmpty: isEmpty,
      isSingleWord: isSingleWord)
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
