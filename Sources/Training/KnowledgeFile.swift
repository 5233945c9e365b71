import Foundation
import TextAnalysis

/// Reads the articles of one Markdown file, line by line.
struct KnowledgeFile {
  private(set) var articles: [Article] = []
  private(set) var problems: [ContentProblem] = []
  private let path: String
  private let language: Language
  /// The article that is being read; nil before the first and below a heading that cannot be used.
  private var current: Article?
  private var part = Part.introduction
  private var answer: [Substring] = []
  private var hasTopic = false

  private enum Part { case introduction, metadata, answer, skipped }

  init(_ source: SourceFile, language: Language) {
    path = source.path
    self.language = language
    for (index, line) in source.lines.enumerated() { read(line, number: index + 1) }
    finishArticle()
  }

  private mutating func note(_ line: Int, _ message: String) {
    problems.append(ContentProblem(file: path, line: line, message: message))
  }

  private mutating func read(_ line: Substring, number: Int) {
    let level = line.prefix { $0 == "#" }.count
    let isHeading = level > 0 && line.dropFirst(level).first.map(\.isWhitespace) ?? true
    switch (isHeading ? level : 0, part) {
    case (0, .introduction):
      if !line.trimmed.isEmpty { note(number, "text before the first article; articles begin with ## title {#id}") }
    case (0, .metadata): readBelowHeading(line, number)
    case (0, .answer): readAnswer(line, number)
    case (0, .skipped): break
    case (1, .introduction) where !hasTopic: hasTopic = true
    case (1, _): note(number, "a second level-1 heading; a file has one topic")
    case (2, _):
      finishArticle()
      beginArticle(line.dropFirst(2).trimmed, number)
    default: note(number, "a level-\(level) heading; only # topic and ## article are known")
    }
  }

  private mutating func beginArticle(_ heading: String, _ line: Int) {
    part = .skipped
    guard heading.hasSuffix("}"), let brace = heading.range(of: "{#", options: .backwards) else {
      note(line, "“\(heading)” has no id; write ## title {#id}")
      return
    }
    let id = String(heading[brace.upperBound...].dropLast())
    let title = heading[..<brace.lowerBound].trimmed
    if title.isEmpty { note(line, "the article has no title") }
    guard id.isIdentifier(separator: "-") else {
      note(line, "id “\(id)”: use lower case letters, digits and hyphens")
      return
    }
    part = .metadata
    current = Article(id: id, language: language, title: title, answer: "", file: path, line: line)
  }

  /// Reads the list below the heading; the first line that is neither blank nor an item with a key begins the answer.
  ///
  /// After a blank line below the list the answer begins too, so that an answer may begin with a list.
  private mutating func readBelowHeading(_ line: Substring, _ number: Int) {
    let text = line.trimmed
    if text.isEmpty {
      if hasMetadata { part = .answer }
      return
    }
    guard text.hasPrefix("- "), let colon = text.firstIndex(of: ":"),
      case let key = text.dropFirst(2)[..<colon].trimmed, key.isIdentifier(separator: "_")
    else {
      part = .answer
      answer.append(line)
      return
    }
    readMetadata(key, value: text[colon...].dropFirst().trimmed, number)
  }

  private mutating func readAnswer(_ line: Substring, _ number: Int) {
    if let key = ["question", "tags", "see"].first(where: { line.hasPrefix("- \($0):") }) {
      note(number, "“\(key)” in an answer; it belongs right below the heading")
    }
    answer.append(line)
  }

  private var hasMetadata: Bool {
    current.map { !$0.questions.isEmpty || !$0.tags.isEmpty || !$0.see.isEmpty } ?? false
  }

  private mutating func readMetadata(_ key: String, value: String, _ line: Int) {
    guard !value.isEmpty else { return note(line, "\(key) is empty") }
    let values = value.split { ",，、".contains($0) }.map(\.trimmed).filter { !$0.isEmpty }
    switch key {
    case "question": current?.questions.append(value)
    case "tags": current?.tags += values
    case "see":
      current?.see += values
      if let count = current?.see.count, count > 3 { note(line, "see names \(count) articles; at most 3 are shown") }
    default: note(line, "unknown key “\(key)”; known are question, tags, see")
    }
  }

  private mutating func finishArticle() {
    defer { (current, answer) = (nil, []) }
    guard var article = current else { return }
    article.answer = answer.map(String.init).joined(separator: "\n").trimmed
    if article.answer.isEmpty { note(article.line, "article \(article.id) has no answer") }
    articles.append(article)
  }
}
