/// What the bot does when it is not sure, step by step down: it answers, answers and names what else may be meant, asks
/// which of a few is meant, says that it did not understand, says what it can do, calls a human. No step is taken twice in
/// the same words.
extension DialogueState {
  /// The bot hands over after this many turns in a row that it did not understand, unless the policy says otherwise.
  package static let missLimit = 2
  /// "Did you mean" has so many wordings, and is asked no more often.
  private static let askLimit = 3
  /// An answer counts as given for so many messages of the customer.
  private static let recallLimit = 4
  private static let offerLimit = 3

  mutating func judge(
    _ candidates: [Candidate], best: Candidate, _ understanding: Understanding, _ scene: Scene
  ) -> Verdict {
    if best.isConfident {
      if let verdict = repeated(best.target, understanding, scene) { return verdict }
      return answer(best, rivals: candidates.dropFirst().filter(\.isPlausible), understanding, scene)
    }
    let offered = candidates.filter(\.isPlausible).prefix(Self.offerLimit).map(\.target)
    guard !offered.isEmpty else { return miss(rule: "unsure", scene) }
    let asked = timesAsked ?? 0
    guard !hasAsked, asked < Self.askLimit else { return miss(rule: "asked_already", scene) }
    hasAsked = true
    timesAsked = asked + 1
    return Verdict(
      rule: "low_confidence", outcome: .clarify,
      actions: [.say(.clarify(offered, time: asked + 1)), .flag(.lowConfidence)])
  }

  private mutating func answer(
    _ best: Candidate, rivals: [Candidate], _ understanding: Understanding, _ scene: Scene
  ) -> Verdict {
    let isFlow = scene.flow(for: best.target) != nil
    var verdict = answer(
      best.target, rule: rivals.isEmpty || isFlow ? "answer_confident" : "answer_with_alternatives", understanding,
      scene)
    if !rivals.isEmpty, !isFlow {
      verdict.actions.append(.say(.alternatives(rivals.prefix(Self.offerLimit - 1).map(\.target))))
    }
    return verdict
  }

  // MARK: The same question again

  /// Grows older by a message of the customer.
  mutating func forgetOldAnswers() {
    guard let given = answers else { return }
    let kept = given.map { Answer(article: $0.article, language: $0.language, times: $0.times, age: $0.age + 1) }
      .filter { $0.age <= Self.recallLimit }
    answers = kept.isEmpty ? nil : kept
  }

  /// Notes that this is answered now, if it is something to know about and not something to say, such as "hello".
  mutating func remember(_ target: Target, _ understanding: Understanding) {
    guard let article = understanding.article(of: target) else { return }
    let given = answer(with: article, understanding)
    let answer = Answer(article: article, language: understanding.language, times: (given?.times ?? 0) + 1)
    answers = (answers ?? []).filter { $0 != given } + [answer]
  }

  private func answer(with article: String, _ understanding: Understanding) -> Answer? {
    answers?.first { $0.article == article && $0.language == understanding.language }
  }

  /// The customer asks what has just been answered: that answer did not help. What else may be meant is offered; asked
  /// once more, a human is called.
  mutating func repeated(_ target: Target, _ understanding: Understanding, _ scene: Scene) -> Verdict? {
    guard scene.flow(for: target) == nil, let article = understanding.article(of: target),
      let given = answer(with: article, understanding)
    else { return nil }
    guard given.times == 1 else {
      var verdict = handOff(.notHelpful, .normal, rule: "same_question_again", intent: nil)
      verdict.actions.append(.flag(.noAnswer))
      return verdict
    }
    remember(target, understanding)
    misses = 0
    hasAsked = false
    let others = understanding.topics.filter { topic in
      let isSubject = topic.article != nil || scene.flow(for: topic.target) != nil
      return isSubject && topic.target != target && topic.article != article
        && topic.confidence >= understanding.thresholds.offer / 4
    }.prefix(Self.offerLimit - 1)
    return Verdict(
      rule: "same_question", outcome: .clarify,
      actions: [.say(.otherwise(others.map(\.target))), .flag(.noAnswer)])
  }

  // MARK: Not understood

  mutating func miss(rule: String, _ scene: Scene) -> Verdict {
    misses += 1
    hasAsked = false
    let said = fallbacks ?? 0
    guard misses < scene.missLimit, let fallback = Self.fallbackReplies.dropFirst(said).first else {
      var verdict = handOff(.unsureTwice, .normal, rule: rule, intent: nil)
      verdict.actions.append(.flag(.noAnswer))
      return verdict
    }
    fallbacks = said + 1
    return Verdict(rule: rule, outcome: .unsure, actions: [.say(fallback), .flag(.noAnswer)])
  }

  /// In the order in which they are said, each once in a conversation.
  private static let fallbackReplies: [Reply] = [.unsure, .capabilities]
}

/// An answer that was given.
package struct Answer: Sendable, Equatable, Codable {
  package var article: String
  package var language: String
  /// How often it was asked for.
  package var times = 1
  /// Messages of the customer since then.
  package var age = 0
}
