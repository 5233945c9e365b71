import Foundation
import Synchronization
import TextAnalysis

/// Everything that fitting needs, in the order in which it is made.
struct IntentFitting: Sendable {
  typealias Options = IntentModel.Options

  let intents: [String]
  let languages: [Language]
  /// The hash of each example's text and intent.
  let exampleKeys: [UInt64]
  let labels: [Int]
  let vocabulary: Vocabulary
  let rows: SparseRows
  let hasOutOfScopeClass: Bool
  let options: Options
  let plan: FittingPlan
  private let steps: FittingProgress

  /// Below this many examples Chinese ones, which have few features, are held to more firmly.
  private static let smallSet = 20_000

  init?(_ examples: [IntentExample], options: Options, progress: (@Sendable (Double) -> Void)?) {
    let names = Set(examples.map(\.intent)).subtracting([options.outOfScopeLabel].compactMap(\.self)).sorted()
    guard !names.isEmpty else { return nil }
    let places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    intents = names
    labels = examples.map { places[$0.intent] ?? names.count }
    languages = examples.map(\.text.language)
    exampleKeys = examples.map {
      StableHash.combined(StableHash.of($0.text.original), StableHash.of($0.intent), salt: 8)
    }
    hasOutOfScopeClass = labels.contains(names.count)
    let threads = WorkerThreads.count(wanted: options.threads)
    let texts = WorkerThreads.rows(examples.count, threads: threads) { FeatureExtractor(examples[$0].text) }
    let vocabulary = Vocabulary(of: texts)
    self.vocabulary = vocabulary
    var rows = SparseRows()
    for vector in WorkerThreads.rows(texts.count, threads: threads, { vocabulary.vector(for: texts[$0]) }) {
      rows.append(vector)
    }
    self.rows = rows
    self.options = options
    plan = FittingPlan(examples: examples.count, isFast: options.isFast)
    let blocks = Lanes.blocks(for: names.count + (hasOutOfScopeClass ? 1 : 0))
    steps = FittingProgress(
      total: (plan.heldOutFolds + 1) * (blocks + plan.networkCount * FittingProgress.networkWeight), report: progress)
  }

  var classCount: Int { intents.count + (hasOutOfScopeClass ? 1 : 0) }
  var columnCount: Int { vocabulary.keys.count }
  var threads: Int { WorkerThreads.count(wanted: options.threads) }

  /// - Throws: `cancelled`.
  func fit() throws(IntentModelError) -> IntentModel.Fit {
    let folds =
      options.holdsOutNeighbours
      ? NeighbourFolds(fitting: self, count: plan.foldCount).folds()
      : Folds(labels: labels, count: plan.foldCount, seed: options.seed)
    let heldOut = HeldOutScores(self, folds: folds)
    let blocks = oneVersusRest.fit(members: Array(labels.indices), supports: heldOut.supports)
    let networks = finalNetworks()
    guard !options.isCancelled() else { throw .cancelled }
    let calibrations = LanguageFit(
      texts: heldOutTexts(heldOut.scores), hasOutOfScopeClass: hasOutOfScopeClass, options: options)
    let model = model(blocks, networks, fitted: calibrations.byLanguage())
    return IntentModel.Fit(model: model, heldOut: predictions(heldOut.scores, folds, of: model))
  }

  private func predictions(_ scores: [Int: IntentScores], _ folds: Folds, of model: IntentModel) -> [HeldOutPrediction]
  {
    (0..<plan.heldOutFolds).flatMap { fold in
      folds.members(of: fold).compactMap { row in
        scores[row].map { scores in
          HeldOutPrediction(
            example: row, fold: fold, prediction: model.prediction(for: scores, languages[row], limit: 10))
        }
      }
    }
  }

  /// A fit that begins at an earlier model and keeps its probabilities and thresholds.
  ///
  /// - Throws: `cancelled`.
  func model(from earlier: IntentModel) throws(IntentModelError) -> IntentModel {
    let (blocks, networks) = WarmStart(model: earlier).fit(self)
    guard !options.isCancelled() else { throw .cancelled }
    return model(blocks, networks, fitted: earlier.fitted)
  }

  private func model(
    _ blocks: [SeparatorBlock.Solution], _ networks: [HiddenNetwork], fitted: [Language: IntentModel.Fitted]
  ) -> IntentModel {
    let scorer = IntentScorer(blocks, networks: networks, classCount: classCount, columnCount: columnCount)
    let model = IntentModel(
      intents: intents, vocabulary: vocabulary, scorer: scorer, fitted: fitted, exampleKeys: exampleKeys)
    steps.finish()
    return model
  }

  var oneVersusRest: OneVersusRest {
    let steps = steps
    return OneVersusRest(
      block: SeparatorBlock(
        rows: rows, columnCount: columnCount, labels: labels, costs: costs, tolerance: plan.tolerance,
        mostRounds: plan.mostRounds),
      classCount: classCount, threads: threads, seed: options.seed, finishedBlock: { steps.add(1) },
      isCancelled: options.isCancelled)
  }

  var costs: [Float] {
    languages.map { $0 == .chinese && languages.count < Self.smallSet ? 4 : 1 }
  }

  /// One of the networks, fitted to the members.
  func network(number: Int, members: [Int]) -> HiddenNetwork {
    let seed = StableHash.combined(options.seed, UInt64(number), salt: 6)
    var network = HiddenNetwork(columnCount: columnCount, classCount: classCount, seed: seed)
    let fit = HiddenNetworkFit(rows: rows, labels: labels, isCancelled: options.isCancelled)
    fit.fit(&network, members: members, epochs: plan.epochs, rate: plan.rate, seed: seed &+ 1)
    steps.add(FittingProgress.networkWeight)
    return network
  }

  private func finalNetworks() -> [HiddenNetwork] {
    let all = Array(labels.indices)
    return WorkerThreads.results(plan.networkCount, threads: threads) { network(number: $0, members: all) }
  }

  /// Held-out predictions, without the intents that have a single example: nothing was left to learn those from.
  private func heldOutTexts(_ scores: [Int: IntentScores]) -> [HeldOutText] {
    let counts = labels.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
    return labels.indices.filter { counts[labels[$0], default: 0] > 1 }.compactMap { row in
      scores[row].map {
        HeldOutText(
          scores: $0, intent: labels[row] < intents.count ? labels[row] : nil, language: languages[row])
      }
    }
  }
}

/// Counts the steps of a fit and says what share is done.
struct FittingProgress: Sendable {
  /// A network takes as long as some blocks of separators.
  static let networkWeight = 8

  let total: Int
  let report: (@Sendable (Double) -> Void)?
  private let done = Counter()

  private final class Counter: Sendable {
    let count = Mutex(0)
  }

  init(total: Int, report: (@Sendable (Double) -> Void)?) {
    self.total = total
    self.report = report
  }

  func add(_ steps: Int) {
    let count = done.count.withLock { count -> Int in
      count += steps
      return count
    }
    report?(Double(min(count, total)) / Double(total + 1))
  }

  func finish() { report?(1) }
}
