/// Why an answer did not help.
package enum UnhelpfulReason: String, Sendable, Codable, CaseIterable {
  case wrongAnswer = "wrong_answer"
  case notClear = "not_clear"
  case notMyQuestion = "not_my_question"
  case wantHuman = "want_human"
}

/// Thumbs: a first one down asks why and offers a human, the second hands over.
extension DialogueState {
  mutating func feedback(target: Int, helpful: Bool) -> Verdict {
    let wasUnhelpful = unhelpful.contains(target)
    guard !helpful else {
      unhelpful.removeAll { $0 == target }
      if askedWhy == target { askedWhy = nil }
      return Verdict(rule: "helpful", outcome: .silent, actions: [])
    }
    guard !wasUnhelpful else { return Verdict(rule: "not_helpful_again", outcome: .silent, actions: []) }
    unhelpful.append(target)
    guard phase == .bot else { return Verdict(rule: "not_helpful", outcome: .silent, actions: [.flag(.thumbsDown)]) }
    guard unhelpful.count < Self.unhelpfulLimit else {
      var verdict = handOff(.notHelpful, .normal, rule: "not_helpful_twice", intent: nil)
      verdict.actions.append(.flag(.thumbsDown))
      return verdict
    }
    askedWhy = target
    return Verdict(rule: "not_helpful", outcome: .answer, actions: [.say(.askWhy), .flag(.thumbsDown)])
  }

  /// The customer says why. An errand on its way goes on.
  mutating func told(why reason: UnhelpfulReason, _ scene: Scene) -> Verdict {
    let recorded = askedWhy.map { [Action.recordReason(target: $0, reason)] } ?? []
    askedWhy = nil
    if reason == .wantHuman {
      var verdict = handOff(.notHelpful, .normal, rule: "told_why", intent: nil)
      verdict.actions.append(contentsOf: recorded)
      return verdict
    }
    let goesOn = errands == nil ? [] : run(scene, rule: "told_why").actions
    return Verdict(rule: "told_why", outcome: .answer, actions: recorded + [.say(.thankForReason(reason))] + goesOn)
  }
}
