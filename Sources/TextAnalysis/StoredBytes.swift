package import Foundation

/// Why bytes are not read back.
package enum StoredBytesError: Error, Equatable {
  /// They do not begin as they should.
  case otherKind
  /// Of another version of the format.
  case unknownVersion(Int)
  /// They end early or do not match their checksum.
  case damaged
}

/// Writes a file: four letters that say what it is, version, values, checksum.
///
/// Values are as they lie in memory: numbers are little-endian on every machine that this is built for.
package struct StoredBytes {
  private var data: Data

  /// - Parameter kind: four ASCII letters.
  package init(kind: String, version: UInt32) {
    data = Data(kind.utf8)
    append([version])
  }

  package mutating func append(raw bytes: some Sequence<UInt8>) { data.append(contentsOf: bytes) }

  /// - Parameter values: numbers, or vectors of numbers.
  package mutating func append<Value>(_ values: [Value]) {
    values.withUnsafeBytes { data.append(contentsOf: $0) }
  }

  /// The count comes first.
  package mutating func append<Value>(counted values: [Value]) {
    append([UInt32(truncatingIfNeeded: values.count)])
    append(values)
  }

  package mutating func append(strings: [String]) {
    append(counted: strings.map { UInt32(truncatingIfNeeded: $0.utf8.count) })
    for string in strings { append(raw: string.utf8) }
  }

  /// Everything with the checksum behind it.
  package var finished: Data {
    var whole = self
    whole.append([Self.checksum(of: data)])
    return whole.data
  }

  /// Changes with every bit: FNV-1a over words of 64 bits instead of bytes, with a rotation so that high bits spread too.
  static func checksum(of data: Data) -> UInt64 {
    data.withUnsafeBytes { bytes in
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      func add(_ word: UInt64) {
        let mixed = hash ^ word
        hash = (mixed << 23 | mixed >> 41) &* 0x100_0000_01B3
      }
      let whole = bytes.count & ~7
      for offset in stride(from: 0, to: whole, by: 8) { add(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
      for byte in bytes[whole...] { add(UInt64(byte)) }
      return hash
    }
  }
}

/// Reads what `StoredBytes` wrote; nil where the values end. Any bytes may be given.
package struct StoredBytesReader {
  private var data: Data

  private static let checksumSize = MemoryLayout<UInt64>.size

  package init(_ data: Data, kind: String, version: UInt32) throws(StoredBytesError) {
    self.data = data
    guard raw(kind.utf8.count).map(Array.init) == Array(kind.utf8) else { throw .otherKind }
    guard let found: UInt32 = number() else { throw .damaged }
    guard found == version else { throw .unknownVersion(Int(found)) }
    self.data = self.data.dropLast(Self.checksumSize)
    guard data.count >= kind.utf8.count + MemoryLayout<UInt32>.size + Self.checksumSize,
      data.suffix(Self.checksumSize).withUnsafeBytes({ $0.loadUnaligned(as: UInt64.self) })
        == StoredBytes.checksum(of: data.dropLast(Self.checksumSize))
    else { throw .damaged }
  }

  /// Whether everything was read.
  package var isAtEnd: Bool { data.isEmpty }

  package mutating func raw(_ count: Int) -> Data? {
    guard count >= 0, count <= data.count else { return nil }
    defer { data = data.dropFirst(count) }
    return data.prefix(count)
  }

  package mutating func number<Number: FixedWidthInteger>() -> Number? {
    let read: [Number]? = values(1)
    return read?.first
  }

  /// Values that are numbers, or vectors of numbers: any bytes are some.
  package mutating func values<Value>(_ count: Int) -> [Value]? {
    let size = MemoryLayout<Value>.stride
    guard count >= 0, count <= data.count / size, let bytes = raw(count * size) else { return nil }
    return [Value](unsafeUninitializedCapacity: count) { buffer, written in
      _ = bytes.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
      written = count
    }
  }

  package mutating func countedValues<Value>() -> [Value]? {
    let count: UInt32? = number()
    return count.flatMap { values(Int($0)) }
  }

  package mutating func strings() -> [String]? {
    guard let sizes: [UInt32] = countedValues() else { return nil }
    var strings: [String] = []
    strings.reserveCapacity(sizes.count)
    for size in sizes {
      guard let bytes = raw(Int(size)) else { return nil }
      strings.append(String(decoding: bytes, as: UTF8.self))
    }
    return strings
  }
}
