import Foundation
import Yams

/// Reads `synonyms.yml` of a folder of articles, which need not be there.
enum SynonymFile {
  static let name = "synonyms.yml"

  static func wording(in folder: URL, problems: inout [ContentProblem]) -> SearchWording {
    let url = folder.appending(path: name)
    guard FileManager.default.fileExists(atPath: url.path) else { return SearchWording() }
    guard let source = SourceFile(url, problems: &problems) else { return SearchWording() }
    var reader = YAMLReader(path: folder.relativePath + "/" + name)
    defer { problems += reader.problems }
    guard let root = reader.root(of: source) else { return SearchWording() }
    let fields = reader.fields(of: root, known: ["synonyms", "one_way", "stop"], in: "the file")
    var wording = SearchWording()
    wording.synonyms = (fields["synonyms"].map { reader.list($0.value, "synonyms") } ?? []).compactMap { group in
      let words = texts(group, "a group of synonyms", &reader)
      if words.count == 1 { reader.note(group.line, "a group of synonyms needs two or more") }
      return words.count > 1 ? words : nil
    }
    wording.oneWay = (fields["one_way"].map { reader.list($0.value, "one_way") } ?? []).compactMap {
      oneWay($0, &reader)
    }
    wording.stops = fields["stop"].map { texts($0.value, "stop", &reader) } ?? []
    return wording
  }

  private static func oneWay(_ node: Node, _ reader: inout YAMLReader) -> SearchWording.OneWay? {
    let ends = reader.fields(of: node, known: ["from", "to"], in: "one_way")
    guard let from = ends["from"].flatMap({ reader.text($0.value, "from") }),
      let to = ends["to"].flatMap({ reader.text($0.value, "to") })
    else {
      reader.note(node.line, "one_way needs from and to")
      return nil
    }
    return SearchWording.OneWay(from: from, to: to)
  }

  private static func texts(_ node: Node, _ name: String, _ reader: inout YAMLReader) -> [String] {
    reader.list(node, name).compactMap { reader.text($0, name) }
  }
}
