import TextAnalysis

/// The articles of one language. Immutable; a class because it is handed on for every message.
final class LanguageIndex: Sendable {
  struct Match {
    let document: Int
    /// 0 ... 1: the share of what the query could score.
    let score: Double
    /// Matched words, heaviest first.
    let terms: [String]
  }

  /// One part of all articles: their questions one by one, their questions together, their answers.
  private struct Part: Sendable {
    var lists: [InvertedList]

    init(_ texts: [TermExtractor], shape: InvertedList.Shape) {
      lists = TermExtractor.Unit.allCases.map { unit in
        InvertedList(texts: texts.map { $0[unit].map(\.key) }, shape: shape)
      }
    }

    init(joining texts: [[TermExtractor]], shape: InvertedList.Shape) {
      lists = TermExtractor.Unit.allCases.map { unit in
        InvertedList(texts: texts.map { $0.flatMap { $0[unit].map(\.key) } }, shape: shape)
      }
    }

    subscript(unit: TermExtractor.Unit) -> InvertedList { lists[unit.rawValue] }

    /// The score of each text as a share of what the query would score against itself.
    func scores(_ query: SearchQuery, count: Int, weights: [Float]) -> [Float] {
      var scores = [Float](repeating: 0, count: count)
      var highest: Float = 0
      for unit in TermExtractor.Unit.allCases where weights[unit.rawValue] > 0 {
        let weighted = weightedTerms(query, unit)
        let scale = weights[unit.rawValue]
        let list = self[unit]
        for term in weighted { list.add(term.entry, weight: term.value * scale, to: &scores) }
        let whole = weighted.reduce(0) { $0 + $1.value }
        highest += scale * whole * list.factor(ofLength: query.terms[unit].count)
      }
      guard highest > 0 else { return scores }
      return scores.map { $0 / highest }
    }

    private typealias WeightedTerm = (entry: InvertedList.Entry, value: Float)

    /// Words and pairs weigh what they tell. The letters of a word share the weight of the word: if each weighed what
    /// it tells, a long word that every article has would count many times.
    private func weightedTerms(_ query: SearchQuery, _ unit: TermExtractor.Unit) -> [WeightedTerm] {
      let list = self[unit]
      switch unit {
      case .words:
        return query.distinctWords.map { word in
          let entry = list[word.key]
          return (entry, entry.weight * word.share)
        }
      case .pairs:
        return query.distinctPairs.map { key in
          let entry = list[key]
          return (entry, entry.weight)
        }
      case .letters: return weightedLetters(query, list)
      }
    }

    private func weightedLetters(_ query: SearchQuery, _ list: InvertedList) -> [WeightedTerm] {
      var words = [Float](repeating: 0, count: query.text.tokens.count)
      for (term, word) in zip(query.terms[.words], query.words) {
        words[term.token] = self[.words][word.key].weight * word.share
      }
      let letters = query.terms[.letters]
      let entries = letters.map { list[$0.key] }
      var wholes = [Float](repeating: 0, count: words.count)
      for (term, entry) in zip(letters, entries) { wholes[term.token] += entry.weight }
      return zip(letters, entries).map { term, entry in
        (entry, entry.weight / max(wholes[term.token], 1e-6) * words[term.token])
      }
    }
  }

  let settings: SearchSettings
  private let documentCount: Int
  /// The document of each question.
  private let owners: [Int32]
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
    questions = Part(asked.flatMap(\.self), shape: settings.question)
    pools = Part(joining: zip(asked, tags).map { $0 + [$1] }, shape: settings.long)
    answers = Part(documents.map { TermExtractor(analyzer.analyzed($0.answer)) }, shape: settings.long)
  }

  /// The best articles, best first.
  func matches(_ query: SearchQuery, limit: Int) -> [Match] {
    let scores = documentScores(query)
    let found = best(limit, of: scores)
    return found.map { match($0, score: scores[$0], query) }
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
  private func documentScores(_ query: SearchQuery) -> [Float] {
    let asked = questions.scores(query, count: owners.count, weights: settings.units)
    let pooled = pools.scores(query, count: documentCount, weights: settings.units)
    let answered = answers.scores(query, count: documentCount, weights: settings.units)
    var best = [Float](repeating: 0, count: documentCount)
    for (owner, score) in zip(owners, asked) { best[Int(owner)] = max(best[Int(owner)], score) }
    let whole = 1 + settings.pool + settings.answer
    return best.indices.map { number in
      (best[number] + settings.pool * pooled[number] + settings.answer * answered[number]) / whole
    }
  }

  private func match(_ document: Int, score: Float, _ query: SearchQuery) -> Match {
    var seen: Set<UInt64> = []
    var terms: [(text: String, weight: Float)] = []
    for (term, word) in zip(query.terms[.words], query.words)
    where seen.insert(word.key).inserted && has(word.key, document) {
      terms.append((query.text.tokens[term.token].text, pools[.words][word.key].weight * word.share))
    }
    return Match(
      document: document, score: Double(min(score, 1)),
      terms: terms.sorted { $0.weight > $1.weight }.map(\.text))
  }

  /// Whether a question, a tag or the answer of the article has the word.
  private func has(_ word: UInt64, _ document: Int) -> Bool {
    pools[.words].contains(word, in: document) || answers[.words].contains(word, in: document)
  }
}
