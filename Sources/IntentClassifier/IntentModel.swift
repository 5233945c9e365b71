package import Foundation
package import TextAnalysis

/// A fitted intent classifier. An immutable value; any thread may ask it.
package struct IntentModel: Sendable {
  package struct Options: Sendable {
    package var seed: UInt64 = 1
    /// The intent name, if any, whose examples belong to no intent.
    package var outOfScopeLabel: String?
    /// How many threads fit; 0 = one for each core.
    package var threads = 0

    package init() {}
  }

  package let intents: [String]

  package static func fitted(
    to examples: [IntentExample], options: Options = .init(), progress: (@Sendable (Double) -> Void)? = nil
  ) throws(IntentModelError) -> IntentModel {
    let names = Set(examples.map(\.intent)).subtracting([options.outOfScopeLabel].compactMap(\.self))
    guard !names.isEmpty else { throw .noExamples }
    progress?(1)
    return IntentModel(intents: names.sorted())
  }

  private init(intents: [String]) { self.intents = intents }

  package func prediction(for text: AnalyzedText) -> IntentPrediction {
    IntentPrediction(candidates: [], outOfScope: 1)
  }

  package func thresholds(for language: Language) -> IntentThresholds {
    IntentThresholds(answer: 0.6, margin: 0.1, candidate: 0.15)
  }

  package func encoded() -> Data { Data() }

  package init(decoding data: Data) throws(IntentModelError) { throw .notAModel }
}
