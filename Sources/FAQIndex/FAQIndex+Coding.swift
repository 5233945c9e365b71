package import Foundation
package import TextAnalysis

extension FAQIndex {
  private static let kind = "FDFI"

  /// The index as bytes, without what was taken away from it. Neither phrases nor analyzer are in them.
  package func encoded() -> Data {
    var bytes = StoredBytes(kind: Self.kind, version: Self.version)
    bytes.append(counted: lengths.means)
    let isWhole = parts.count == 1 && parts[0].deleted == nil
    (isWhole ? parts[0].segment : Segment(merging: parts[...])).append(to: &bytes)
    return bytes.finished
  }

  /// - Parameter phrases: those that the index was made with.
  /// - Throws: what is wrong with the bytes. Any may be given.
  package init(decoding data: Data, phrases: Phrases, analyzer: Analyzer) throws(StoredBytesError) {
    var reader = try StoredBytesReader(data, kind: Self.kind, version: Self.version)
    guard let means: [UsualLengths.Mean] = reader.countedValues(), let lengths = UsualLengths(means: means),
      let segment = Segment(&reader), reader.isAtEnd
    else { throw .damaged }
    self.lengths = lengths
    parts = segment.documents.isEmpty ? [] : [IndexPart(segment: segment)]
    self.phrases = phrases
    self.analyzer = analyzer
  }
}

extension Segment {
  fileprivate func append(to bytes: inout StoredBytes) {
    let labels = documents.map(\.labels)
    bytes.append(strings: documents.map(\.key.id))
    bytes.append(strings: labels.map(\.language.rawValue))
    bytes.append(strings: labels.flatMap { $0.tags + $0.audiences })
    bytes.append(counted: labels.flatMap { [UInt32($0.tags.count), UInt32($0.audiences.count)] })
    bytes.append(counted: labels.flatMap { [$0.validity?.lowerBound ?? 1, $0.validity?.upperBound ?? 0] })
    bytes.append(counted: keys)
    bytes.append(counted: starts)
    bytes.append(counted: postings)
    bytes.append(counted: questions.firsts)
    bytes.append(counted: questions.wordStarts)
    bytes.append(counted: questions.words)
    bytes.append(counted: questions.shares)
    bytes.append(counted: questions.lengths)
    bytes.append(counted: spellings.keys)
    bytes.append(counted: spellings.words)
  }

  /// Nil where the values cannot be those of a segment.
  fileprivate convenience init?(_ reader: inout StoredBytesReader) {
    guard let documents = Self.documents(&reader), let keys: [UInt64] = reader.countedValues(),
      let starts: [UInt32] = reader.countedValues(), let postings: [Posting] = reader.countedValues(),
      Self.areStarts(starts, of: keys.count, to: postings.count),
      postings.allSatisfy({ Int($0 >> 8) < documents.count }),
      let questions = QuestionTable(&reader, documents: documents.count, terms: keys.count),
      let forms: [UInt64] = reader.countedValues(), let words: [UInt64] = reader.countedValues(),
      forms.count == words.count
    else { return nil }
    self.init(
      documents: documents, keys: keys, starts: starts, postings: postings, questions: questions,
      spellings: Spellings(forms: forms, words: words))
  }

  private static func documents(_ reader: inout StoredBytesReader) -> [Document]? {
    guard let ids = reader.strings(), let languages = reader.strings(), let labels = reader.strings(),
      let counts: [UInt32] = reader.countedValues(), let times: [Int] = reader.countedValues(),
      languages.count == ids.count, counts.count == 2 * ids.count, times.count == counts.count,
      counts.reduce(0, { $0 + Int($1) }) == labels.count
    else { return nil }
    var documents: [Document] = []
    documents.reserveCapacity(ids.count)
    var next = 0
    for place in ids.indices {
      guard let language = Language(rawValue: languages[place]) else { return nil }
      let tags = labels[next..<(next + Int(counts[2 * place]))]
      let audiences = labels[tags.endIndex..<(tags.endIndex + Int(counts[2 * place + 1]))]
      next = audiences.endIndex
      let (start, end) = (times[2 * place], times[2 * place + 1])
      documents.append(
        Document(
          key: FAQDocumentKey(id: ids[place], language: language),
          labels: DocumentLabels(
            language: language, tags: Array(tags), audiences: Array(audiences),
            validity: start <= end ? start..<end : nil)))
    }
    return documents
  }

  /// Whether the numbers rise from 0 to `end`, one more than there are things that begin there.
  fileprivate static func areStarts(_ starts: [UInt32], of count: Int, to end: Int) -> Bool {
    starts.count == count + 1 && starts.first == 0 && starts.last.map(Int.init) == end
      && zip(starts, starts.dropFirst()).allSatisfy { $0 <= $1 }
  }
}

extension QuestionTable {
  fileprivate convenience init?(_ reader: inout StoredBytesReader, documents: Int, terms: Int) {
    guard let firsts: [UInt32] = reader.countedValues(), let wordStarts: [UInt32] = reader.countedValues(),
      let words: [UInt32] = reader.countedValues(), let shares: [Float] = reader.countedValues(),
      let lengths: [UInt32] = reader.countedValues(), lengths.count == shares.count,
      firsts.isEmpty || Segment.areStarts(firsts, of: documents, to: shares.count),
      Segment.areStarts(wordStarts, of: shares.count, to: words.count), words.allSatisfy({ Int($0) < terms })
    else { return nil }
    self.init(
      QuestionTableBuilder(firsts: firsts, wordStarts: wordStarts, words: words, shares: shares, lengths: lengths))
  }
}
