import TextAnalysis

extension IntentModel {
  /// Fits a model, and its probabilities and thresholds to predictions for examples that were held out.
  ///
  /// - Parameter progress: called with 0 ... 1 from several threads.
  /// - Throws: `noExamples` when no example has an intent, `cancelled`, `tooLarge`.
  package static func fitted(
    to examples: [IntentExample], options: Options = .init(), progress: (@Sendable (Double) -> Void)? = nil
  ) throws(IntentModelError) -> IntentModel {
    try fit(to: examples, options: options, progress: progress).model
  }

  /// The same, with what was predicted for the examples that were held out.
  package static func fit(
    to examples: [IntentExample], options: Options = .init(), progress: (@Sendable (Double) -> Void)? = nil
  ) throws(IntentModelError) -> Fit {
    try MemoryBound.check(examples)
    guard let fitting = IntentFitting(examples, options: options, progress: progress) else { throw .noExamples }
    return try fitting.fit()
  }

  /// Refits after a few examples were added, changed or taken away: begins at this model and keeps its probabilities and
  /// thresholds, in a small part of the time. A change of more than a twentieth, or of the intents, is fitted anew.
  ///
  /// - Throws: `noExamples`, `cancelled`, `tooLarge`.
  package func refitted(
    to examples: [IntentExample], options: Options = .init(), progress: (@Sendable (Double) -> Void)? = nil
  ) throws(IntentModelError) -> IntentModel {
    try MemoryBound.check(examples)
    guard let fitting = IntentFitting(examples, options: options, progress: progress) else { throw .noExamples }
    let change = abs(examples.count - exampleCount)
    let isSimilar =
      fitting.intents == intents && fitting.hasOutOfScopeClass == hasOutOfScopeClass
      && (fitting.plan.networkCount > 0) == (scorer.hidden != nil) && 20 * change <= exampleCount
    return isSimilar ? try fitting.model(from: self) : try fitting.fit().model
  }
}
