import TextAnalysis

/// Articles and which terms they have, with the impact that each has there. Immutable.
final class Segment: Sendable {
  /// What is known of an article beside its terms.
  struct Document: Sendable {
    let key: FAQDocumentKey
    let labels: DocumentLabels
  }

  /// A term in a document: the place of the document above 8 bits of impact.
  typealias Posting = UInt32

  /// More documents have no room in a posting.
  static let mostDocuments = 1 << 24

  let documents: [Document]
  /// The terms, and where each is among them.
  let keys: [UInt64]
  let terms: HashIndex
  /// Where the postings of each term begin, and at last how many there are.
  let starts: [UInt32]
  /// Those of one term beside each other, in the order of the documents.
  let postings: [Posting]
  let questions: QuestionTable
  let spellings: Spellings

  /// Where each article is, by the hash of its key.
  private let places: HashIndex

  init(
    documents: [Document], keys: [UInt64], starts: [UInt32], postings: [Posting], questions: QuestionTable,
    spellings: Spellings
  ) {
    self.documents = documents
    self.keys = keys
    terms = HashIndex(keys)
    self.starts = starts
    self.postings = postings
    self.questions = questions
    self.spellings = spellings
    places = HashIndex(documents.map { Self.hash(of: $0.key) })
  }

  /// The place of an article; nil where it is not.
  func place(of key: FAQDocumentKey) -> Int? {
    guard let place = places.place(of: Self.hash(of: key)), documents[place].key == key else { return nil }
    return place
  }

  private static func hash(of key: FAQDocumentKey) -> UInt64 {
    StableHash.combined(StableHash.of(key.id), StableHash.of(key.language.rawValue), salt: 0)
  }

  func span(_ term: Int) -> Range<Int> { Int(starts[term])..<Int(starts[term + 1]) }

  /// How many documents have the term.
  func frequency(_ term: Int) -> Int { Int(starts[term + 1] - starts[term]) }

  /// The impact of a term in a document; 0 when it is not there.
  func impact(of term: Int, in document: Int) -> UInt32 {
    let span = span(term)
    let place = postings.withUnsafeBufferPointer { Self.place(of: document, in: $0, span) }
    guard place < span.upperBound, Int(postings[place] >> 8) == document else { return 0 }
    return postings[place] & 255
  }

  /// The first posting in the span whose document is not before the given one.
  static func place(of document: Int, in postings: UnsafeBufferPointer<Posting>, _ span: Range<Int>) -> Int {
    // No branch depends on what is compared, so that the processor has none to guess wrong.
    let wanted = UInt32(truncatingIfNeeded: document) << 8
    var (place, count) = (span.lowerBound, span.count)
    while count > 0 {
      let half = (count + 1) / 2
      place += postings[place + half - 1] < wanted ? half : 0
      count -= half
    }
    return place
  }
}
