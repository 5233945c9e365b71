import Foundation
package import SentimentClassifier
package import TextAnalysis
import Yams

/// A sentence that shows how customers sound, where it stands.
package struct ToneExample: Sendable, Equatable {
  package let text: String
  package let tone: Tone
  let file: String
  let line: Int
}

/// Reads a folder of examples of tones: YAML files, each with one `tone` and its `examples` in any language.
enum SentimentFolder {
  private static let endings: Set<String> = ["yml", "yaml"]

  static func examples(in folder: URL, analyzer: Analyzer, problems: inout [ContentProblem]) -> [ToneExample] {
    guard let files = SourceFile.files(in: folder, endings: endings) else {
      problems.append(ContentProblem(file: folder.relativePath, line: 0, message: "is no folder that can be read"))
      return []
    }
    SourceFile.noteStrangers(in: folder, endings: endings, problems: &problems)
    var examples: [ToneExample] = []
    for file in files { examples += self.examples(of: file, &problems) }
    noteDuplicates(in: examples, analyzer, &problems)
    for tone in Tone.allCases where !examples.isEmpty && !examples.contains(where: { $0.tone == tone }) {
      problems.append(
        ContentProblem(file: folder.relativePath, line: 0, message: "there is no example of \(tone.rawValue)"))
    }
    return examples
  }

  private static func examples(of url: URL, _ problems: inout [ContentProblem]) -> [ToneExample] {
    guard let source = SourceFile(url, problems: &problems) else { return [] }
    var reader = YAMLReader(path: url.relativePath)
    defer { problems += reader.problems }
    guard let root = reader.root(of: source) else { return [] }
    let fields = reader.fields(of: root, known: ["tone", "examples"], in: "the file")
    guard let name = fields["tone"], let tone = reader.text(name.value, "tone") else {
      if fields["tone"] == nil { reader.note(root.line, "the file needs a tone") }
      return []
    }
    guard let tone = Tone(rawValue: tone) else {
      reader.note(
        name.line, "there is no tone “\(tone)”; known are \(Tone.allCases.map(\.rawValue).joined(separator: ", "))")
      return []
    }
    guard let list = fields["examples"] else {
      reader.note(root.line, "the file needs examples")
      return []
    }
    return ExampleReader.examples(in: list.value, &reader).map {
      ToneExample(text: $0.text, tone: tone, file: $0.file, line: $0.line)
    }
  }

  private static func noteDuplicates(
    in examples: [ToneExample], _ analyzer: Analyzer, _ problems: inout [ContentProblem]
  ) {
    var first: [String: ToneExample] = [:]
    for example in examples {
      // Signs count here: "thanks!!!" and "thanks" may sound different.
      let key = analyzer.analyzed(example.text).tokens.map(\.text).joined(separator: " ")
      if let earlier = first[key] {
        problems.append(
          ContentProblem(
            file: example.file, line: example.line,
            message: "example “\(example.text)” is already an example of \(earlier.tone.rawValue) at "
              + "\(earlier.file):\(earlier.line)"))
      } else {
        first[key] = example
      }
    }
  }
}

extension Content {
  /// What customers write who just want something: the examples of intents that an article answers and that call nobody.
  package var requests: [String] {
    intents.filter { $0.article != nil && $0.escalation == nil }.flatMap { $0.examples.map(\.text) }
  }

  /// What a model of tones is fitted to: the examples of tones, and as neutral what customers just ask for.
  package func sentimentExamples(analyzer: Analyzer) -> [SentimentExample] {
    tones.map { SentimentExample(text: analyzer.analyzed($0.text), tone: $0.tone) }
      + requests.map { SentimentExample(text: analyzer.analyzed($0), tone: .neutral) }
  }
}
