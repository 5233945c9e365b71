/// A segment, and which of its documents are there no more.
struct IndexPart: Sendable {
  let segment: Segment
  /// Nil when all are there.
  var deleted: Bitset?

  var count: Int { segment.documents.count - (deleted?.count ?? 0) }

  func has(_ document: Int) -> Bool { deleted.map { !$0.contains(document) } ?? true }

  mutating func delete(_ document: Int) {
    var bits = deleted ?? Bitset(limit: segment.documents.count)
    deleted = nil
    bits.insert(document)
    deleted = bits
  }
}
