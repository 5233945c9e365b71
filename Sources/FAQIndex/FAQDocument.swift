package import TextAnalysis

/// One article as the index sees it.
package struct FAQDocument: Sendable, Equatable {
  package var id: String
  package var language: Language
  /// Ways to ask; the first is the title.
  package var questions: [String]
  package var answer: String
  package var tags: [String]
  /// Whom it is for; empty for all.
  package var audiences: [String]
  /// The seconds since 1970 between which it holds; nil for always.
  package var validity: Range<Int>?

  package init(
    id: String, language: Language, questions: [String], answer: String, tags: [String] = [],
    audiences: [String] = [], validity: Range<Int>? = nil
  ) {
    self.id = id
    self.language = language
    self.questions = questions
    self.answer = answer
    self.tags = tags
    self.audiences = audiences
    self.validity = validity
  }
}

/// An article in one language: what is added, changed and taken away.
package struct FAQDocumentKey: Sendable, Hashable {
  package let id: String
  package let language: Language

  package init(id: String, language: Language) {
    self.id = id
    self.language = language
  }
}

extension FAQDocument {
  package var key: FAQDocumentKey { FAQDocumentKey(id: id, language: language) }
}
