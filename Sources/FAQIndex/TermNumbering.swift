/// Gives terms numbers in the order in which they come.
///
/// The keys are hashes already, so unlike in a `Dictionary` nothing is hashed a second time.
struct TermNumbering {
  private(set) var keys: [UInt64] = []
  /// 0 where nothing is, or else a number plus 1.
  private var slots: [UInt32]
  private var shift: UInt64

  init(expected: Int) {
    let bits = 64 - max(16, expected / 4).leadingZeroBitCount
    slots = Array(repeating: 0, count: 1 << bits)
    shift = UInt64(64 - bits)
  }

  mutating func number(of key: UInt64) -> UInt32 {
    var slot = Self.slot(of: key, shift)
    while slots[slot] != 0 {
      if keys[Int(slots[slot]) - 1] == key { return slots[slot] - 1 }
      slot = (slot + 1) & (slots.count - 1)
    }
    keys.append(key)
    slots[slot] = UInt32(truncatingIfNeeded: keys.count)
    if 2 * keys.count > slots.count { grow() }
    return UInt32(truncatingIfNeeded: keys.count - 1)
  }

  /// The number that a key has already.
  func place(of key: UInt64) -> UInt32? {
    var slot = Self.slot(of: key, shift)
    while slots[slot] != 0 {
      if keys[Int(slots[slot]) - 1] == key { return slots[slot] - 1 }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private mutating func grow() {
    shift -= 1
    slots = Array(repeating: 0, count: 2 * slots.count)
    for (number, key) in keys.enumerated() {
      var slot = Self.slot(of: key, shift)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(truncatingIfNeeded: number + 1)
    }
  }

  /// The highest bits of the product with 2^64 divided by the golden ratio (Knuth, volume 3, section 6.4).
  private static func slot(of key: UInt64, _ shift: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
  }
}
