/// JSON while it is written. Names come in the order of the calls, so callers keep them sorted.
///
/// Every value is followed by a comma, which the end of its object or list replaces.
package struct JSONText {
  /// What is written, and room for more.
  private var buffer: [UInt8]
  private var count = 0

  package init(reserving capacity: Int = 480) { buffer = [UInt8](repeating: 0, count: capacity) }

  /// The JSON in UTF-8.
  package consuming func finished() -> [UInt8] {
    dropComma()
    buffer.removeLast(buffer.count - count)
    return buffer
  }

  // MARK: Objects

  @inline(__always)
  package mutating func object(_ writeFields: (inout JSONText) -> Void) {
    open(UInt8(ascii: "{"))
    writeFields(&self)
    close(UInt8(ascii: "}"))
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
    comma()
  }

  package mutating func field(_ name: StaticString, _ value: Bool?) {
    guard let value else { return }
    key(name)
    append(literal: value ? "true" : "false")
    comma()
  }

  /// A number that JSON does not have is null.
  package mutating func field(_ name: StaticString, _ value: Double) {
    key(name)
    append(value)
    comma()
  }

  package mutating func field(_ name: StaticString, _ value: Double?) {
    if let value { field(name, value) }
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
    list(count: values.count) { $0.append(values[$1]) }
  }

  package mutating func field(_ name: StaticString, _ values: [some JSONWritable]) {
    key(name)
    list(count: values.count) { values[$1].write(to: &$0) }
  }

  package mutating func field(_ name: StaticString, _ values: [some JSONWritable]?) {
    if let values { field(name, values) }
  }

  /// The fields of an object that has been written already.
  package mutating func fields(of object: [UInt8]) {
    guard object.count > 2 else { return }
    object.withUnsafeBytes { append(UnsafeRawBufferPointer(rebasing: $0[1..<($0.count - 1)])) }
    comma()
  }

  /// By place: values that are handed on would be copied, text by text.
  @inline(__always)
  private mutating func list(count: Int, _ write: (inout JSONText, Int) -> Void) {
    open(UInt8(ascii: "["))
    for place in 0..<count { write(&self, place) }
    close(UInt8(ascii: "]"))
  }
}

// MARK: Bytes

extension JSONText {
  /// Has `write` put bytes behind what is written; it is given room for at least `most` and tells how many it needed.
  @inline(__always)
  private mutating func extend(most: Int, _ write: (UnsafeMutableRawBufferPointer) -> Int) {
    let room = buffer.count - count
    if room < most { buffer.append(contentsOf: repeatElement(0, count: max(most - room, buffer.count))) }
    let begin = count
    count += buffer.withUnsafeMutableBytes { write(UnsafeMutableRawBufferPointer(rebasing: $0[begin...])) }
  }

  @inline(__always)
  private mutating func append(byte: UInt8) {
    extend(most: 1) { room in
      room[0] = byte
      return 1
    }
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer) {
    extend(most: bytes.count) { room in
      room.copyMemory(from: bytes)
      return bytes.count
    }
  }

  private mutating func append(literal text: StaticString) {
    text.withUTF8Buffer { append(UnsafeRawBufferPointer($0)) }
  }

  @inline(__always)
  private mutating func comma() { append(byte: UInt8(ascii: ",")) }

  private mutating func dropComma() {
    if count > 0, buffer[count - 1] == UInt8(ascii: ",") { count -= 1 }
  }

  private mutating func open(_ bracket: UInt8) { append(byte: bracket) }

  private mutating func close(_ bracket: UInt8) {
    dropComma()
    extend(most: 2) { room in
      room[0] = bracket
      room[1] = UInt8(ascii: ",")
      return 2
    }
  }

  private mutating func key(_ name: StaticString) {
    name.withUTF8Buffer { name in
      extend(most: name.count + 3) { room in
        room[0] = UInt8(ascii: "\"")
        UnsafeMutableRawBufferPointer(rebasing: room[1...]).copyMemory(from: UnsafeRawBufferPointer(name))
        room[name.count + 1] = UInt8(ascii: "\"")
        room[name.count + 2] = UInt8(ascii: ":")
        return name.count + 3
      }
    }
  }
}

// MARK: Numbers

extension JSONText {
  private mutating func append(_ value: Int) {
    guard 0..<10 ~= value else {
      var digits = String(value)
      return digits.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }
    append(byte: UInt8(ascii: "0") + UInt8(value))
  }

  /// The shortest digits that make the same number again.
  private mutating func append(_ value: Double) {
    let scaled = (value * 10_000).rounded()
    if 0..<10_000 ~= scaled, scaled / 10_000 == value, value.sign == .plus {
      return append(tenThousandths: Int(scaled))
    }
    var text = value.isFinite ? value.description : "null"
    if text.hasSuffix(".0") { text.removeLast(2) }
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// A number below 1 with at most four decimals, as nearly all are.
  private mutating func append(tenThousandths number: Int) {
    extend(most: 6) { room in
      var (rest, length) = (number, 1)
      for place in [5, 4, 3, 2] {
        room[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        if length == 1, rest % 10 > 0 { length = place + 1 }
        rest /= 10
      }
      room[0] = UInt8(ascii: "0")
      room[1] = UInt8(ascii: ".")
      return length
    }
  }
}

// MARK: Texts

extension JSONText {
  private mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      let text = UnsafeRawBufferPointer(utf8)
      let length = appendQuoted(text)
      if length < text.count { appendEscaped(UnsafeRawBufferPointer(rebasing: text[length...])) }
    }
  }

  /// Appends the text if nothing in it needs an escape; else the part before the first byte that does, whose length it
  /// returns, and no quotation mark at the end.
  private mutating func appendQuoted(_ text: UnsafeRawBufferPointer) -> Int {
    var length = 0
    extend(most: text.count + 3) { room in
      room[0] = UInt8(ascii: "\"")
      length = Self.copyPlain(text, to: UnsafeMutableRawBufferPointer(rebasing: room[1...]))
      guard length == text.count else { return length + 1 }
      room[length + 1] = UInt8(ascii: "\"")
      room[length + 2] = UInt8(ascii: ",")
      return length + 3
    }
    return length
  }

  /// Appends what begins with a byte that needs an escape, and the quotation mark.
  private mutating func appendEscaped(_ text: UnsafeRawBufferPointer) {
    var rest = text
    while let byte = rest.first {
      append(escaping: byte)
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst())
      var length = 0
      extend(most: rest.count) { room in
        length = Self.copyPlain(rest, to: room)
        return length
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[length...])
    }
    append(literal: "\",")
  }

  /// Copies what stands before the first byte that needs an escape, eight bytes in one step, and returns its length.
  private static func copyPlain(_ text: UnsafeRawBufferPointer, to room: UnsafeMutableRawBufferPointer) -> Int {
    var place = 0
    while place + 8 <= text.count {
      let word = text.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      guard !needsEscape(word) else { break }
      room.storeBytes(of: word, toByteOffset: place, as: UInt64.self)
      place += 8
    }
    while place < text.count, !needsEscape(UInt64(text[place]) | 0x2020_2020_2020_2000) {
      room[place] = text[place]
      place += 1
    }
    return place
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
    case UInt8(ascii: "\""): append(literal: #"\""#)
    case UInt8(ascii: "\\"): append(literal: #"\\"#)
    case 0x08: append(literal: #"\b"#)
    case 0x09: append(literal: #"\t"#)
    case 0x0A: append(literal: #"\n"#)
    case 0x0C: append(literal: #"\f"#)
    case 0x0D: append(literal: #"\r"#)
    default:
      append(literal: #"\u00"#)
      append(byte: UInt8(ascii: byte < 16 ? "0" : "1"))
      for digit in String(byte % 16, radix: 16).utf8 { append(byte: digit) }
    }
  }
}
