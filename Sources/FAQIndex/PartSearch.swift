/// Adds up the points of the documents of one part of an index, and keeps the best.
///
/// Term after term, into one number a document, for so many documents at a time that the numbers stay in the
/// processor's second cache.
struct PartSearch {
  /// A term that the part has, and how much each step of its impact is worth.
  private struct Term {
    var next: Int
    let end: Int
    let weight: Int32
  }

  /// How many documents are scored at a time; 64 KiB of numbers.
  private static let blockSize = 1 << 14

  let part: IndexPart
  /// The place of the part.
  let number: Int
  let filter: FAQFilter?
  private let terms: [Term]

  /// - Parameters:
  ///   - places: of the terms of the query in the part; −1 for those it has not.
  ///   - weights: of the same terms.
  init(part: IndexPart, number: Int, filter: FAQFilter?, places: ArraySlice<Int32>, weights: [Int32]) {
    self.part = part
    self.number = number
    self.filter = filter
    var terms: [Term] = []
    terms.reserveCapacity(places.count)
    for (place, weight) in zip(places, weights) where place >= 0 && weight > 0 {
      let span = part.segment.span(Int(place))
      terms.append(Term(next: span.lowerBound, end: span.upperBound, weight: weight))
    }
    self.terms = terms
  }

  func collect(into best: inout BestDocuments) {
    guard !terms.isEmpty else { return }
    let count = part.segment.documents.count
    var terms = terms
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: min(count + 15, Self.blockSize)) { points in
      part.segment.postings.withUnsafeBufferPointer { postings in
        for first in stride(from: 0, to: count, by: Self.blockSize) {
          let size = min(Self.blockSize, count - first)
          let block = UnsafeMutableBufferPointer(rebasing: points[..<((size + 15) & ~15)])
          block.initialize(repeating: 0)
          for place in terms.indices {
            let isLast = first + size == count
            let term = terms[place]
            let end =
              isLast ? term.end : Segment.place(of: first + size, in: postings, term.next..<term.end)
            let own = UnsafeBufferPointer(rebasing: postings[term.next..<end])
            Self.add(own, weight: term.weight, from: first, to: block)
            terms[place].next = end
          }
          keep(block, from: first, in: &best)
        }
      }
    }
  }

  private static func add(
    _ postings: UnsafeBufferPointer<Segment.Posting>, weight: Int32, from first: Int,
    to points: UnsafeMutableBufferPointer<Int32>
  ) {
    for posting in postings {
      points[Int(posting >> 8) &- first] &+= weight &* Int32(truncatingIfNeeded: posting & 255)
    }
  }

  /// Keeps the best of a block, 16 documents at a look.
  private func keep(_ points: UnsafeMutableBufferPointer<Int32>, from first: Int, in best: inout BestDocuments) {
    for start in stride(from: 0, to: points.count, by: 16) {
      let floor = best.floor
      // Below zero when any has more than the floor.
      var rest: Int32 = 0
      for place in start..<(start &+ 16) { rest |= floor &- points[place] }
      guard rest < 0 else { continue }
      for place in start..<(start &+ 16) where points[place] > best.floor && isWanted(first + place) {
        best.add(
          .init(
            points: points[place], part: Int32(truncatingIfNeeded: number),
            document: Int32(truncatingIfNeeded: first + place)))
      }
    }
  }

  private func isWanted(_ document: Int) -> Bool {
    if let deleted = part.deleted, deleted.contains(document) { return false }
    return filter.map { part.segment.documents[document].labels.pass($0) } ?? true
  }
}
