import Foundation
import TextAnalysis

/// A query asked of all parts of an index. A class because a copy of so many arrays costs more than a look into it.
final class Search {
  struct Match {
    let part: Int
    let document: Int
    /// At least 0: 1 when every word is there as often as usual.
    let strength: Float
  }

  /// So many documents with the most points are compared with the query word by word.
  private static let compared = 16

  /// What the words of a short question tell together.
  private static let fewWords: Float = 32

  let query: SearchQuery
  let parts: [IndexPart]
  let weights: QueryWeights
  /// Where each term of the query is in each part, one part after the other; −1 where it is not.
  private let places: [Int32]
  init(_ query: SearchQuery, in parts: [IndexPart]) {
    self.query = query
    self.parts = parts
    let count = query.keys.count
    var frequencies = [Int32](repeating: 0, count: count)
    var places = [Int32](unsafeUninitializedCapacity: count * parts.count) { places, size in
      query.keys.withUnsafeBufferPointer { keys in
        for (number, part) in parts.enumerated() {
          let own = UnsafeMutableBufferPointer(rebasing: places[(number * count)..<((number + 1) * count)])
          part.segment.terms.find(keys, places: own)
          for (place, term) in own.enumerated() where term >= 0 {
            frequencies[place] += Int32(truncatingIfNeeded: part.segment.frequency(Int(term)))
          }
        }
      }
      size = count * parts.count
    }
    Self.correct(query, in: parts, &places, &frequencies)
    self.places = places
    weights = QueryWeights(
      query, frequencies: frequencies, documents: parts.reduce(0) { $0 + $1.segment.documents.count })
  }

  /// Gives each word that no article has the places of a word that it may be a misspelling of.
  private static func correct(
    _ query: SearchQuery, in parts: [IndexPart], _ places: inout [Int32], _ frequencies: inout [Int32]
  ) {
    for (number, word) in query.words.enumerated() where frequencies[number] == 0 {
      guard let text = word.text else { continue }
      let candidates = parts.lazy.flatMap { $0.segment.spellings.words(for: text) }
      guard let key = candidates.first(where: { key in parts.contains { $0.segment.terms.place(of: key) != nil } })
      else { continue }
      for (part, own) in parts.enumerated() {
        guard let term = own.segment.terms.place(of: key) else { continue }
        places[part * query.keys.count + number] = Int32(truncatingIfNeeded: term)
        frequencies[number] += Int32(truncatingIfNeeded: own.segment.frequency(term))
      }
    }
  }

  /// The place of a term of the query in a part; nil where it is not.
  func term(_ key: Int, in part: Int) -> Int? {
    let place = places[part * query.keys.count + key]
    return place < 0 ? nil : Int(place)
  }

  /// 0 ... 1: how well a match answers. Rises with its strength, and with how much the words of the query tell: a part
  /// of a long question says more than the same part of a short one.
  func score(_ match: Match) -> Double {
    Double(1 - exp(-match.strength * (weights.words / (weights.words + Self.fewWords)).squareRoot()))
  }

  /// The best articles, best first.
  func matches(limit: Int, filter: FAQFilter?) -> [Match] {
    let count = query.keys.count
    let steps = weights.steps
    var best = BestDocuments(limit: max(limit, Self.compared))
    for (number, part) in parts.enumerated() {
      let own = places[(number * count)..<((number + 1) * count)]
      PartSearch(part: part, number: number, filter: filter, places: own, weights: steps).collect(into: &best)
    }
    let matches = best.entries.map(match)
    // Of equal ones the first stays first.
    let order = matches.indices.sorted { (-matches[$0].strength, $0) < (-matches[$1].strength, $1) }
    return order.map { matches[$0] }
  }

  private func match(_ entry: BestDocuments.Entry) -> Match {
    let (part, document) = (Int(entry.part), Int(entry.document))
    let points = Float(entry.points) / QueryWeights.allSteps * SearchSettings.highestImpact / 255
    let settings = SearchSettings.of(parts[part].segment.documents[document].key.language)
    guard settings.likeness > 0 else { return Match(part: part, document: document, strength: points) }
    // As shares of what the words alone could score.
    let whole = weights.whole / max(weights.words, 1e-6)
    let strength = (points * whole + likeness(of: document, in: part, settings)) / (whole + settings.likeness)
    return Match(part: part, document: document, strength: max(0, strength))
  }

  /// How much it counts that one of the questions is like the query: the share of the words that both have (Dice), less
  /// for another length.
  func likeness(of document: Int, in part: Int, _ settings: SearchSettings) -> Float {
    let table = parts[part].segment.questions
    let asked = query.shares.reduce(0, +)
    var best = -settings.lengthDifference
    for question in table.questions(of: document) {
      let common = common(table.words[Int(table.wordStarts[question])..<Int(table.wordStarts[question + 1])], part)
      let difference = min(6, abs(Float(query.length) - Float(table.lengths[question]))) / 6
      let dice = 2 * common / max(1e-6, asked + table.shares[question])
      best = max(best, settings.likeness * dice - settings.lengthDifference * difference)
    }
    return best
  }

  /// How much the words count that a question has in common with the query.
  ///
  /// - Parameter words: their places in the part.
  private func common(_ words: ArraySlice<UInt32>, _ part: Int) -> Float {
    let start = part * query.keys.count
    return places.withUnsafeBufferPointer { places in
      query.shares.withUnsafeBufferPointer { shares in
        words.reduce(0) { sum, word in
          var sum = sum
          for key in shares.indices where places[start &+ key] == Int32(bitPattern: word) { sum += shares[key] }
          return sum
        }
      }
    }
  }
}
