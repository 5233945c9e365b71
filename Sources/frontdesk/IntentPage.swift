import Foundation
import Training

/// An evaluation of intents as one page of HTML without scripts: figures, calibration, thresholds, confusion matrix.
struct IntentPage {
  let evaluation: IntentEvaluation

  init(_ evaluation: IntentEvaluation) { self.evaluation = evaluation }

  var text: String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>Intent evaluation</title><style>\(Self.style)</style></head><body>
    <h1>Intent evaluation</h1>
    \(figures)
    <h2>Calibration</h2><p>How many answers of a confidence are right; on the line, confidence is honest.</p>
    \(calibration)
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

  private var calibration: String {
    var plot = SVGPlot(horizontal: "confidence", vertical: "accuracy")
    plot.addLine([(0, 0), (1, 1)], color: "gray", name: "honest")
    plot.addLine(evaluation.curves.bins.map { ($0.confidence, $0.accuracy) }, color: "royalblue", name: "measured")
    let most = Double(evaluation.curves.bins.map(\.rows).max() ?? 1)
    for bin in evaluation.curves.bins {
      plot.addDot(bin.confidence, bin.accuracy, radius: 2 + 8 * (Double(bin.rows) / most).squareRoot())
    }
    return plot.text
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

/// Curves over 0 ... 1 in both directions.
struct SVGPlot {
  private static let side = 360.0
  private static let margin = 46.0
  private let horizontal: String
  private let vertical: String
  private var shapes: [String] = []
  private var names: [String] = []

  init(horizontal: String, vertical: String) {
    self.horizontal = horizontal
    self.vertical = vertical
  }

  mutating func addLine(_ points: [(Double, Double)], color: String, name: String) {
    let path = points.map { "\(Self.x($0.0)),\(Self.y($0.1))" }.joined(separator: " ")
    shapes.append("<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"2\"/>")
    let height = Self.margin + 18 * Double(names.count)
    names.append(
      "<text x=\"\(Self.side + 2 * Self.margin)\" y=\"\(height)\" fill=\"\(color)\">\(name.escapedForHTML)</text>")
  }

  mutating func addDot(_ x: Double, _ y: Double, radius: Double) {
    let size = String(format: "%.1f", radius)
    shapes.append("<circle cx=\"\(Self.x(x))\" cy=\"\(Self.y(y))\" r=\"\(size)\" fill=\"royalblue\" opacity=\".6\"/>")
  }

  var text: String {
    let end = Self.side + Self.margin
    let ticks = stride(from: 0.0, through: 1, by: 0.25).map { share -> String in
      let label = String(format: "%.2f", share)
      return "<text x=\"\(Self.x(share))\" y=\"\(end + 16)\" text-anchor=\"middle\">\(label)</text>"
        + "<text x=\"\(Self.margin - 6)\" y=\"\(Self.y(share))\" text-anchor=\"end\">\(label)</text>"
    }
    return """
      <svg viewBox="0 0 \(2 * end) \(end + Self.margin)" width="\(2 * end)" font-size="12" fill="currentColor">
      <rect x="\(Self.margin)" y="\(Self.margin)" width="\(Self.side)" height="\(Self.side)" fill="none" stroke="gray"/>
      \((ticks + shapes + names).joined(separator: "\n"))
      <text x="\(Self.margin + Self.side / 2)" y="\(end + 34)" text-anchor="middle">\(horizontal.escapedForHTML)</text>
      <text x="\(Self.margin)" y="\(Self.margin - 10)">\(vertical.escapedForHTML)</text>
      </svg>
      """
  }

  private static func x(_ share: Double) -> String { String(format: "%.1f", margin + share * side) }
  private static func y(_ share: Double) -> String { String(format: "%.1f", margin + (1 - share) * side) }
}

extension String {
  /// With the signs that mean something in HTML written out.
  fileprivate var escapedForHTML: String {
    var text = ""
    for character in self {
      switch character {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      default: text.append(character)
      }
    }
    return text
  }
}
