import TextAnalysis

/// An article with its terms counted: what a `Segment` is made from.
struct IndexedDocument: Sendable {
  struct Count: Sendable {
    let key: UInt64
    let unit: TermUnit
    /// How often it is in the questions and tags, and in the answer.
    var questions: Float
    var answer: Float
  }

  /// One way to ask, to be compared with a query word by word.
  struct Question: Sendable {
    /// The different words, ascending.
    let words: [UInt64]
    /// How much they count together.
    let share: Float
    /// How many words there are, equal ones too.
    let length: Int
  }

  let id: String
  let language: Language
  let labels: DocumentLabels
  let counts: [Count]
  /// The Latin words of the questions as they are written, by their keys.
  let spellings: [(key: UInt64, text: String)]
  let questions: [Question]
  let questionLengths: UnitValues
  let answerLengths: UnitValues

  init(_ document: FAQDocument, analyzer: Analyzer, phrases: Phrases) {
    func terms(_ text: String) -> TermExtractor {
      TermExtractor(analyzer.analyzed(text), phrases: phrases, isQuestion: false)
    }
    id = document.id
    language = document.language
    labels = DocumentLabels(document)
    let asked = document.questions.map(terms)
    let tags = document.tags.isEmpty ? [] : [terms(document.tags.joined(separator: "; "))]
    let answer = terms(document.answer)
    spellings = (asked + tags).flatMap { $0.words.compactMap { word in word.text.map { (word.key, $0) } } }
    questions = SearchSettings.of(language).likeness == 0 ? [] : asked.map(Question.init)
    questionLengths = (asked + tags).reduce(.zero) { $0 + $1.lengths }
    answerLengths = answer.lengths
    var counter = TermCounter(expected: Int((questionLengths + answerLengths).sum()))
    for terms in asked + tags { terms.visit { counter.add($0, $1, questions: 1, answer: 0) } }
    answer.visit { counter.add($0, $1, questions: 0, answer: 1) }
    counts = counter.counts
  }

  /// How much each term counts (BM25F, Robertson and Zaragoza 2009), in steps of `highestImpact` / 255, at least one.
  func impact(of count: Count, _ mean: UsualLengths.Mean) -> UInt8 {
    let (settings, unit) = (SearchSettings.of(language), count.unit.rawValue)
    func held(_ count: Float, _ length: Float, _ mean: Float, _ share: Float) -> Float {
      count / (1 - share + share * length / mean)
    }
    let frequency =
      held(count.questions, questionLengths[unit], mean.questions[unit], settings.questionLength)
      + SearchSettings.answer * held(count.answer, answerLengths[unit], mean.answer[unit], settings.answerLength)
    let impact = (settings.saturation + 1) * frequency / (frequency + settings.saturation)
    return UInt8(max(1, min(255, (impact * 255 / SearchSettings.highestImpact).rounded())))
  }
}

extension IndexedDocument.Question {
  fileprivate init(_ terms: TermExtractor) {
    var shares: [UInt64: Float] = [:]
    for word in terms.words { shares[word.key] = word.share }
    words = shares.keys.sorted()
    share = words.reduce(0) { $0 + (shares[$1] ?? 0) }
    length = terms.words.count
  }
}

/// Counts the terms of one article.
private struct TermCounter {
  private(set) var counts: [IndexedDocument.Count] = []
  private var places: [UInt64: Int] = [:]

  init(expected: Int) {
    places.reserveCapacity(expected)
    counts.reserveCapacity(expected)
  }

  mutating func add(_ key: UInt64, _ unit: TermUnit, questions: Float, answer: Float) {
    if let place = places[key] {
      counts[place].questions += questions
      counts[place].answer += answer
    } else {
      places[key] = counts.count
      counts.append(IndexedDocument.Count(key: key, unit: unit, questions: questions, answer: answer))
    }
  }
}
