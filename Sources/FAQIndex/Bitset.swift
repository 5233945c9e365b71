/// A set of small numbers.
struct Bitset: Sendable, Equatable {
  private var bits: [UInt64]
  private(set) var count = 0

  /// - Parameter limit: above all numbers.
  init(limit: Int) { bits = Array(repeating: 0, count: (limit + 63) / 64) }

  func contains(_ number: Int) -> Bool { bits[number >> 6] >> UInt64(number & 63) & 1 == 1 }

  mutating func insert(_ number: Int) {
    guard !contains(number) else { return }
    bits[number >> 6] |= 1 << UInt64(number & 63)
    count += 1
  }
}
