import Foundation
import Training

/// An evaluation of intents as one page of HTML without scripts: figures, calibration, thresholds, confusion matrix.
struct IntentPage {
  let evaluation: IntentEvaluation

  init(_ evaluation: IntentEvaluation) { self.evaluation = evaluation }

  var text: String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>Intent evaluation</title><style>\(Self.style)</style></head><body>
    <h1>Intent evaluation</h1>
    \(figures)
    <h2>Calibration</h2><p>How many answers of a confidence are right; on the line, confidence is honest.</p>
    \(SVGPlot(calibration: evaluation.curves.bins).text)
    <h2>Thresholds</h2><p>What answering from a confidence on would do.</p>
    \(thresholds)
    <h2>Confusion matrix</h2><p>The intents with most mistakes; rows are expected, columns predicted.</p>
    \(matrix)
    <h2>Confusions</h2>
    \(confusions)
    </body></html>

    """
  }

  private static let style = """
    body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; \
    color-scheme: light dark } table { border-collapse: collapse } td, th { padding: .1rem .6rem; text-align: left } \
    .matrix td { width: 1.4rem; padding: 0; text-align: center; font-size: 11px } .matrix th { font-size: 11px; \
    font-weight: normal } .matrix thead th { writing-mode: vertical-rl } svg { max-width: 100% }
    """

  private var figures: String {
    let outside = evaluation.outOfScope
    let rows: [(String, String)] = [
      ("fitted to", "\(evaluation.rows.train) texts"), ("tested on", "\(evaluation.rows.test) texts"),
      ("accuracy", evaluation.accuracy.percent), ("macro F1", evaluation.macroF1.percent),
      ("expected calibration error", evaluation.ece.percent),
      ("accuracy with rejection", evaluation.accuracyWithRejection.percent),
      ("in scope, rejected", outside.inScopeRejected.percent), ("out of scope: recall", outside.recall.percent),
      ("out of scope: AUROC", outside.auroc.percent),
    ]
    return "<table>" + rows.map { "<tr><th>\($0.0)</th><td>\($0.1)</td></tr>" }.joined() + "</table>"
  }

  private var thresholds: String {
    let points = evaluation.curves.thresholds
    var plot = SVGPlot(horizontal: "answer from this confidence on", vertical: "share")
    plot.addLine(points.map { ($0.confidence, $0.answered) }, color: "seagreen", name: "in scope, answered")
    plot.addLine(points.map { ($0.confidence, $0.wrong) }, color: "crimson", name: "of these, wrong")
    let outside = points.compactMap { point in point.outOfScopeAnswered.map { (point.confidence, $0) } }
    if !outside.isEmpty { plot.addLine(outside, color: "darkorange", name: "out of scope, answered") }
    return plot.text
  }

  private var matrix: String {
    let matrix = evaluation.curves.matrix
    guard !matrix.intents.isEmpty else { return "<p>No mistakes.</p>" }
    let head = matrix.intents.map { "<th>\($0.escapedForHTML)</th>" }.joined()
    let rows = matrix.intents.indices.map { row -> String in
      let total = max(1, matrix.counts[row].reduce(0, +))
      let cells = matrix.intents.indices.map { column -> String in
        let count = matrix.counts[row][column]
        guard count > 0 else { return "<td></td>" }
        let color = row == column ? "46,139,87" : "220,20,60"
        let share = 0.15 + 0.85 * Double(count) / Double(total)
        return "<td style=\"background:rgba(\(color),\(String(format: "%.2f", share)))\">\(count)</td>"
      }
      return "<tr><th>\(matrix.intents[row].escapedForHTML)</th>\(cells.joined())</tr>"
    }
    return "<table class=\"matrix\"><thead><tr><th></th>\(head)</tr></thead><tbody>\(rows.joined())</tbody></table>"
  }

  private var confusions: String {
    let rows = evaluation.confusions.map { confusion in
      let cells = [confusion.expected, confusion.predicted, "\(confusion.count)", confusion.examples.first ?? ""]
      return "<tr>" + cells.map { "<td>\($0.escapedForHTML)</td>" }.joined() + "</tr>"
    }
    let head = "<tr><th>expected</th><th>taken for</th><th>texts</th><th>for example</th></tr>"
    return "<table>\(head)\(rows.joined())</table>"
  }
}
