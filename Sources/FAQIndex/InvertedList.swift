import Foundation

/// Which texts hold a term and how much it counts there: BM25 (Robertson and Zaragoza 2009), worked out beforehand.
struct InvertedList: Sendable {
  /// How fast more of the same term stops to count, and how much long texts are held down.
  struct Shape: Sendable {
    var saturation: Float
    var lengthShare: Float

    func factor(count: Float, length: Float) -> Float {
      count * (saturation + 1) / (count + saturation * (1 - lengthShare + lengthShare * length))
    }
  }

  private struct Posting: Sendable {
    let text: Int32
    let impact: Float
  }

  let shape: Shape
  private let postings: [UInt64: [Posting]]
  private let textCount: Int
  private let meanLength: Float

  /// - Parameter texts: the terms of each text.
  init(texts: [[UInt64]], shape: Shape) {
    self.shape = shape
    textCount = texts.count
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
    postings = counted
  }

  /// ln(1 + (N − df + ½) / (df + ½)): how much a term tells.
  func weight(of key: UInt64) -> Float {
    let frequency = Float(postings[key]?.count ?? 0)
    return log(1 + (Float(textCount) - frequency + 0.5) / (frequency + 0.5))
  }

  /// What a text of the query's length scores that has each of its terms once, for terms that weigh 1 together.
  func factor(ofLength length: Int) -> Float {
    shape.factor(count: 1, length: Float(length) / meanLength)
  }

  /// Adds `weight` times the impact of the term to the score of every text that has it.
  func add(_ key: UInt64, weight: Float, to scores: inout [Float]) {
    guard let list = postings[key] else { return }
    for posting in list { scores[Int(posting.text)] += weight * posting.impact }
  }

  func contains(_ key: UInt64, in text: Int) -> Bool {
    guard let list = postings[key] else { return false }
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(list[middle].text) < text { low = middle + 1 } else { high = middle }
    }
    return low < list.count && Int(list[low].text) == text
  }
}
