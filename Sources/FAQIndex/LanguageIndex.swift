import TextAnalysis

/// The articles of one language. Immutable; a class because it is handed on for every message.
final class LanguageIndex: Sendable {
  struct Match {
    let document: Int
    /// 0 ... 1: the share of what the query could score.
    let score: Double
  }

  /// One part of all articles: their questions one by one, their questions together, their answers.
  private struct Part: Sendable {
    let lists: [InvertedList]

    /// - Parameter texts: each text as the pieces it is joined from.
    init(_ texts: [[TermExtractor]], indexes: [HashIndex], shape: InvertedList.Shape) {
      lists = zip(TermExtractor.Unit.allCases, indexes).map { unit, index in
        InvertedList(texts: texts.map { $0.flatMap { $0[unit].map(\.key) } }, index: index, shape: shape)
      }
    }

    subscript(unit: TermExtractor.Unit) -> InvertedList { lists[unit.rawValue] }

    /// The score of each text as a share of what the query would score against itself.
    func scores(_ terms: FoundTerms, count: Int, lengths: [Int], weights: [Float]) -> [Float] {
      var scores = [Float](repeating: 0, count: count)
      var highest: Float = 0
      for unit in TermExtractor.Unit.allCases where weights[unit.rawValue] > 0 {
        let weighted = weightedTerms(terms, unit)
        let scale = weights[unit.rawValue]
        let list = self[unit]
        for term in weighted { list.add(term.entry, weight: term.value * scale, to: &scores) }
        let whole = weighted.reduce(0) { $0 + $1.value }
        highest += scale * whole * list.factor(ofLength: lengths[unit.rawValue])
      }
      guard highest > 0 else { return scores }
      return scores.map { $0 / highest }
    }

    private typealias WeightedTerm = (entry: InvertedList.Entry, value: Float)

    /// Words and pairs weigh what they tell. The letters of a word share the weight of the word: if each weighed what
    /// it tells, a long word that every article has would count many times.
    private func weightedTerms(_ terms: FoundTerms, _ unit: TermExtractor.Unit) -> [WeightedTerm] {
      let list = self[unit]
      switch unit {
      case .words:
        return terms.distinctWords.map { word in
          let entry = list[word.place]
          return (entry, entry.weight * word.share)
        }
      case .pairs:
        return terms.distinctPairs.map { place in
          let entry = list[place]
          return (entry, entry.weight)
        }
      case .letters: return weightedLetters(terms, list)
      }
    }

    private func weightedLetters(_ terms: FoundTerms, _ list: InvertedList) -> [WeightedTerm] {
      var words = [Float](repeating: 0, count: terms.tokenCount)
      for word in terms.words { words[word.token] = self[.words][word.place].weight * word.share }
      let entries = terms.letters.map { list[$0.place] }
      var wholes = [Float](repeating: 0, count: words.count)
      for (letters, entry) in zip(terms.letters, entries) { wholes[letters.token] += entry.weight }
      return zip(terms.letters, entries).map { letters, entry in
        (entry, entry.weight / max(wholes[letters.token], 1e-6) * words[letters.token])
      }
    }
  }

  let settings: SearchSettings
  private let documentCount: Int
  /// The document of each question.
  private let owners: [Int32]
  /// The terms of all parts, by unit.
  private let indexes: [HashIndex]
  private let questions: Part
  private let pools: Part
  private let answers: Part

  init(documents: [FAQDocument], analyzer: Analyzer, settings: SearchSettings) {
    self.settings = settings
    documentCount = documents.count
    owners = documents.enumerated().flatMap { number, document in
      document.questions.map { _ in Int32(truncatingIfNeeded: number) }
    }
    let asked = documents.map { $0.questions.map { TermExtractor(analyzer.analyzed($0)) } }
    let tags = documents.map { TermExtractor(analyzer.analyzed($0.tags.joined(separator: "; "))) }
    let answered = documents.map { TermExtractor(analyzer.analyzed($0.answer)) }
    let all = asked.flatMap(\.self) + tags + answered
    indexes = TermExtractor.Unit.allCases.map { unit in
      HashIndex(Set(all.lazy.flatMap { $0[unit].map(\.key) }).sorted())
    }
    questions = Part(asked.flatMap(\.self).map { [$0] }, indexes: indexes, shape: settings.question)
    pools = Part(zip(asked, tags).map { $0 + [$1] }, indexes: indexes, shape: settings.long)
    answers = Part(answered.map { [$0] }, indexes: indexes, shape: settings.long)
  }

  /// The terms of a query as this index knows them.
  func terms(of query: SearchQuery) -> FoundTerms { FoundTerms(query, in: indexes) }

  /// The best articles, best first.
  func matches(_ query: SearchQuery, _ terms: FoundTerms, limit: Int) -> [Match] {
    let scores = documentScores(terms, lengths: TermExtractor.Unit.allCases.map { query.terms[$0].count })
    return best(limit, of: scores).map { Match(document: $0, score: Double(min(scores[$0], 1))) }
  }

  /// The positions of the highest scores above 0, highest first; of equal ones the earlier first.
  private func best(_ limit: Int, of scores: [Float]) -> [Int] {
    var best: [Int] = []
    for (position, score) in scores.enumerated() where score > 0 {
      if best.count == limit {
        guard let last = best.last, score > scores[last] else { continue }
        best.removeLast()
      }
      let place = best.firstIndex { scores[$0] < score } ?? best.count
      best.insert(position, at: place)
    }
    return best
  }

  /// Best question, all questions with the tags, and answer, each as a share of what the query could score.
  private func documentScores(_ terms: FoundTerms, lengths: [Int]) -> [Float] {
    let units = settings.units
    let asked = questions.scores(terms, count: owners.count, lengths: lengths, weights: units)
    let pooled = pools.scores(terms, count: documentCount, lengths: lengths, weights: units)
    let answered = answers.scores(terms, count: documentCount, lengths: lengths, weights: units)
    var best = [Float](repeating: 0, count: documentCount)
    for (owner, score) in zip(owners, asked) { best[Int(owner)] = max(best[Int(owner)], score) }
    let whole = 1 + settings.pool + settings.answer
    return best.indices.map { number in
      (best[number] + settings.pool * pooled[number] + settings.answer * answered[number]) / whole
    }
  }

  /// The words of the query that a question, a tag or the answer of the article has, heaviest first.
  func words(_ terms: FoundTerms, in document: Int, of text: AnalyzedText) -> [String] {
    let (pooled, answered) = (pools[.words], answers[.words])
    return terms.firstWords
      .filter { pooled.contains(pooled[$0.place], in: document) || answered.contains(answered[$0.place], in: document) }
      .map { (text: text.tokens[$0.token].text, weight: pooled[$0.place].weight * $0.share) }
      .sorted { $0.weight > $1.weight }
      .map(\.text)
  }
}
