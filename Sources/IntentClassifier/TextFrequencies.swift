/// In how many texts each of many hashes occurs. A table with linear probing: the keys are hashes already.
struct TextFrequencies {
  private struct Slot {
    var key: UInt64 = 0
    var frequency: Int32 = 0
    /// The last text that had it.
    var text: Int32 = 0
  }

  /// A power of two, at most half full. A frequency of 0 marks an empty slot.
  private var slots = [Slot](repeating: Slot(), count: 1 << 12)
  private var used = 0

  /// Counts each of the hashes once for a text, whatever the number of times it is given for it.
  mutating func count(_ hashes: [UInt64], inText text: Int) {
    while 2 * (used + hashes.count) > slots.count { grow() }
    let text = Int32(truncatingIfNeeded: text)
    for key in hashes {
      let place = Self.place(of: key, in: slots)
      if slots[place].frequency == 0 {
        used += 1
      } else if slots[place].text == text {
        continue
      }
      slots[place] = Slot(key: key, frequency: slots[place].frequency + 1, text: text)
    }
  }

  /// The hashes of at least `least` texts, or of more where that would be more than `most` hashes; in ascending order.
  func keys(inAtLeast least: Int, atMost most: Int) -> [(key: UInt64, frequency: Int)] {
    var counts: [Int32: Int] = [:]
    for slot in slots where slot.frequency >= max(1, least) { counts[slot.frequency, default: 0] += 1 }
    var limit = Int32(clamping: max(1, least))
    var count = counts.values.reduce(0, +)
    while count > most {
      count -= counts[limit] ?? 0
      limit += 1
    }
    return slots.filter { $0.frequency >= limit }.sorted { $0.key < $1.key }
      .map { (key: $0.key, frequency: Int($0.frequency)) }
  }

  private mutating func grow() {
    var larger = [Slot](repeating: Slot(), count: 2 * slots.count)
    for slot in slots where slot.frequency > 0 { larger[Self.place(of: slot.key, in: larger)] = slot }
    slots = larger
  }

  /// Where the key stands, or else the empty slot where it belongs.
  @inline(__always) private static func place(of key: UInt64, in slots: [Slot]) -> Int {
    var place = Int(truncatingIfNeeded: key >> 20) & (slots.count - 1)
    while slots[place].frequency > 0, slots[place].key != key { place = (place + 1) & (slots.count - 1) }
    return place
  }
}
