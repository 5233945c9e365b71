import Foundation

/// Columns of text for a terminal: the first to the left, the others to the right, unless told otherwise.
struct TextTable {
  private var rows: [[String]]
  private let leftAligned: Set<Int>

  init(header: [String], leftAligned: Set<Int> = [0]) {
    rows = [header]
    self.leftAligned = leftAligned
  }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// The lines, the header underlined.
  var lines: [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].columns : 0 }.max() ?? 0
    }
    var lines = rows.map { row in
      row.enumerated().map { column, text in
        let space = String(repeating: " ", count: widths[column] - text.columns)
        return leftAligned.contains(column) ? text + space : space + text
      }.joined(separator: "  ").trimmingTrailingSpace
    }
    lines.insert(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "), at: 1)
    return lines
  }
}

extension String {
  /// How many columns a terminal gives the text: two for each East Asian wide character.
  var columns: Int {
    unicodeScalars.reduce(0) { count, scalar in
      switch scalar.value {
      case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60,
        0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd:
        count + 2
      case _ where scalar.properties.generalCategory == .nonspacingMark: count
      default: count + 1
      }
    }
  }

  fileprivate var trimmingTrailingSpace: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

extension Double {
  /// A fraction in per cent with one digit: `0.9267` is `92.7 %`.
  var percent: String { String(format: "%.1f %%", self * 100) }
}

extension Double? {
  var percent: String { map(\.percent) ?? "–" }
}
