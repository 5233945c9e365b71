/// The documents with the most points so far, best first; of equal ones the earlier first.
struct BestDocuments {
  struct Entry: Equatable {
    let points: Int32
    let part: Int32
    let document: Int32
  }

  private(set) var entries: [Entry] = []
  private let limit: Int
  /// What a document must have more of to be among them.
  private(set) var floor: Int32 = 0

  init(limit: Int) {
    self.limit = limit
    entries.reserveCapacity(limit + 1)
  }

  /// Documents must come in their order.
  mutating func add(_ entry: Entry) {
    guard entry.points > floor else { return }
    var rank = entries.count
    entries.append(entry)
    while rank > 0, entries[rank - 1].points < entry.points {
      entries.swapAt(rank, rank - 1)
      rank -= 1
    }
    if entries.count > limit { entries.removeLast() }
    if entries.count == limit, let last = entries.last { floor = last.points }
  }
}
