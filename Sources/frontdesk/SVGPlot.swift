import Foundation
import Training

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

  /// How confidence and what is right go together; on the line, confidence is honest.
  init(calibration bins: [CalibrationBin]) {
    self.init(horizontal: "confidence", vertical: "accuracy")
    addLine([(0, 0), (1, 1)], color: "gray", name: "honest")
    addLine(bins.map { ($0.confidence, $0.accuracy) }, color: "royalblue", name: "measured")
    let most = Double(bins.map(\.rows).max() ?? 1)
    for bin in bins {
      addDot(bin.confidence, bin.accuracy, radius: 2 + 8 * (Double(bin.rows) / most).squareRoot())
    }
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
  var escapedForHTML: String {
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
