/// Where each of many keys stands in a list; made once and then only read.
///
/// The keys are hashes already, so unlike in a `Dictionary` nothing is hashed a second time. Linear probing in a table
/// that is at most half full.
package struct HashIndex: Sendable {
  private let keys: [UInt64]
  private let places: [Int32]
  private let shift: UInt64

  /// - Parameter keys: all different.
  package init(_ keys: [UInt64]) {
    self.keys = keys
    let bits = UInt64(Int.bitWidth - (2 * keys.count).leadingZeroBitCount)
    var places = [Int32](repeating: -1, count: 1 << Int(bits))
    shift = 64 - bits
    for (place, key) in keys.enumerated() {
      var slot = Self.slot(of: key, shift)
      while places[slot] >= 0 { slot = (slot + 1) & (places.count - 1) }
      places[slot] = Int32(truncatingIfNeeded: place)
    }
    self.places = places
  }

  package var count: Int { keys.count }

  /// The place of a key in the list it was made from.
  package func place(of key: UInt64) -> Int? {
    var slot = Self.slot(of: key, shift)
    while places[slot] >= 0 {
      let place = Int(places[slot])
      if keys[place] == key { return place }
      slot = (slot + 1) & (places.count - 1)
    }
    return nil
  }

  /// The highest bits of the product with 2^64 divided by the golden ratio (Knuth, volume 3, section 6.4).
  private static func slot(of key: UInt64, _ shift: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
  }
}
