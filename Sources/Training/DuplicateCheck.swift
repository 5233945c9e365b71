import Foundation
import TextAnalysis

/// Finds examples and questions that are there twice: the same words in the same order, signs and case apart.
struct DuplicateCheck {
  let analyzer: Analyzer

  /// - Parameter location: where the intents came from; data sets may repeat examples.
  func problems(in content: Content, at location: URL) -> [ContentProblem] {
    (DatasetFormat(of: location) == .yaml ? examples(in: content) : []) + questions(in: content)
  }

  private func examples(in content: Content) -> [ContentProblem] {
    var problems: [ContentProblem] = []
    var first: [String: (intent: String, example: Example)] = [:]
    for intent in content.intents {
      for example in intent.examples {
        let key = analyzer.analyzed(example.text).key
        func note(_ message: String) {
          problems.append(
            ContentProblem(file: example.file, line: example.line, message: "example “\(example.text)” \(message)"))
        }
        guard !key.isEmpty else {
          note("has no words")
          continue
        }
        if let earlier = first[key] {
          let place = "\(earlier.example.file):\(earlier.example.line)"
          let name = earlier.intent == intent.name ? "" : " of intent \(earlier.intent)"
          note("is already an example\(name) at \(place)")
        } else {
          first[key] = (intent.name, example)
        }
      }
    }
    return problems
  }

  private func questions(in content: Content) -> [ContentProblem] {
    var problems: [ContentProblem] = []
    var first: [String: Article] = [:]
    for article in content.articles {
      for question in [article.title] + article.questions {
        let key = article.language.rawValue + " " + analyzer.analyzed(question).key
        guard let earlier = first[key] else {
          first[key] = article
          continue
        }
        let place = earlier.id == article.id ? "this article" : "\(earlier.id) (\(earlier.file):\(earlier.line))"
        problems.append(
          ContentProblem(
            file: article.file, line: article.line, message: "question “\(question)” is already in \(place)"))
      }
    }
    return problems
  }
}
