/// One thing the message may be about, and what may be done on the strength of it.
package struct Candidate: Sendable, Equatable {
  package var target: Target
  /// 0...1.
  package var confidence: Double
  package var escalation: HandoffQueue?
  /// Whether the evidence alone is enough to answer.
  package var isConfident: Bool
  /// Whether it is worth offering.
  package var isPlausible: Bool
}

extension Understanding {
  /// The article that answers a target, if one does.
  func article(of target: Target) -> String? {
    if case .article(let id) = target { return id }
    return topics.first { $0.target == target }?.article
  }

  /// The topics, best first, with what the thresholds say of them.
  package func candidates() -> [Candidate] {
    topics.map { topic in
      // A lone "card" may be about any of a dozen things; a lone "agent" or "hello" is clear.
      let isSubject = topic.article != nil || topic.escalation == .urgent
      return Candidate(
        target: topic.target, confidence: topic.confidence, escalation: topic.escalation,
        isConfident: topic.confidence >= thresholds.answer && !(isSingleWord && isSubject),
        isPlausible: topic.confidence >= thresholds.offer)
    }
  }
}
