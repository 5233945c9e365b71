/// The questions of the documents of a segment, to be compared with a query word by word.
///
/// A class because a copy of so many arrays costs more than a look into it.
final class QuestionTable: Sendable {
  /// The first question of each document, and at last how many there are; empty when no document has any.
  let firsts: [UInt32]
  /// The first word of each question, and at last how many there are.
  let wordStarts: [UInt32]
  /// The places of terms.
  let words: [UInt32]
  /// How much the different words of each question count together.
  let shares: [Float]
  /// How many words each question has, equal ones too.
  let lengths: [UInt32]

  init(_ builder: QuestionTableBuilder) {
    firsts = builder.firsts
    wordStarts = builder.wordStarts
    words = builder.words
    shares = builder.shares
    lengths = builder.lengths
  }

  func questions(of document: Int) -> Range<Int> {
    firsts.isEmpty ? 0..<0 : Int(firsts[document])..<Int(firsts[document + 1])
  }
}

/// A `QuestionTable` that is not complete.
struct QuestionTableBuilder {
  var firsts: [UInt32] = []
  var wordStarts: [UInt32] = [0]
  var words: [UInt32] = []
  var shares: [Float] = []
  var lengths: [UInt32] = []

  /// Ends a question whose words are there.
  mutating func endQuestion(share: Float, length: UInt32) {
    wordStarts.append(UInt32(truncatingIfNeeded: words.count))
    shares.append(share)
    lengths.append(length)
  }

  /// Ends a document whose questions are there.
  mutating func endDocument() { firsts.append(UInt32(truncatingIfNeeded: shares.count)) }
}
