import Foundation
import Training

/// An evaluation of intents for people: figures, the weakest intents, the worst confusions.
struct IntentReport {
  private(set) var lines: [String] = []

  init(_ evaluation: IntentEvaluation, isCrossValidation: Bool) {
    addFigures(evaluation, isCrossValidation)
    addLanguages(evaluation)
    addWeakest(evaluation)
    addConfusions(evaluation)
  }

  private mutating func addFigures(_ evaluation: IntentEvaluation, _ isCrossValidation: Bool) {
    let rows = evaluation.rows
    let tested = isCrossValidation ? "cross-validated" : "tested on \(rows.test)"
    var table = TextTable(header: ["fitted to \(rows.train) texts, \(tested)", ""])
    table.add(["accuracy", evaluation.accuracy.percent])
    table.add(["macro F1", evaluation.macroF1.percent])
    table.add(["expected calibration error", evaluation.ece.percent])
    table.add(["accuracy with rejection", evaluation.accuracyWithRejection.percent])
    let outside = evaluation.outOfScope
    table.add(["in scope, rejected", outside.inScopeRejected.percent])
    if outside.auroc != nil {
      table.add(["out of scope: recall", outside.recall.percent])
      table.add(["out of scope: precision", outside.precision.percent])
      table.add(["out of scope: AUROC", outside.auroc.percent])
      table.add(["out of scope: FPR at 95 % recall", outside.fpr95.percent])
      if let balanced = outside.balanced {
        table.add(["balanced: recall", balanced.recall.percent])
        table.add(["balanced: in scope, rejected", balanced.inScopeRejected.percent])
      }
    }
    table.add(["fit", String(format: "%.2f s", evaluation.fitSeconds)])
    if let refit = evaluation.refitSeconds {
      table.add(["refit with one example more", String(format: "%.2f s", refit)])
    }
    table.add(["model", byteCount(evaluation.modelBytes)])
    table.add(["prediction, median", microseconds(evaluation.predictMicroseconds.p50)])
    table.add(["prediction, 99 of 100 within", microseconds(evaluation.predictMicroseconds.p99)])
    lines += table.lines
  }

  private mutating func addLanguages(_ evaluation: IntentEvaluation) {
    var table = TextTable(header: ["language", "texts", "accuracy", "calibration error", "rejected"])
    for (code, figures) in evaluation.perLanguage.sorted(by: { $0.key < $1.key }) {
      table.add([
        code, "\(figures.rows)", figures.accuracy.percent, figures.ece.percent, figures.inScopeRejected.percent,
      ])
    }
    lines += [""] + table.lines
  }

  private mutating func addWeakest(_ evaluation: IntentEvaluation) {
    let weakest = evaluation.perIntent.filter { $0.f1 < 1 }.sorted { ($0.f1, $0.intent) < ($1.f1, $1.intent) }
    guard !weakest.isEmpty else { return }
    var table = TextTable(header: ["weakest intents", "texts", "precision", "recall", "F1"])
    for intent in weakest.prefix(10) {
      table.add([
        intent.intent, "\(intent.rows)", intent.precision.percent, intent.recall.percent, intent.f1.percent,
      ])
    }
    lines += [""] + table.lines
  }

  private mutating func addConfusions(_ evaluation: IntentEvaluation) {
    guard !evaluation.confusions.isEmpty else { return }
    var table = TextTable(header: ["expected", "taken for", "texts", "for example"], leftAligned: [0, 1, 3])
    for confusion in evaluation.confusions.prefix(15) {
      table.add([
        confusion.expected, confusion.predicted, "\(confusion.count)", shortened(confusion.examples.first ?? ""),
      ])
    }
    lines += [""] + table.lines
  }
}

/// An evaluation of article search for people: figures, then the surest mistakes.
struct FAQReport {
  private(set) var lines: [String] = []

  init(_ evaluation: FAQEvaluation) {
    var table = TextTable(header: ["\(evaluation.queries) queries with an answer", ""])
    table.add(["right article first", evaluation.successAt1.percent])
    table.add(["among the first 3", evaluation.successAt3.percent])
    table.add(["among the first 5", evaluation.successAt5.percent])
    table.add(["mean reciprocal rank (10)", evaluation.mrrAt10.percent])
    table.add(["NDCG (10)", evaluation.ndcgAt10.percent])
    table.add(["no answer: AUROC by score", evaluation.noAnswerAUROC.percent])
    table.add(["no answer: AUROC by confidence", evaluation.noAnswerConfidenceAUROC.percent])
    if let noAnswer = evaluation.noAnswer {
      table.add(["no answer: recall", noAnswer.recall.percent])
      table.add(["answerable, rejected", noAnswer.answerableRejected.percent])
    }
    if let edited = evaluation.edited {
      table.add(["with typing mistakes: right article first", edited.successAt1.percent])
      table.add(["with typing mistakes: mean reciprocal rank (10)", edited.mrrAt10.percent])
    }
    table.add(["index", String(format: "%.3f s", evaluation.indexSeconds)])
    table.add(["index in memory", byteCount(evaluation.indexBytes)])
    table.add(["query, median", microseconds(evaluation.queryMicroseconds.p50)])
    table.add(["query, 99 of 100 within", microseconds(evaluation.queryMicroseconds.p99)])
    lines += table.lines
    addLanguages(evaluation)
    addFailures(evaluation)
  }

  private mutating func addLanguages(_ evaluation: FAQEvaluation) {
    var table = TextTable(header: ["language", "queries", "right article first", "mean reciprocal rank"])
    for (code, figures) in evaluation.perLanguage.sorted(by: { $0.key < $1.key }) {
      table.add([code, "\(figures.queries)", figures.successAt1.percent, figures.mrrAt10.percent])
    }
    lines += [""] + table.lines
  }

  private mutating func addFailures(_ evaluation: FAQEvaluation) {
    guard !evaluation.failures.isEmpty else { return }
    var table = TextTable(header: ["query", "found first", "sure", "right one at"], leftAligned: [0, 1])
    for failure in evaluation.failures.prefix(15) {
      let first = failure.found.first
      table.add([
        shortened(failure.text), shortened(first?.title ?? "–"), (first?.confidence).percent,
        failure.rank.map { "\($0)" } ?? "–",
      ])
    }
    lines += [""] + table.lines
  }
}

private func byteCount(_ count: Int) -> String {
  count < 1_000_000 ? "\(count / 1000) kB" : String(format: "%.1f MB", Double(count) / 1_000_000)
}

private func microseconds(_ value: Double) -> String { String(format: "%.0f µs", value) }

/// The first 60 characters on one line.
private func shortened(_ text: String) -> String {
  let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
  return line.count <= 60 ? line : line.prefix(59) + "…"
}
