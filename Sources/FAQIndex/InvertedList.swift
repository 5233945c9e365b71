import Foundation
import TextAnalysis

/// The parts of articles that are searched; each has texts and weights of its own.
enum ArticlePart: Int, CaseIterable {
  /// Every question by itself.
  case question
  /// All questions of an article with its tags.
  case pool
  case answer
}

/// A number for each `ArticlePart`; the fourth is not used.
typealias PartValues = SIMD4<Float>

/// Which texts hold a term and how much it counts there: BM25 (Robertson and Zaragoza 2009), worked out beforehand.
///
/// One list has the terms of one kind. Immutable; a class because it is handed on for every message.
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
  struct Entry: Sendable {
    /// ln(1 + (N − df + ½) / (df + ½)) for each part: how much it tells there.
    let weights: PartValues
    /// Where its postings in each part begin, and at last where they all end.
    let starts: SIMD4<Int32>

    var isEmpty: Bool { starts[0] == starts[3] }

    /// - Parameter part: the number of an `ArticlePart`.
    fileprivate func span(_ part: Int) -> Range<Int> { Int(starts[part])..<Int(starts[part + 1]) }
  }

  /// A term of a query, and how much each text that has it gets for that.
  struct WeightedTerm {
    let entry: Entry
    var value: PartValues
  }

  struct Posting: Sendable {
    let text: Int32
    let impact: Float
  }

  private let shapes: [Shape]
  private let index: HashIndex
  private let entries: [Entry]
  private let unknown: Entry
  /// Those of one term beside each other, in the order of the texts.
  private let postings: [Posting]
  private let meanLengths: [Float]

  /// - Parameters:
  ///   - texts: for each part the terms of each text. The texts of all parts are numbered through.
  ///   - shapes: of each part.
  init(texts: [[[UInt64]]], shapes: [Shape]) {
    self.shapes = shapes
    let index = HashIndex(Set(texts.joined().joined()).sorted())
    self.index = index
    meanLengths = texts.map { texts in
      max(1, Float(texts.reduce(0) { $0 + $1.count }) / Float(max(texts.count, 1)))
    }
    let occurrences = Occurrences(texts: texts, index: index, shapes: shapes, meanLengths: meanLengths)
    entries = occurrences.entries(textCounts: texts.map(\.count))
    postings = occurrences.postings(entries)
    unknown = Occurrences.entry(counts: .zero, start: 0, textCounts: texts.map(\.count))
  }

  /// What is known of each term; of one that is nowhere, how much it would tell.
  func entries(_ keys: [UInt64]) -> [Entry] { known(keys) { $0 } }

  /// The terms with the weights of their entries.
  func weightedTerms(_ keys: [UInt64]) -> [WeightedTerm] {
    known(keys) { WeightedTerm(entry: $0, value: $0.weights) }
  }

  private func known<Value>(_ keys: [UInt64], _ value: (Entry) -> Value) -> [Value] {
    guard !keys.isEmpty else { return [] }
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: keys.count) { places in
      keys.withUnsafeBufferPointer { index.find($0, places: places) }
      return places.map { value($0 < 0 ? unknown : entries[Int($0)]) }
    }
  }

  /// What a text of the query's length scores that has each of its terms once, for terms that weigh 1 together.
  func factors(ofLength length: Int) -> PartValues {
    var factors = PartValues.zero
    for (part, shape) in shapes.enumerated() {
      factors[part] = shape.factor(count: 1, length: Float(length) / meanLengths[part])
    }
    return factors
  }

  /// Adds `scale` times the value of each term times its impact to the score of every text that has it.
  func add(_ terms: [WeightedTerm], scale: Float, to scores: UnsafeMutableBufferPointer<Float>) {
    postings.withUnsafeBufferPointer { postings in
      for term in terms where !term.entry.isEmpty {
        for part in 0..<shapes.count {
          let weight = term.value[part] * scale
          for posting in UnsafeBufferPointer(rebasing: postings[term.entry.span(part)]) {
            scores[Int(posting.text)] += weight * posting.impact
          }
        }
      }
    }
  }

  func contains(_ entry: Entry, _ part: ArticlePart, in text: Int) -> Bool {
    let span = entry.span(part.rawValue)
    guard !span.isEmpty else { return false }
    return postings.withUnsafeBufferPointer { postings in
      // No branch depends on what is compared, so that the processor has none to guess wrong.
      var (place, count) = (span.lowerBound, span.count)
      while count > 1 {
        let half = count / 2
        place += Int(postings[place + half].text) <= text ? half : 0
        count -= half
      }
      return Int(postings[place].text) == text
    }
  }
}
