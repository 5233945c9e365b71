import COpenCC
import Synchronization

/// Traditional to Simplified Chinese by OpenCC, character for character so that positions stay.
///
/// A conversion costs about 15 µs, so a table of the characters that it changes is made once, and only a run of Han
/// characters with at least one of them is converted.
final class SimplifiedChinese: Sendable {
  private static let configuration = "t2s.json"
  /// The Han characters of the Basic Multilingual Plane.
  private static let tableRange: ClosedRange<UInt32> = 0x3400...0x9FFF

  /// Owns the C object and frees it.
  private struct Handle: ~Copyable {
    // A raw pointer because OpenCC's handle is void*; it is only used inside the mutex.
    let pointer: opencc_t

    deinit { _ = opencc_close(pointer) }

    borrowing func converted(_ text: String) -> String? {
      var text = text
      return text.withUTF8 { bytes -> String? in
        guard let base = bytes.baseAddress else { return "" }
        return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) { characters -> String? in
          guard let result = opencc_convert_utf8(pointer, characters, bytes.count) else { return nil }
          defer { opencc_convert_utf8_free(result) }
          return String(cString: result)
        }
      }
    }
  }

  private let handle: Mutex<Handle>
  /// What each character of `tableRange` becomes when it stands alone.
  private let table: [UInt32]

  init() throws(AnalyzerError) {
    let failed = UnsafeMutableRawPointer(bitPattern: -1)
    guard let pointer = opencc_open(Self.configuration), pointer != failed else {
      throw .conversionUnavailable(configuration: Self.configuration)
    }
    let handle = Handle(pointer: pointer)
    table = Self.table(with: handle)
    self.handle = Mutex(handle)
  }

  /// Converts all characters at once, a line each, so that no two form a phrase.
  private static func table(with handle: borrowing Handle) -> [UInt32] {
    let characters = tableRange.compactMap(Unicode.Scalar.init)
    var lines = String.UnicodeScalarView()
    for character in characters {
      lines.append(character)
      lines.append("\n")
    }
    let converted = handle.converted(String(lines)).map { Array($0.unicodeScalars) } ?? []
    guard converted.count == 2 * characters.count else { return Array(tableRange) }
    return closed(characters.indices.map { converted[2 * $0].value })
  }

  /// The table applied to its own results until nothing changes, so that what was converted stays as it is.
  private static func closed(_ table: [UInt32]) -> [UInt32] {
    var table = table
    for _ in 0..<4 {
      let next = table.map { tableRange.contains($0) ? table[Int($0 - tableRange.lowerBound)] : $0 }
      if next == table { break }
      table = next
    }
    return table
  }

  /// Whether the character, standing alone, has another Simplified form.
  func changes(_ character: Unicode.Scalar) -> Bool {
    simplified(character) != character
  }

  /// The Simplified form of a character that stands alone.
  private func simplified(_ character: Unicode.Scalar) -> Unicode.Scalar {
    guard Self.tableRange.contains(character.value) else { return character }
    return Unicode.Scalar(table[Int(character.value - Self.tableRange.lowerBound)]) ?? character
  }

  /// The Simplified form of a run of Han characters: as many as were given, phrases considered. A character that a
  /// phrase would keep, such as 乾 in 乾隆, still becomes what it is alone: else it would change when met again.
  func simplified(_ run: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: run)
    let whole = handle.withLock { $0.converted(String(text)) }.map { Array($0.unicodeScalars) }
    if let whole, whole.count == run.count { return whole.map(simplified) }
    return run.map(simplified)
  }
}
