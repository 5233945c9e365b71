extension Segment {
  /// The documents of neighbouring parts that are still there, in their order.
  convenience init(merging parts: ArraySlice<IndexPart>) {
    var merge = SegmentMerge(parts)
    for part in parts { merge.add(part) }
    let (starts, postings) = Segment.sorted(merge.occurrences, termCount: merge.numbering.keys.count)
    self.init(
      documents: merge.documents, keys: merge.numbering.keys, starts: starts, postings: postings,
      questions: QuestionTable(merge.questions), spellings: Spellings(merging: parts.map(\.segment.spellings)))
  }
}

/// What parts have together. Impacts stay as they are.
private struct SegmentMerge {
  private(set) var documents: [Segment.Document] = []
  private(set) var numbering: TermNumbering
  private(set) var occurrences: [(term: UInt32, posting: Segment.Posting)] = []
  private(set) var questions = QuestionTableBuilder()

  init(_ parts: ArraySlice<IndexPart>) {
    numbering = TermNumbering(expected: parts.reduce(0) { $0 + $1.segment.postings.count })
    occurrences.reserveCapacity(parts.reduce(0) { $0 + $1.segment.postings.count })
    if parts.contains(where: { !$0.segment.questions.firsts.isEmpty }) { questions.firsts = [0] }
  }

  mutating func add(_ part: IndexPart) {
    let segment = part.segment
    // The new place of each document, and of each term that any of them has.
    var places = [UInt32](repeating: .max, count: segment.documents.count)
    for place in places.indices where part.has(place) {
      places[place] = UInt32(truncatingIfNeeded: documents.count)
      documents.append(segment.documents[place])
    }
    var terms = [UInt32](repeating: .max, count: segment.keys.count)
    for (term, key) in segment.keys.enumerated() {
      for posting in segment.postings[segment.span(term)] where places[Int(posting >> 8)] != .max {
        if terms[term] == .max { terms[term] = numbering.number(of: key) }
        occurrences.append((terms[term], places[Int(posting >> 8)] << 8 | posting & 255))
      }
    }
    if !questions.firsts.isEmpty { addQuestions(of: part, terms) }
  }

  private mutating func addQuestions(of part: IndexPart, _ terms: [UInt32]) {
    let table = part.segment.questions
    for place in part.segment.documents.indices where part.has(place) {
      for question in table.questions(of: place) {
        let words = Int(table.wordStarts[question])..<Int(table.wordStarts[question + 1])
        for word in table.words[words] { questions.words.append(terms[Int(word)]) }
        questions.endQuestion(share: table.shares[question], length: table.lengths[question])
      }
      questions.endDocument()
    }
  }
}
