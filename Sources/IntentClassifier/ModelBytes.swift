import Foundation

/// Writes numbers in little-endian order.
struct ModelBytes {
  private(set) var data = Data()

  mutating func append(raw bytes: some Sequence<UInt8>) {
    data.append(contentsOf: bytes)
  }

  mutating func append<Number: FixedWidthInteger>(_ numbers: [Number]) {
    numbers.map(\.littleEndian).withUnsafeBytes { data.append(contentsOf: $0) }
  }

  /// FNV-1a, 64 bits.
  static func checksum(of data: Data) -> UInt64 {
    data.withUnsafeBytes { bytes in
      bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
  }
}

/// Reads what `ModelBytes` wrote; nil where the bytes end.
struct ModelReader {
  private var data: Data

  init(_ data: Data) { self.data = data }

  var remaining: Int { data.count }

  var firstNumber: UInt64? {
    var copy = self
    return copy.number()
  }

  mutating func raw(_ count: Int) -> Data? {
    guard count >= 0, count <= data.count else { return nil }
    defer { data = data.dropFirst(count) }
    return data.prefix(count)
  }

  mutating func number<Number: FixedWidthInteger>() -> Number? {
    let read: [Number]? = numbers(1)
    return read?.first
  }

  mutating func numbers<Number: FixedWidthInteger>(_ count: Int) -> [Number]? {
    let size = MemoryLayout<Number>.size
    guard count >= 0, count <= data.count / size, let bytes = raw(count * size) else { return nil }
    return bytes.withUnsafeBytes { bytes in
      (0..<count).map { Number(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * size, as: Number.self)) }
    }
  }
}
