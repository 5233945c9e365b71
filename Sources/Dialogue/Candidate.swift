/// One thing the message may be about, with what classifier and index say together.
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
  /// Intents and articles as one list, best first.
  ///
  /// An intent and the article that answers it, or that it stands for, are one candidate. When both point at it, the weaker evidence closes
  /// half of the gap that the stronger leaves to certainty, since the two are not independent.
  package func candidates() -> [Candidate] {
    var isJoined = [Bool](repeating: false, count: articles.count)
    var candidates: [Candidate] = []
    candidates.reserveCapacity(intents.count + articles.count)
    for intent in intents {
      let place = intent.article.flatMap { id in articles.firstIndex { $0.id == id } }
      if let place, !isJoined[place] {
        isJoined[place] = true
        candidates.append(candidate(intent, article: articles[place].confidence))
      } else {
        candidates.append(candidate(intent, article: 0))
      }
    }
    for (place, article) in articles.enumerated() where !isJoined[place] {
      candidates.append(candidate(article: article.id, confidence: article.confidence))
    }
    return candidates.indices
      .sorted { (candidates[$0].confidence, $1) > (candidates[$1].confidence, $0) }
      .map { candidates[$0] }
  }

  private func candidate(_ intent: Intent, article: Double) -> Candidate {
    let stronger = max(intent.confidence, article)
    let weaker = min(intent.confidence, article)
    let confidence = stronger + (1 - stronger) * weaker / 2
    let isEnough =
      intent.confidence >= intentThresholds.answer || article >= articleThresholds.answer
      || (weaker >= min(intentThresholds.candidate, articleThresholds.candidate)
        && confidence >= min(intentThresholds.answer, articleThresholds.answer))
    // A lone "card" may be about any of a dozen things; a lone "agent" or "hello" is clear.
    let isSubject = intent.article != nil || intent.escalation == .urgent
    let isConfident = isEnough && !(isSingleWord && isSubject)
    return Candidate(
      target: intent.target, confidence: confidence, escalation: intent.escalation, isConfident: isConfident,
      isPlausible: intent.confidence >= intentThresholds.candidate || article >= articleThresholds.candidate)
  }

  private func candidate(article: String, confidence: Double) -> Candidate {
    Candidate(
      target: .article(article), confidence: confidence, escalation: nil,
      isConfident: confidence >= articleThresholds.answer && !isSingleWord,
      isPlausible: confidence >= articleThresholds.candidate)
  }
}
