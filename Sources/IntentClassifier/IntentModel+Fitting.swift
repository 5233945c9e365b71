import TextAnalysis

extension IntentModel {
  /// Fits a model, and its probabilities and thresholds to predictions for examples that were held out.
  ///
  /// - Parameter progress: called with 0 ... 1 from several threads.
  /// - Throws: `noExamples` when no example has an intent, `cancelled`.
  package static func fitted(
    to examples: [IntentExample], options: Options = .init(), progress: (@Sendable (Double) -> Void)? = nil
  ) throws(IntentModelError) -> IntentModel {
    guard let fitting = IntentFitting(examples, options: options, progress: progress) else { throw .noExamples }
    return try fitting.model()
  }
}
