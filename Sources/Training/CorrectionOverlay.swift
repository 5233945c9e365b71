package import TextAnalysis

extension Content {
  /// The content with corrections laid over it, in order.
  ///
  /// A corrected text belongs to one place: where it was an example or a question elsewhere, it is taken away. Titles
  /// stay. An intent keeps a text that was given to its own article.
  ///
  /// - Parameter analyzer: makes the keys by which texts are compared; made anew when not given.
  /// - Throws: every correction that cannot be applied, each as a problem of the file `correction <id>`.
  package func applying(
    _ corrections: [ContentCorrection], analyzer: Analyzer? = nil
  ) throws(ContentError) -> Content {
    guard !corrections.isEmpty else { return self }
    var overlay = CorrectionOverlay(content: self, analyzer: try .forContent(analyzer))
    for correction in corrections { overlay.apply(correction) }
    guard overlay.problems.isEmpty else { throw ContentError(problems: overlay.problems) }
    return overlay.content
  }
}

/// Lays corrections over content, one after the other.
private struct CorrectionOverlay {
  private(set) var content: Content
  private(set) var problems: [ContentProblem] = []
  private let analyzer: Analyzer
  /// The keys of all examples and questions, so that a text is looked for only where it is.
  private var exampleKeys: [[String]]
  private var questionKeys: [[String]]

  init(content: Content, analyzer: Analyzer) {
    self.content = content
    self.analyzer = analyzer
    exampleKeys = content.intents.map { $0.examples.map { analyzer.analyzed($0.text).key } }
    questionKeys = content.articles.map { $0.questions.map { analyzer.analyzed($0).key } }
  }

  mutating func apply(_ correction: ContentCorrection) {
    switch correction.change {
    case .intent(let name): addExample(correction.text, to: name, correction)
    case .example(let name, let text): addExample(text, to: name, correction)
    case .article(let id): addQuestion(to: id, correction)
    case .newArticle(let id, let title, let answer, let tags):
      addArticle(id, title: title, answer: answer, tags: tags, correction)
    }
  }

  private mutating func note(_ correction: ContentCorrection, _ message: String) {
    problems.append(ContentProblem(file: correction.file, line: 0, message: message))
  }

  private mutating func addExample(_ text: String, to name: String, _ correction: ContentCorrection) {
    guard let index = content.intents.firstIndex(where: { $0.name == name }) else {
      return note(correction, "there is no intent \(name)")
    }
    guard let key = key(of: text, correction) else { return }
    takeAway(key, keepingIntent: index, keepingArticle: content.intents[index].article)
    guard !exampleKeys[index].contains(key) else { return }
    content.intents[index].examples.append(Example(text: text.trimmed, file: correction.file, line: 0))
    exampleKeys[index].append(key)
  }

  private mutating func addQuestion(to id: String, _ correction: ContentCorrection) {
    let articles = content.articles
    guard
      let index = articles.firstIndex(where: { $0.id == id && $0.language == correction.language })
        ?? articles.firstIndex(where: { $0.id == id })
    else { return note(correction, "there is no article \(id)") }
    guard let key = key(of: correction.text, correction) else { return }
    takeAway(key, keepingIntent: nil, keepingArticle: id)
    guard !questionKeys[index].contains(key), analyzer.analyzed(articles[index].title).key != key else { return }
    content.articles[index].questions.append(correction.text.trimmed)
    questionKeys[index].append(key)
  }

  private mutating func addArticle(
    _ id: String, title: String, answer: String, tags: [String], _ correction: ContentCorrection
  ) {
    let known = problems.count
    if !id.isIdentifier(separator: "-") { note(correction, "id “\(id)”: use lower case letters, digits and hyphens") }
    if content.articles.contains(where: { $0.id == id }) { note(correction, "there is already an article \(id)") }
    if title.trimmed.isEmpty { note(correction, "title is empty") }
    if answer.trimmed.isEmpty { note(correction, "answer is empty") }
    guard problems.count == known else { return }
    content.articles.append(
      Article(
        id: id, language: correction.language, title: title.trimmed, tags: tags.map(\.trimmed).filter { !$0.isEmpty },
        answer: answer.trimmed, file: correction.file, line: 0))
    questionKeys.append([])
    addQuestion(to: id, correction)
  }

  /// The key by which a text is known; the text itself when it has signs only. Nil after noting that it is empty.
  private mutating func key(of text: String, _ correction: ContentCorrection) -> String? {
    guard !text.trimmed.isEmpty else {
      note(correction, "text is empty")
      return nil
    }
    let key = analyzer.analyzed(text).key
    return key.isEmpty ? text.trimmed : key
  }

  private mutating func takeAway(_ key: String, keepingIntent kept: Int?, keepingArticle article: String?) {
    for index in content.intents.indices where index != kept {
      let isOfArticle = kept == nil && article != nil && content.intents[index].article == article
      guard !isOfArticle, let position = exampleKeys[index].firstIndex(of: key) else { continue }
      content.intents[index].examples.remove(at: position)
      exampleKeys[index].remove(at: position)
    }
    for index in content.articles.indices where content.articles[index].id != article {
      guard let position = questionKeys[index].firstIndex(of: key) else { continue }
      content.articles[index].questions.remove(at: position)
      questionKeys[index].remove(at: position)
    }
  }
}
