import Foundation
import TextAnalysis

/// Which texts hold a term and how much it counts there: BM25 (Robertson and Zaragoza 2009), worked out beforehand.
///
/// Immutable; a class because a copy of a struct of so many arrays costs more than a look-up.
final class InvertedList: Sendable {
  /// How fast more of the same term stops to count, and how much long texts are held down.
  struct Shape: Sendable {
    var saturation: Float
    var lengthShare: Float

    func factor(count: Float, length: Float) -> Float {
      count * (saturation + 1) / (count + saturation * (1 - lengthShare + lengthShare * length))
    }
  }

  /// What the list knows of a term.
  struct Entry {
    /// ln(1 + (N − df + ½) / (df + ½)): how much it tells.
    let weight: Float
    /// Its postings.
    fileprivate let span: Range<Int>
  }

  private struct Posting: Sendable {
    let text: Int32
    let impact: Float
  }

  let shape: Shape
  private let index: HashIndex
  /// The postings of all terms, those of one beside each other in the order of the texts.
  private let postings: [Posting]
  /// Where the postings of each term begin, and at last where they all end.
  private let starts: [Int]
  private let weights: [Float]
  /// The weight of a term that no text has.
  private let unknownWeight: Float
  private let meanLength: Float

  /// - Parameter texts: the terms of each text.
  init(texts: [[UInt64]], shape: Shape) {
    self.shape = shape
    meanLength = max(1, Float(texts.reduce(0) { $0 + $1.count }) / Float(max(texts.count, 1)))
    var counted: [UInt64: [Posting]] = [:]
    for (number, text) in texts.enumerated() {
      let length = Float(text.count) / meanLength
      let counts = text.reduce(into: [UInt64: Int]()) { $0[$1, default: 0] += 1 }
      for (key, count) in counts {
        let impact = shape.factor(count: Float(count), length: length)
        counted[key, default: []].append(Posting(text: Int32(truncatingIfNeeded: number), impact: impact))
      }
    }
    let lists = counted.sorted { $0.key < $1.key }
    index = HashIndex(lists.map(\.key))
    postings = lists.flatMap(\.value)
    starts = lists.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.value.count) }
    weights = lists.map { Self.weight(frequency: $0.value.count, of: texts.count) }
    unknownWeight = Self.weight(frequency: 0, of: texts.count)
  }

  private static func weight(frequency: Int, of textCount: Int) -> Float {
    log(1 + (Float(textCount) - Float(frequency) + 0.5) / (Float(frequency) + 0.5))
  }

  subscript(key: UInt64) -> Entry {
    guard let place = index.place(of: key) else { return Entry(weight: unknownWeight, span: 0..<0) }
    return Entry(weight: weights[place], span: starts[place]..<starts[place + 1])
  }

  /// What a text of the query's length scores that has each of its terms once, for terms that weigh 1 together.
  func factor(ofLength length: Int) -> Float {
    shape.factor(count: 1, length: Float(length) / meanLength)
  }

  /// Adds `weight` times the impact of the term to the score of every text that has it.
  func add(_ entry: Entry, weight: Float, to scores: inout [Float]) {
    guard !entry.span.isEmpty else { return }
    scores.withUnsafeMutableBufferPointer { scores in
      postings.withUnsafeBufferPointer { postings in
        for posting in postings[entry.span] { scores[Int(posting.text)] += weight * posting.impact }
      }
    }
  }

  func contains(_ key: UInt64, in text: Int) -> Bool {
    var span = self[key].span
    while !span.isEmpty {
      let middle = (span.lowerBound + span.upperBound) / 2
      if Int(postings[middle].text) == text { return true }
      span = Int(postings[middle].text) < text ? (middle + 1)..<span.upperBound : span.lowerBound..<middle
    }
    return false
  }
}
