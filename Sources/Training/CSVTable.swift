/// Comma-separated values as RFC 4180 has them: fields may be quoted, a quote in them is doubled, line ends in them stay.
struct CSVTable {
  struct Row {
    var fields: [String]
    /// The line on which the row begins.
    var line: Int
  }

  var rows: [Row] = []
  private(set) var problems: [ContentProblem] = []
  private var bytes: [UInt8]
  private var position = 0
  private var line = 1

  init(_ source: SourceFile) {
    bytes = Array(source.text.utf8)
    while position < bytes.count { readRow(source.path) }
    bytes = []
  }

  private mutating func readRow(_ path: String) {
    var row = Row(fields: [], line: line)
    var mistake: String?
    repeat {
      let isQuoted = position < bytes.count && bytes[position] == Self.quote
      row.fields.append(isQuoted ? quotedField(&mistake) : plainField(&mistake))
    } while take(UInt8(ascii: ","))
    // A carriage return belongs to the line end; any other byte here was already noted as a mistake.
    while position < bytes.count, !take(Self.newline) { position += 1 }
    line += 1
    if let mistake {
      problems.append(ContentProblem(file: path, line: row.line, message: mistake))
    } else if row.fields != [""] {
      rows.append(row)
    }
  }

  private mutating func plainField(_ mistake: inout String?) -> String {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: ","), bytes[position] != Self.newline {
      if bytes[position] == Self.quote { mistake = "a quote in a field that does not begin with one" }
      position += 1
    }
    var end = position
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private mutating func quotedField(_ mistake: inout String?) -> String {
    position += 1
    var field: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == Self.quote, !take(Self.quote) {
        if !isAtFieldEnd { mistake = "text after the closing quote of a field" }
        return String(decoding: field, as: UTF8.self)
      }
      if byte == Self.newline { line += 1 }
      field.append(byte)
    }
    mistake = "a quoted field is not closed"
    return String(decoding: field, as: UTF8.self)
  }

  private var isAtFieldEnd: Bool {
    position >= bytes.count || [UInt8(ascii: ","), UInt8(ascii: "\r"), Self.newline].contains(bytes[position])
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private static let quote = UInt8(ascii: "\"")
  private static let newline = UInt8(ascii: "\n")
}
