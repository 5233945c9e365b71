/// Where each of many keys stands in a list; made once and then only read.
///
/// The keys are hashes already, so unlike in a `Dictionary` nothing is hashed a second time. Linear probing in a table
/// that is at most half full. A slot holds some bits of its key beside the place, so that nearly every key that is
/// missing is known to be so without a look at the list.
package struct HashIndex: Sendable {
  @usableFromInline let keys: [UInt64]
  /// 0 where nothing is, or else the lowest bits of the key above `placeBits` bits that hold its place plus 1.
  @usableFromInline let slots: [UInt32]
  @usableFromInline let shift: UInt64
  @usableFromInline let placeBits: UInt32

  /// - Parameter keys: all different.
  package init(_ keys: [UInt64]) {
    self.keys = keys
    let bits = UInt64(Int.bitWidth - (2 * keys.count).leadingZeroBitCount)
    var slots = [UInt32](repeating: 0, count: 1 << Int(bits))
    shift = 64 - bits
    placeBits = UInt32(Int.bitWidth - keys.count.leadingZeroBitCount)
    for (place, key) in keys.enumerated() {
      var slot = Self.slot(of: key, shift)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(truncatingIfNeeded: key) << placeBits | UInt32(truncatingIfNeeded: place + 1)
    }
    self.slots = slots
  }

  package var count: Int { keys.count }

  /// The place of a key in the list it was made from.
  @inlinable package func place(of key: UInt64) -> Int? {
    let tag = UInt32(truncatingIfNeeded: key) << placeBits
    var slot = Self.slot(of: key, shift)
    while slots[slot] != 0 {
      let rest = slots[slot] ^ tag
      if rest >> placeBits == 0, keys[Int(rest) - 1] == key { return Int(rest) - 1 }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Finds the place of each key, or −1. Quicker than one by one, because no look into memory waits for the one before.
  ///
  /// - Parameter places: room for as many places as there are keys.
  package func find(_ keys: UnsafeBufferPointer<UInt64>, places: UnsafeMutableBufferPointer<Int32>) {
    slots.withUnsafeBufferPointer { slots in
      for (number, key) in keys.enumerated() {
        places.initializeElement(at: number, to: Int32(bitPattern: slots[Self.slot(of: key, shift)]))
      }
    }
    self.keys.withUnsafeBufferPointer { known in
      for (number, key) in keys.enumerated() where places[number] != 0 {
        let rest = UInt32(bitPattern: places[number]) ^ (UInt32(truncatingIfNeeded: key) << placeBits)
        let isHere = rest >> placeBits == 0 && known[Int(rest) - 1] == key
        places[number] = Int32(truncatingIfNeeded: isHere ? Int(rest) : 1 + (place(of: key) ?? -1))
      }
    }
    for number in keys.indices { places[number] -= 1 }
  }

  /// The highest bits of the product with 2^64 divided by the golden ratio (Knuth, volume 3, section 6.4).
  @inlinable static func slot(of key: UInt64, _ shift: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
  }
}
