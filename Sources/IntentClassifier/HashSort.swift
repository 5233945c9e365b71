/// Sorts hashes. They are spread evenly over all numbers, so their highest bits say nearly where each belongs.
enum HashSort {
  /// Hashes that are not spread evenly, such as many equal ones, are left to the library.
  private static let mostInBucket = 16

  /// Lends the hashes in ascending order.
  static func withSorted<Result>(_ hashes: [UInt64], _ body: (UnsafeBufferPointer<UInt64>) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: hashes.count) { sorted in
      if spread(hashes, over: sorted) {
        sortNeighbours(sorted)
      } else {
        _ = sorted.initialize(fromContentsOf: hashes.sorted())
      }
      return body(UnsafeBufferPointer(sorted))
    }
  }

  /// Puts the hashes into buckets by their highest bits, about one into each, and the buckets one after the other.
  /// False when one bucket gets too many.
  private static func spread(_ hashes: [UInt64], over sorted: UnsafeMutableBufferPointer<UInt64>) -> Bool {
    let bits = Int.bitWidth - hashes.count.leadingZeroBitCount
    let shift = UInt64(64 - bits)
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 1 << bits) { ends in
      ends.initialize(repeating: 0)
      for hash in hashes { ends[Int(hash >> shift)] += 1 }
      var end: Int32 = 0
      for bucket in ends.indices {
        guard ends[bucket] <= mostInBucket else { return false }
        (ends[bucket], end) = (end, end + ends[bucket])
      }
      for hash in hashes {
        let bucket = Int(hash >> shift)
        sorted.initializeElement(at: Int(ends[bucket]), to: hash)
        ends[bucket] += 1
      }
      return true
    }
  }

  /// Insertion sort: quick because no hash is far from its place.
  private static func sortNeighbours(_ hashes: UnsafeMutableBufferPointer<UInt64>) {
    for index in hashes.indices.dropFirst() {
      let hash = hashes[index]
      var place = index
      while place > 0, hashes[place - 1] > hash {
        hashes[place] = hashes[place - 1]
        place -= 1
      }
      hashes[place] = hash
    }
  }
}
