package import Foundation

/// Articles to find and queries to find them with, from JSON Lines.
package struct FAQDataset: Sendable {
  package struct Article: Sendable, Decodable {
    package var id: String
    /// The first is the title.
    package var questions: [String]
    package var answer: String
  }

  package struct Query: Sendable, Decodable {
    package var id: String
    package var text: String
    /// Ids of the articles that answer it; empty when none does.
    package var relevant: [String]
  }

  package var articles: [Article]
  package var queries: [Query]
  /// Queries to choose thresholds on.
  package var validation: [Query]

  package init(articles: [Article], queries: [Query], validation: [Query] = []) {
    self.articles = articles
    self.queries = queries
    self.validation = validation
  }

  /// Reads the files; all bad rows are reported at once.
  package static func read(articles: URL, queries: URL, validation: URL? = nil) throws(ContentError) -> FAQDataset {
    var problems: [ContentProblem] = []
    let entries = Self.articles(in: articles, problems: &problems)
    let ids = Set(entries.map(\.id))
    let asked = Self.queries(in: queries, articles: ids, problems: &problems)
    let held = validation.map { Self.queries(in: $0, articles: ids, problems: &problems) } ?? []
    guard problems.isEmpty else { throw ContentError(problems: problems) }
    return FAQDataset(articles: entries, queries: asked, validation: held)
  }

  private static func articles(in location: URL, problems: inout [ContentProblem]) -> [Article] {
    let shape = "{\"id\": \"…\", \"questions\": [\"…\"], \"answer\": \"…\"}"
    guard let source = SourceFile(location, problems: &problems) else { return [] }
    let rows = JSONLines.values(Article.self, in: source, shape: shape, problems: &problems)
    var lines: [String: Int] = [:]
    for row in rows {
      let message =
        if let earlier = lines[row.value.id] {
          "article \(row.value.id) is already on line \(earlier)"
        } else if row.value.questions.allSatisfy({ $0.trimmed.isEmpty }) {
          "article \(row.value.id) has no question"
        } else {
          ""
        }
      lines[row.value.id] = row.line
      if !message.isEmpty { problems.append(ContentProblem(file: source.path, line: row.line, message: message)) }
    }
    if rows.isEmpty { problems.append(ContentProblem(file: source.path, line: 0, message: "has no articles")) }
    return rows.map(\.value)
  }

  private static func queries(
    in location: URL, articles: Set<String>, problems: inout [ContentProblem]
  ) -> [Query] {
    let shape = "{\"id\": \"…\", \"text\": \"…\", \"relevant\": [\"…\"]}"
    guard let source = SourceFile(location, problems: &problems) else { return [] }
    let rows = JSONLines.values(Query.self, in: source, shape: shape, problems: &problems)
    for row in rows {
      for id in row.value.relevant where !articles.contains(id) {
        let message = "query \(row.value.id): there is no article \(id)"
        problems.append(ContentProblem(file: source.path, line: row.line, message: message))
      }
    }
    if rows.isEmpty { problems.append(ContentProblem(file: source.path, line: 0, message: "has no queries")) }
    return rows.map(\.value)
  }
}
