import Foundation
import Training

/// An evaluation of article search as one page for a browser, without scripts.
struct FAQPage {
  let text: String

  /// - Parameters:
  ///   - articles: the file they came from.
  ///   - queries: the file they came from.
  init(_ evaluation: FAQEvaluation, articles: String, queries: String) {
    text = """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Article search</title>
      <style>
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
      table { border-collapse: collapse; margin: 1rem 0; }
      svg { max-width: 100%; }
      td, th { padding: .3rem .8rem; border-bottom: 1px solid #ddd; text-align: left; vertical-align: top; }
      .right { color: #17663a; } .wrong { color: #9b1c1c; }
      </style>
      <h1>Article search</h1>
      <p>\(queries.escapedForHTML) asked of \(articles.escapedForHTML): \(evaluation.queries) queries with an answer.</p>
      \(Self.figures(evaluation))
      \(Self.languages(evaluation))
      <h2>Calibration</h2><p>How many of the best articles of a confidence are right; on the line, confidence is honest.</p>
      \(SVGPlot(calibration: evaluation.bins).text)
      <h2>The surest mistakes</h2>
      \(Self.failures(evaluation))
      </html>

      """
  }

  private static func figures(_ evaluation: FAQEvaluation) -> String {
    table(
      ["figure", ""],
      [
        ["right article first", evaluation.successAt1.percent],
        ["among the first 3", evaluation.successAt3.percent],
        ["among the first 5", evaluation.successAt5.percent],
        ["mean reciprocal rank (10)", evaluation.mrrAt10.percent],
        ["NDCG (10)", evaluation.ndcgAt10.percent],
        ["no answer: AUROC by score", evaluation.noAnswerAUROC.percent],
        ["no answer: AUROC by confidence", evaluation.noAnswerConfidenceAUROC.percent],
        ["with typing mistakes, right article first", (evaluation.edited?.successAt1).percent],
        ["query, median", String(format: "%.1f µs", evaluation.queryMicroseconds.p50)],
        ["query, 99 of 100 within", String(format: "%.1f µs", evaluation.queryMicroseconds.p99)],
      ])
  }

  private static func languages(_ evaluation: FAQEvaluation) -> String {
    table(
      ["language", "queries", "right article first", "mean reciprocal rank"],
      evaluation.perLanguage.sorted { $0.key < $1.key }.map { code, figures in
        [code, "\(figures.queries)", figures.successAt1.percent, figures.mrrAt10.percent]
      })
  }

  private static func failures(_ evaluation: FAQEvaluation) -> String {
    let rows = evaluation.failures.map { failure in
      let found = failure.found.map { found in
        let style = failure.relevant.contains(found.id) ? "right" : "wrong"
        return "<div class=\"\(style)\">\(found.title.escapedForHTML) (\(found.confidence.percent))</div>"
      }
      let rank = failure.rank.map { "\($0)" } ?? "–"
      return "<tr><td>\(failure.text.escapedForHTML)<td>\(found.joined())<td>\(rank)</tr>"
    }
    return "<table><tr><th>query<th>found<th>right one at</tr>\n\(rows.joined(separator: "\n"))\n</table>"
  }

  private static func table(_ header: [String], _ rows: [[String]]) -> String {
    func row(_ cells: [String], _ tag: String) -> String {
      "<tr>" + cells.map { "<\(tag)>\($0.escapedForHTML)" }.joined() + "</tr>"
    }
    return "<table>\n" + ([row(header, "th")] + rows.map { row($0, "td") }).joined(separator: "\n") + "\n</table>"
  }
}
