import TextAnalysis

/// The articles of one language.
struct LanguageIndex: Sendable {
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
    func scores(_ query: TermExtractor, count: Int, weights: [Float]) -> [Float] {
      var scores = [Float](repeating: 0, count: count)
      var highest: Float = 0
      for unit in TermExtractor.Unit.allCases where weights[unit.rawValue] > 0 {
        let weighted = weightedTerms(query, unit)
        let scale = weights[unit.rawValue]
        for (key, weight) in weighted { self[unit].add(key, weight: weight * scale, to: &scores) }
        let whole = weighted.reduce(0) { $0 + $1.value }
        highest += scale * whole * self[unit].factor(ofLength: query[unit].count)
      }
      guard highest > 0 else { return scores }
      return scores.map { $0 / highest }
    }

    func weight(of key: UInt64, _ unit: TermExtractor.Unit) -> Float {
      let weight = self[unit].weight(of: key)
      return unit == .words && FunctionWords.contain(key) ? weight * FunctionWords.share : weight
    }

    /// Words and pairs weigh what they tell. The letters of a word share the weight of the word: if each weighed what
    /// it tells, a long word that every article has would count many times.
    private func weightedTerms(_ query: TermExtractor, _ unit: TermExtractor.Unit) -> [(key: UInt64, value: Float)] {
      guard unit == .letters else {
        return Set(query[unit].map(\.key)).sorted().map { ($0, weight(of: $0, unit)) }
      }
      let words = Dictionary(query[.words].map { ($0.token, weight(of: $0.key, .words)) }) { first, _ in first }
      var wholes: [Int: Float] = [:]
      for term in query[unit] { wholes[term.token, default: 0] += self[unit].weight(of: term.key) }
      return query[unit].map { term in
        let share = self[unit].weight(of: term.key) / max(wholes[term.token] ?? 1, 1e-6)
        return (term.key, share * (words[term.token] ?? 0))
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
  func matches(_ text: AnalyzedText, limit: Int) -> [Match] {
    let extracted = TermExtractor(text)
    let scores = documentScores(extracted)
    let found = best(limit, of: scores)
    return found.map { match($0, score: scores[$0], text, extracted) }
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
  private func documentScores(_ query: TermExtractor) -> [Float] {
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

  private func match(_ document: Int, score: Float, _ text: AnalyzedText, _ query: TermExtractor) -> Match {
    var seen: Set<UInt64> = []
    var terms: [(text: String, weight: Float)] = []
    for term in query[.words] where seen.insert(term.key).inserted && has(term.key, document) {
      terms.append((text.tokens[term.token].text, pools.weight(of: term.key, .words)))
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
