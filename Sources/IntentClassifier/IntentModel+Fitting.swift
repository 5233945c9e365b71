import Foundation
import Synchronization
import TextAnalysis

extension IntentModel {
  /// Fits a model, and its probabilities and thresholds to predictions for examples that were held out.
  ///
  /// - Parameter progress: called with 0 ... 1 from several threads.
  /// - Throws: `noExamples` when no example has an intent.
  package static func fitted(
    to examples: [IntentExample], options: Options = .init(), progress: (@Sendable (Double) -> Void)? = nil
  ) throws(IntentModelError) -> IntentModel {
    guard let fitting = IntentFitting(examples, options: options, progress: progress) else { throw .noExamples }
    return fitting.model()
  }
}

/// Everything that fitting needs, in the order in which it is made.
private struct IntentFitting {
  let intents: [String]
  let languages: [Language]
  let labels: [Int]
  let vocabulary: Vocabulary
  let rows: SparseRows
  let hasOutOfScopeClass: Bool
  let options: Options
  let progress: (@Sendable (Double) -> Void)?

  typealias Options = IntentModel.Options

  /// Below this many examples Chinese ones, which have few features, are held to more firmly.
  private static let smallSet = 20_000

  init?(_ examples: [IntentExample], options: Options, progress: (@Sendable (Double) -> Void)?) {
    let names = Set(examples.map(\.intent)).subtracting([options.outOfScopeLabel].compactMap(\.self)).sorted()
    guard !names.isEmpty else { return nil }
    let places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    intents = names
    labels = examples.map { places[$0.intent] ?? names.count }
    languages = examples.map(\.text.language)
    hasOutOfScopeClass = labels.contains(names.count)
    let texts = examples.map { FeatureExtractor($0.text) }
    vocabulary = Vocabulary(of: texts)
    var rows = SparseRows()
    for text in texts { rows.append(vocabulary.vector(for: text)) }
    self.rows = rows
    self.options = options
    self.progress = progress
  }

  func model() -> IntentModel {
    let folds = Folds(labels: labels, count: foldCount, seed: options.seed)
    let fitting = oneVersusRest(fits: foldCount + 1)
    let heldOut = fitting.heldOut(folds: folds)
    let fit = fitting.fit(members: Array(labels.indices), supports: heldOut.supports)
    progress?(1)
    return IntentModel(
      intents: intents, vocabulary: vocabulary, classifier: LinearClassifier(separators: fit.separators),
      fitted: fitted(to: heldOutTexts(heldOut.scores)))
  }

  private var foldCount: Int { labels.count < 2_000 ? 10 : labels.count < 5_000 ? 5 : 3 }

  private func oneVersusRest(fits: Int) -> OneVersusRest {
    let classCount = intents.count + (hasOutOfScopeClass ? 1 : 0)
    let total = Double(fits * classCount)
    let done = Mutex(0)
    let progress = progress
    return OneVersusRest(
      machine: SupportVectorMachine(rows: rows, columnCount: vocabulary.keys.count, costs: costs),
      labels: labels, classCount: classCount,
      threads: options.threads > 0 ? options.threads : ProcessInfo.processInfo.activeProcessorCount,
      seed: options.seed,
      finishedClass: {
        let count = done.withLock { count -> Int in
          count += 1
          return count
        }
        progress?(Double(count) / (total + 1))
      })
  }

  private var costs: [Float] {
    languages.map { $0 == .chinese && languages.count < Self.smallSet ? 4 : 1 }
  }

  /// Held-out predictions, without the intents that have a single example: nothing was left to learn those from.
  private func heldOutTexts(_ scores: [[Float]]) -> [HeldOutText] {
    let counts = labels.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
    return labels.indices.filter { counts[labels[$0], default: 0] > 1 }.map { row in
      HeldOutText(
        scores: scores[row], intent: labels[row] < intents.count ? labels[row] : nil, language: languages[row])
    }
  }

  /// For each language what its own texts say, or when they are few, what all of them say.
  private func fitted(to texts: [HeldOutText]) -> [Language: IntentModel.Fitted] {
    var result: [Language: IntentModel.Fitted] = [:]
    for language in Language.allCases {
      let own = texts.filter { $0.language == language }
      let isEnough = own.count { $0.intent != nil } >= CalibrationFit.fewestTexts
      let used = isEnough ? own : texts
      let calibration = CalibrationFit(texts: used, hasOutOfScopeClass: hasOutOfScopeClass).calibration()
      let outcomes = used.map { outcome(of: $0, calibration) }
      result[language] = .init(
        calibration: calibration, thresholds: ThresholdFit(outcomes: isEnough ? outcomes : []).thresholds())
    }
    return result
  }

  private func outcome(of text: HeldOutText, _ calibration: Calibration) -> ThresholdFit.Outcome {
    let confidences = calibration.probabilities(for: text.scores, hasOutOfScopeClass: hasOutOfScopeClass).intents
    let right = text.intent.map { confidences[$0] }
    let rank = right.map { value in confidences.count { $0 > value } }
    return .init(confidences: Array(confidences.sorted(by: >).prefix(3)), rank: rank.flatMap { $0 < 3 ? $0 : nil })
  }
}
