import Dialogue
package import SentimentClassifier
package import TextAnalysis

/// How well tones are heard, by cross-validation: each example is judged by a model that has not seen it.
package struct SentimentEvaluation: Sendable, Encodable {
  /// Of one language, or of all.
  package struct Figures: Sendable, Encodable {
    package var texts = 0
    package var accuracy = 0.0
    /// Of what makes a calm customer count as angry, the share that is; and of what is, the share that does.
    package var angryPrecision = 0.0
    package var angryRecall = 0.0
    /// What customers just ask for, and the share of it that makes them count as angry.
    package var requests = 0
    package var falseAlarms = 0.0

    private enum CodingKeys: String, CodingKey {
      case texts, accuracy, requests
      case angryPrecision = "angry_precision"
      case angryRecall = "angry_recall"
      case falseAlarms = "false_alarms"
    }
  }

  package struct Mistake: Sendable, Encodable {
    package let text: String
    package let tone: Tone
    package let heard: Tone
  }

  package let all: Figures
  package let languages: [String: Figures]
  /// How often a tone, then what it was heard as.
  package let confusion: [[Int]]
  package let mistakes: [Mistake]
  package let falseAlarms: [String]
  package let microseconds: Double

  private enum CodingKeys: String, CodingKey {
    case all, languages, confusion, mistakes, microseconds
    case falseAlarms = "false_alarms"
  }
}

extension SentimentEvaluation {
  private struct Judged {
    let example: SentimentExample
    let isRequest: Bool
    let heard: Tone
    let isAlarm: Bool
  }

  /// - Parameter folds: how many parts are made; of each tone, and of what customers ask for, every `folds`-th is in one.
  package init(content: Content, folds: Int, analyzer: Analyzer) {
    let examples = content.sentimentExamples(analyzer: analyzer)
    var judged: [Judged] = []
    var time = Duration.zero
    for part in 0..<folds {
      let isHeldOut = examples.indices.map { $0 % folds == part }
      let model = SentimentModel.fitted(to: zip(examples, isHeldOut).filter { !$0.1 }.map(\.0))
      let begin = ContinuousClock.now
      for place in examples.indices where isHeldOut[place] {
        let text = examples[place].text
        judged.append(
          Judged(
            example: examples[place], isRequest: place >= content.tones.count, heard: model.tone(of: text),
            isAlarm: Mood(sentiment: model.sentiment(of: text)) == .angry))
      }
      time += begin.duration(to: .now)
    }
    let tones = judged.filter { !$0.isRequest }
    all = Self.figures(of: judged)
    languages = Dictionary(grouping: judged, by: \.example.text.language.rawValue).mapValues(Self.figures)
    confusion = Tone.allCases.map { tone in
      Tone.allCases.map { heard in tones.count { $0.example.tone == tone && $0.heard == heard } }
    }
    mistakes = tones.filter { $0.example.tone != $0.heard }.map {
      Mistake(text: $0.example.text.original, tone: $0.example.tone, heard: $0.heard)
    }
    falseAlarms = judged.filter { $0.isRequest && $0.isAlarm }.map(\.example.text.original)
    // Each text was judged twice.
    microseconds = time / .microseconds(1) / Double(max(1, 2 * judged.count))
  }

  private static func figures(of judged: [Judged]) -> Figures {
    func share(_ count: Int, of all: Int) -> Double { all == 0 ? 0 : Double(count) / Double(all) }
    let tones = judged.filter { !$0.isRequest }
    let requests = judged.filter(\.isRequest)
    let both = tones.count { $0.example.tone == .angry && $0.isAlarm }
    return Figures(
      texts: tones.count, accuracy: share(tones.count { $0.example.tone == $0.heard }, of: tones.count),
      angryPrecision: share(both, of: tones.count(where: \.isAlarm)),
      angryRecall: share(both, of: tones.count { $0.example.tone == .angry }), requests: requests.count,
      falseAlarms: share(requests.count(where: \.isAlarm), of: requests.count))
  }
}
