import Foundation
import TextAnalysis

/// Every term of every text, in the order of the texts: what an `InvertedList` is made from.
struct Occurrences {
  private struct Occurrence {
    let place: Int32
    let posting: InvertedList.Posting
  }

  private var occurrences: [Occurrence] = []
  /// For each term how many texts of each part have it.
  private var counts: [SIMD4<Int32>]

  init(texts: [[[UInt64]]], index: HashIndex, shapes: [InvertedList.Shape], meanLengths: [Float]) {
    counts = Array(repeating: .zero, count: index.count)
    occurrences.reserveCapacity(texts.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } })
    var number: Int32 = 0
    for (part, texts) in texts.enumerated() {
      for text in texts {
        let length = Float(text.count) / meanLengths[part]
        let places = text.compactMap(index.place).sorted()
        var start = 0
        while start < places.count {
          let place = places[start]
          let end = places[start...].firstIndex { $0 != place } ?? places.count
          let impact = shapes[part].factor(count: Float(end - start), length: length)
          occurrences.append(
            Occurrence(
              place: Int32(truncatingIfNeeded: place), posting: InvertedList.Posting(text: number, impact: impact)))
          counts[place][part] += 1
          start = end
        }
        number += 1
      }
    }
  }

  /// - Parameter textCounts: how many texts each part has.
  func entries(textCounts: [Int]) -> [InvertedList.Entry] {
    var start: Int32 = 0
    return counts.map { counts in
      defer { start += counts.wrappedSum() }
      return Self.entry(counts: counts, start: start, textCounts: textCounts)
    }
  }

  static func entry(counts: SIMD4<Int32>, start: Int32, textCounts: [Int]) -> InvertedList.Entry {
    var starts = SIMD4<Int32>(repeating: start)
    var weights = PartValues.zero
    for (part, textCount) in textCounts.enumerated() {
      starts[part + 1] = starts[part] + counts[part]
      weights[part] = weight(frequency: Int(counts[part]), of: textCount)
    }
    return InvertedList.Entry(weights: weights, starts: starts)
  }

  private static func weight(frequency: Int, of textCount: Int) -> Float {
    log(1 + (Float(textCount) - Float(frequency) + 0.5) / (Float(frequency) + 0.5))
  }

  /// The postings where the entries say.
  func postings(_ entries: [InvertedList.Entry]) -> [InvertedList.Posting] {
    var next = entries.map { $0.starts[0] }
    var postings = Array(repeating: InvertedList.Posting(text: 0, impact: 0), count: occurrences.count)
    for occurrence in occurrences {
      let place = Int(occurrence.place)
      postings[Int(next[place])] = occurrence.posting
      next[place] += 1
    }
    return postings
  }
}
