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
  /// The postings of all terms, those of one beside each other in the order of the texts.
  private let postings: [Posting]
  /// Where the postings of the term at each place begin, and at last where they all end.
  private let starts: [Int32]
  private let weights: [Float]
  /// The weight of a term that no text has.
  private let unknownWeight: Float
  private let meanLength: Float

  /// - Parameters:
  ///   - texts: the terms of each text.
  ///   - index: gives every term its place; it may have terms that these texts have not.
  init(texts: [[UInt64]], index: HashIndex, shape: Shape) {
    self.shape = shape
    meanLength = max(1, Float(texts.reduce(0) { $0 + $1.count }) / Float(max(texts.count, 1)))
    var lists = [[Posting]](repeating: [], count: index.count)
    for (number, text) in texts.enumerated() {
      let length = Float(text.count) / meanLength
      let counts = text.reduce(into: [UInt64: Int]()) { $0[$1, default: 0] += 1 }
      for (key, count) in counts {
        guard let place = index.place(of: key) else { continue }
        let impact = shape.factor(count: Float(count), length: length)
        lists[place].append(Posting(text: Int32(truncatingIfNeeded: number), impact: impact))
      }
    }
    postings = lists.flatMap(\.self)
    var starts: [Int32] = [0]
    for list in lists { starts.append(starts[starts.count - 1] + Int32(truncatingIfNeeded: list.count)) }
    self.starts = starts
    weights = lists.map { Self.weight(frequency: $0.count, of: texts.count) }
    unknownWeight = Self.weight(frequency: 0, of: texts.count)
  }

  private static func weight(frequency: Int, of textCount: Int) -> Float {
    log(1 + (Float(textCount) - Float(frequency) + 0.5) / (Float(frequency) + 0.5))
  }

  /// The term at a place; nil for one that is nowhere.
  subscript(place: Int?) -> Entry {
    guard let place else { return Entry(weight: unknownWeight, span: 0..<0) }
    return Entry(weight: weights[place], span: Int(starts[place])..<Int(starts[place + 1]))
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

  func contains(_ entry: Entry, in text: Int) -> Bool {
    var span = entry.span
    while !span.isEmpty {
      let middle = (span.lowerBound + span.upperBound) / 2
      if Int(postings[middle].text) == text { return true }
      span = Int(postings[middle].text) < text ? (middle + 1)..<span.upperBound : span.lowerBound..<middle
    }
    return false
  }
}
