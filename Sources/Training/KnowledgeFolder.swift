import Foundation
import TextAnalysis

/// All the articles of a folder of `<topic>.<language>.md` files.
enum KnowledgeFolder {
  static func articles(in folder: URL, problems: inout [ContentProblem]) -> [Article] {
    let path = folder.relativePath
    guard let urls = SourceFile.files(in: folder, endings: ["md"]) else {
      problems.append(ContentProblem(file: path, line: 0, message: "there is no such folder"))
      return []
    }
    SourceFile.noteStrangers(
      in: folder, endings: ["md"], besides: [SynonymFile.name, ProductFile.name], problems: &problems)
    let files = urls.filter { $0.lastPathComponent.lowercased() != "readme.md" }
    if files.isEmpty {
      problems.append(ContentProblem(file: path, line: 0, message: "has no article file (<topic>.<language>.md)"))
    }
    var articles: [Article] = []
    for url in files {
      guard let language = Self.language(of: url) else {
        let message = "the name must end in .zh.md or .en.md"
        problems.append(ContentProblem(file: url.relativePath, line: 0, message: message))
        continue
      }
      guard let source = SourceFile(url, problems: &problems) else { continue }
      let file = KnowledgeFile(source, language: language)
      problems += file.problems
      if file.articles.isEmpty && file.problems.isEmpty {
        problems.append(ContentProblem(file: source.path, line: 0, message: "has no article"))
      }
      articles += file.articles
    }
    return unique(articles, problems: &problems)
  }

  private static func language(of url: URL) -> Language? {
    let parts = url.lastPathComponent.split(separator: ".")
    return parts.count >= 3 ? Language(rawValue: String(parts[parts.count - 2])) : nil
  }

  private static func unique(_ articles: [Article], problems: inout [ContentProblem]) -> [Article] {
    var first: [String: Article] = [:]
    return articles.filter { article in
      let key = article.language.rawValue + article.id
      guard let earlier = first[key] else {
        first[key] = article
        return true
      }
      let message = "article \(article.id) is already at \(earlier.file):\(earlier.line)"
      problems.append(ContentProblem(file: article.file, line: article.line, message: message))
      return false
    }
  }
}
