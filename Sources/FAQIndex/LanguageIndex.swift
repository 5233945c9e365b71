import TextAnalysis

/// The articles of one language. Immutable; a class because it is handed on for every message.
final class LanguageIndex: Sendable {
  struct Match {
    let document: Int
    /// 0 ... 1: the share of what the query could score.
    let score: Double
  }

  /// An estimate of a score is never less than this share of it.
  private static let estimateShare: Float = 0.9999

  typealias WeightedTerm = InvertedList.WeightedTerm

  let settings: SearchSettings
  private let documentCount: Int
  /// The first question of each document, and at last how many there are. Questions are the first texts of the lists.
  private let firstQuestions: [Int]
  /// By `TermExtractor.Unit`.
  private let lists: [InvertedList]

  init(documents: [FAQDocument], analyzer: Analyzer, settings: SearchSettings) {
    self.settings = settings
    documentCount = documents.count
    firstQuestions = documents.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.questions.count) }
    let asked = documents.map { $0.questions.map { TermExtractor(analyzer.analyzed($0)) } }
    let tags = documents.map { TermExtractor(analyzer.analyzed($0.tags.joined(separator: "; "))) }
    let answered = documents.map { TermExtractor(analyzer.analyzed($0.answer)) }
    lists = TermExtractor.Unit.allCases.map { unit in
      let questions = asked.map { $0.map { $0.keys(unit) } }
      let pools = zip(questions, tags).map { $0.flatMap(\.self) + $1.keys(unit) }
      return InvertedList(
        texts: [questions.flatMap(\.self), pools, answered.map { $0.keys(unit) }],
        shapes: [settings.question, settings.long, settings.long])
    }
  }

  /// What the index knows of each word of a query.
  func entries(of query: SearchQuery) -> [InvertedList.Entry] {
    self[.words].entries(query.keys)
  }

  private subscript(unit: TermExtractor.Unit) -> InvertedList { lists[unit.rawValue] }

  /// The best articles, best first.
  ///
  /// - Parameter entries: those of the query.
  func matches(_ query: SearchQuery, _ entries: [InvertedList.Entry], limit: Int) -> [Match] {
    let textCount = firstQuestions[documentCount] + 2 * documentCount
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: textCount) { scores in
      scores.initialize(repeating: 0)
      var highest = PartValues.zero
      var isKnown = false
      for (number, list) in lists.enumerated() {
        let terms = weightedTerms(query, entries, TermExtractor.Unit.allCases[number])
        let scale = settings.units[number]
        var whole = PartValues.zero
        for term in terms {
          whole += term.value
          isKnown = isKnown || !term.entry.isEmpty
        }
        list.add(terms, scale: scale, to: scores)
        highest += scale * whole * list.factors(ofLength: query.lengths[number])
      }
      return isKnown ? best(limit, of: scores, highest: highest) : []
    }
  }

  /// Words and pairs weigh what they tell. The letters of a word share the weight of the word: if each weighed what
  /// it tells, a long word that every article has would count many times.
  private func weightedTerms(
    _ query: SearchQuery, _ entries: [InvertedList.Entry], _ unit: TermExtractor.Unit
  ) -> [WeightedTerm] {
    switch unit {
    case .words:
      return query.distinctWords.map {
        WeightedTerm(entry: entries[$0], value: entries[$0].weights * query.words[$0].share)
      }
    case .pairs:
      return self[.pairs].weightedTerms(query.distinctPairs)
    case .letters: return weightedLetters(query, entries)
    }
  }

  private func weightedLetters(_ query: SearchQuery, _ entries: [InvertedList.Entry]) -> [WeightedTerm] {
    var letters = self[.letters].weightedTerms(query.letters)
    guard !letters.isEmpty else { return [] }
    for (word, entry) in zip(query.words, entries) {
      let sum = word.letters.reduce(PartValues.zero) { $0 + letters[$1].value }
      let whole = sum.replacing(with: 1e-6, where: sum .< 1e-6)
      for place in word.letters { letters[place].value = letters[place].value / whole * (entry.weights * word.share) }
    }
    return letters
  }

  /// The best articles by question, all questions with the tags, and answer, each as a share of what the query could
  /// score; of equal ones the earlier first.
  private func best(_ limit: Int, of scores: UnsafeMutableBufferPointer<Float>, highest: PartValues) -> [Match] {
    let (pools, answers) = (firstQuestions[documentCount], firstQuestions[documentCount] + documentCount)
    let (pool, answer, whole) = (settings.pool, settings.answer, 1 + settings.pool + settings.answer)
    // Divisions are slow, so an estimate says first which articles cannot be among the best.
    let shares = PartValues(1, pool, answer, 0) / (highest.replacing(with: 1, where: highest .== 0) * whole)
    var floor: Float = 0
    var best: [(document: Int, score: Float)] = []
    best.reserveCapacity(min(limit, documentCount) + 1)
    for document in 0..<documentCount {
      let (pooled, answered) = (scores[pools + document], scores[answers + document])
      // What a question has the pool of all questions has too.
      guard pooled + answered > 0 else { continue }
      var asked: Float = 0
      for question in firstQuestions[document]..<firstQuestions[document + 1] { asked = max(asked, scores[question]) }
      guard asked * shares[0] + pooled * shares[1] + answered * shares[2] > floor else { continue }
      let score = (asked / highest[0] + pool * (pooled / highest[1]) + answer * (answered / highest[2])) / whole
      if best.count == limit {
        guard let last = best.last, score > last.score else { continue }
        best.removeLast()
      }
      var rank = best.count
      best.append((document, score))
      while rank > 0, best[rank - 1].score < score {
        best.swapAt(rank, rank - 1)
        rank -= 1
      }
      if best.count == limit { floor = (best.last?.score ?? 0) * Self.estimateShare }
    }
    return best.map { Match(document: $0.document, score: Double(min($0.score, 1))) }
  }

  /// The different words of a query, heaviest first.
  func heaviest(_ query: SearchQuery, _ entries: [InvertedList.Entry]) -> [Int] {
    func weight(_ word: Int) -> Float { entries[word].weights[ArticlePart.pool.rawValue] * query.words[word].share }
    return query.distinctWords.sorted { (weight($1), $0) < (weight($0), $1) }
  }

  /// Whether a question, a tag or the answer of the article has the word.
  func contains(_ entry: InvertedList.Entry, in document: Int) -> Bool {
    let pool = firstQuestions[documentCount] + document
    return self[.words].contains(entry, .pool, in: pool)
      || self[.words].contains(entry, .answer, in: pool + documentCount)
  }
}
