package import TextAnalysis

/// One FAQ entry in one language.
package struct Article: Sendable, Equatable {
  /// The same in both languages.
  package var id: String
  package var language: Language
  package var title: String
  /// Other ways to ask, without the title.
  package var questions: [String]
  package var tags: [String]
  /// Ids of articles offered as quick replies, at most 3.
  package var see: [String]
  /// Plain text with paragraphs and lists.
  package var answer: String
  package var file: String
  package var line: Int

  package init(
    id: String, language: Language, title: String, questions: [String] = [], tags: [String] = [], see: [String] = [],
    answer: String, file: String, line: Int
  ) {
    self.id = id
    self.language = language
    self.title = title
    self.questions = questions
    self.tags = tags
    self.see = see
    self.answer = answer
    self.file = file
    self.line = line
  }
}
