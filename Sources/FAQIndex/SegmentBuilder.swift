import TextAnalysis

extension Segment {
  /// Counts documents into a segment, in their order.
  convenience init(_ indexed: [IndexedDocument], lengths: UsualLengths) {
    var numbering = TermNumbering(expected: indexed.reduce(0) { $0 + $1.counts.count })
    var occurrences: [(term: UInt32, posting: Posting)] = []
    occurrences.reserveCapacity(indexed.reduce(0) { $0 + $1.counts.count })
    for (place, document) in indexed.enumerated() {
      let mean = lengths[document.language]
      for count in document.counts {
        let impact = UInt32(document.impact(of: count, mean))
        occurrences.append((numbering.number(of: count.key), UInt32(truncatingIfNeeded: place) << 8 | impact))
      }
    }
    let (starts, postings) = Self.sorted(occurrences, termCount: numbering.keys.count)
    self.init(
      documents: indexed.map { Document(key: FAQDocumentKey(id: $0.id, language: $0.language), labels: $0.labels) },
      keys: numbering.keys, starts: starts, postings: postings,
      questions: QuestionTable(indexed.map(\.questions)) { numbering.place(of: $0) },
      spellings: Spellings(Self.spellings(of: indexed)))
  }

  /// Each Latin word as it is written, once.
  private static func spellings(of indexed: [IndexedDocument]) -> [(key: UInt64, text: String)] {
    var seen: Set<String> = []
    var words: [(key: UInt64, text: String)] = []
    for document in indexed {
      for word in document.spellings where seen.insert(word.text).inserted { words.append(word) }
    }
    return words
  }

  /// The postings by term, those of a term in the order they came.
  static func sorted(
    _ occurrences: [(term: UInt32, posting: Posting)], termCount: Int
  ) -> (starts: [UInt32], postings: [Posting]) {
    var starts = [UInt32](repeating: 0, count: termCount + 1)
    for occurrence in occurrences { starts[Int(occurrence.term) + 1] += 1 }
    for term in 0..<termCount { starts[term + 1] += starts[term] }
    var next = starts
    let postings = [Posting](unsafeUninitializedCapacity: occurrences.count) { buffer, count in
      for occurrence in occurrences {
        buffer.initializeElement(at: Int(next[Int(occurrence.term)]), to: occurrence.posting)
        next[Int(occurrence.term)] += 1
      }
      count = occurrences.count
    }
    return (starts, postings)
  }
}

extension QuestionTable {
  /// - Parameter place: the place of a term.
  convenience init(_ documents: [[IndexedDocument.Question]], place: (UInt64) -> UInt32?) {
    var builder = QuestionTableBuilder()
    if documents.contains(where: { !$0.isEmpty }) {
      builder.firsts = [0]
      for questions in documents {
        for question in questions {
          builder.words += question.words.compactMap(place)
          builder.endQuestion(share: question.share, length: UInt32(truncatingIfNeeded: question.length))
        }
        builder.endDocument()
      }
    }
    self.init(builder)
  }
}
