package import IntentClassifier
package import TextAnalysis

/// Fits on some rows and tests on others.
package struct IntentEvaluator: Sendable {
  package var analyzer: Analyzer
  /// The intent of rows that mean none of the intents.
  package var outOfScopeLabel: String
  package var seed: UInt64
  /// How many parts cross-validation makes.
  package var folds: Int
  /// Whether models are fitted in a small part of the time, a little less well.
  package var isFast: Bool
  /// At most this share of rows in scope may be rejected where the threshold is chosen.
  package var rejectionBudget = 0.05

  package init(
    analyzer: Analyzer, outOfScopeLabel: String = Intent.outOfScope, seed: UInt64 = 1, folds: Int = 5,
    isFast: Bool = false
  ) {
    self.analyzer = analyzer
    self.outOfScopeLabel = outOfScopeLabel
    self.seed = seed
    self.folds = folds
    self.isFast = isFast
  }

  /// Fits on `train` and tests on `test`. The threshold for rejection comes from `valid`, or without it from
  /// cross-validation on `train`; never from `test`.
  package func evaluation(
    train: [LabelledRow], valid: [LabelledRow], test: [LabelledRow], progress report: Progress? = nil
  ) throws(IntentModelError) -> IntentEvaluation {
    let fitting = valid.isEmpty ? 1 / Double(folds + 1) : 1
    let fit = try timedFit(to: train, progress: progress(report, from: 0, share: fitting))
    let parts =
      valid.isEmpty
      ? try crossValidated(train, progress: progress(report, from: fitting, share: 1 - fitting))
      : [scored(valid, by: fit.model)]
    let heldOut = parts.flatMap(\.rows)
    var result = scored(test, by: fit.model)
    RejectionLimits(heldOut, budget: rejectionBudget).apply(to: &result.rows)
    return evaluation(of: result.rows, fit, durations: result.durations, training: train.count)
  }

  /// Stratified cross-validation: every row is tested by a model that has not seen it. The threshold for rejecting rows of
  /// one part comes from `valid`, or without it from the other parts.
  package func crossValidation(
    train: [LabelledRow], valid: [LabelledRow] = [], progress report: Progress? = nil
  ) throws(IntentModelError) -> IntentEvaluation {
    let fitting = 1 / Double(folds + 1)
    let fit = try timedFit(to: train, progress: progress(report, from: 0, share: fitting))
    let validation = valid.isEmpty ? [] : scored(valid, by: fit.model).rows
    var parts = try crossValidated(train, progress: progress(report, from: fitting, share: 1 - fitting))
    for index in parts.indices {
      let others = parts.indices.filter { $0 != index }.flatMap { parts[$0].rows }
      RejectionLimits(valid.isEmpty ? others : validation, budget: rejectionBudget).apply(to: &parts[index].rows)
    }
    return evaluation(
      of: parts.flatMap(\.rows), fit, durations: parts.flatMap(\.durations), training: train.count)
  }

  private func evaluation(
    of rows: [ScoredRow], _ fit: Fit, durations: [Duration], training: Int
  ) -> IntentEvaluation {
    let figures = IntentEvaluation.FitFigures(
      seconds: fit.seconds, refitSeconds: refitSeconds(fit), bytes: fit.model.encoded().count,
      predictions: Percentiles(durations))
    return IntentEvaluation(of: rows, label: outOfScopeLabel, fit: figures, training: training)
  }

  private struct Fit {
    let model: IntentModel
    let examples: [IntentExample]
    let seconds: Double
  }

  /// How long it takes to add an example: one much like another, but not the same.
  private func refitSeconds(_ fit: Fit) -> Double? {
    guard let first = fit.examples.first else { return nil }
    let start = ContinuousClock.now
    let added = IntentExample(text: analyzer.analyzed(first.text.original + " please"), intent: first.intent)
    guard (try? fit.model.refitted(to: fit.examples + [added], options: options)) != nil else { return nil }
    return (ContinuousClock.now - start).seconds
  }

  private var options: IntentModel.Options {
    var options = IntentModel.Options()
    options.seed = seed
    options.outOfScopeLabel = outOfScopeLabel
    options.isFast = isFast
    return options
  }

  /// Fits a model; the time is that from texts to model.
  private func timedFit(
    to rows: [LabelledRow], progress report: Progress?
  ) throws(IntentModelError) -> Fit {
    let start = ContinuousClock.now
    let examples = rows.map { IntentExample(text: analyzer.analyzed($0.text), intent: $0.intent) }
    let model = try IntentModel.fitted(to: examples, options: options, progress: report)
    return Fit(model: model, examples: examples, seconds: (ContinuousClock.now - start).seconds)
  }

  private struct ScoredPart {
    var rows: [ScoredRow]
    var durations: [Duration]
  }

  private func scored(_ rows: [LabelledRow], by model: IntentModel) -> ScoredPart {
    // The first predictions fill caches, as in a server that runs.
    for row in rows.prefix(100) { _ = model.prediction(for: analyzer.analyzed(row.text)) }
    var part = ScoredPart(rows: [], durations: [])
    for row in rows {
      let start = ContinuousClock.now
      let text = analyzer.analyzed(row.text)
      let prediction = model.prediction(for: text)
      part.durations.append(ContinuousClock.now - start)
      let best = prediction.candidates.first
      part.rows.append(
        ScoredRow(
          text: row.text, language: text.language, expected: row.intent == outOfScopeLabel ? nil : row.intent,
          predicted: best?.intent, confidence: best?.confidence ?? 0, outOfScope: prediction.outOfScope))
    }
    return part
  }

  /// The parts of cross-validation, each scored by a model fitted on the others.
  private func crossValidated(
    _ rows: [LabelledRow], progress report: Progress?
  ) throws(IntentModelError) -> [ScoredPart] {
    let parts = Folds.parts(of: rows, count: folds, seed: seed)
    var scoredParts: [ScoredPart] = []
    for index in parts.indices {
      let others = parts.indices.filter { $0 != index }.flatMap { parts[$0] }
      let share = 1 / Double(parts.count)
      let report = progress(report, from: Double(index) * share, share: share)
      scoredParts.append(scored(parts[index], by: try timedFit(to: others, progress: report).model))
    }
    return scoredParts
  }
}
