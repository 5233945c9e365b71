import FAQIndex
import Foundation
import IntentClassifier

/// What classifier and search say about one message, topic by topic: what `Judge` weighs.
package struct Evidence: Sendable {
  /// One thing that the message may be about.
  package struct Topic: Sendable {
    package let target: Target
    /// Its place among the intents of the model, if it is one.
    package let place: Int?
    /// The article that answers it, if one does.
    package let article: String?
    /// What the classifier gives it among all that is in scope, 0 ... 1.
    package fileprivate(set) var classifier = 0.0
    /// What the search gives its article, 0 ... 1.
    package fileprivate(set) var search = 0.0
    fileprivate var isFirst = false
    /// How far its article is ahead of the next, or behind the first.
    fileprivate var lead = 0.0
  }

  /// Those of the classifier first, each best first.
  package private(set) var topics: [Topic] = []
  private let outOfScope: Double
  private let length: Int

  /// - Parameters:
  ///   - topics: the place of an article's topic among the intents, and what is known of each intent, in their order.
  ///   - length: the message in tokens.
  init(
    _ prediction: IntentPrediction, _ hits: [FAQHit], topics places: [String: Int], briefs: [IntentBrief], length: Int
  ) {
    outOfScope = prediction.outOfScope
    self.length = length
    topics.reserveCapacity(prediction.candidates.count + hits.count)
    let inScope = max(1 - prediction.outOfScope, Self.least)
    for (rank, candidate) in prediction.candidates.enumerated() {
      var topic = Self.topic(candidate.place, candidate.intent, briefs[candidate.place])
      topic.classifier = min(1, candidate.confidence / inScope)
      topic.isFirst = rank == 0
      topics.append(topic)
    }
    for (rank, hit) in hits.enumerated() {
      let place = topics.firstIndex { $0.article == hit.id } ?? append(hit, places, briefs)
      topics[place].search = hit.score
      topics[place].lead = hit.score - (rank > 0 ? hits[0].score : hits.count > 1 ? hits[1].score : 0)
    }
  }

  private mutating func append(_ hit: FAQHit, _ places: [String: Int], _ briefs: [IntentBrief]) -> Int {
    if let place = places[hit.id] {
      topics.append(Self.topic(place, briefs[place].name, briefs[place]))
    } else {
      topics.append(Topic(target: .article(hit.id), place: nil, article: hit.id))
    }
    return topics.count - 1
  }

  private static func topic(_ place: Int, _ name: String, _ brief: IntentBrief) -> Topic {
    let target: Target = brief.isArticle ? .article(brief.article ?? name) : .intent(name)
    return Topic(target: target, place: place, article: brief.article)
  }

  // MARK: Features

  /// How many of the features are those of topics; the others are those of "none of them".
  static let topicWidth = 6
  private static let least = 0.0001
  private static let leastScore = 0.02

  /// The logarithm of the classifier's share, whether it is the classifier's first, the search's score, its logarithm,
  /// its lead, whether the topic is an article only.
  static func features(of topic: Topic) -> SIMD8<Double> {
    [
      log(max(topic.classifier, least)), topic.isFirst ? 1 : 0, topic.search,
      log(max(topic.search, leastScore) / leastScore), topic.lead, topic.target.isArticle ? 1 : 0, 0, 0,
    ]
  }

  /// What speaks for none: a constant, the odds of out of scope, the classifier's and the search's best, the length.
  var features: SIMD8<Double> {
    let outside = min(max(outOfScope, Self.least), 1 - Self.least)
    let best = topics.reduce((classifier: 0.0, search: 0.0)) {
      (max($0.classifier, $1.classifier), max($0.search, $1.search))
    }
    return [
      1, log(outside / (1 - outside)), log(max(best.classifier * (1 - outOfScope), Self.least)), best.search,
      log(1 + Double(length)), 0, 0, 0,
    ]
  }
}

extension Target {
  fileprivate var isArticle: Bool {
    if case .article = self { true } else { false }
  }
}
