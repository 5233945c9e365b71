import Foundation
package import TextAnalysis
import Yams

/// A product of the company, as customers name it.
package struct Product: Sendable, Equatable {
  /// What a slot that it fills holds.
  package let id: String
  package let titles: [Language: String]
  /// What else customers call it, in any language.
  package let words: [String]

  /// All its names.
  package var names: [String] { Language.allCases.compactMap { titles[$0] } + words }
}

/// Reads `products.yml` of a folder of articles, which need not be there.
enum ProductFile {
  static let name = "products.yml"

  static func products(in folder: URL, problems: inout [ContentProblem]) -> [Product] {
    let url = folder.appending(path: name)
    guard FileManager.default.fileExists(atPath: url.path) else { return [] }
    guard let source = SourceFile(url, problems: &problems) else { return [] }
    var reader = YAMLReader(path: folder.relativePath + "/" + name)
    defer { problems += reader.problems }
    guard let root = reader.root(of: source) else { return [] }
    let fields = reader.fields(of: root, known: ["products"], in: "the file")
    var seen: Set<String> = []
    return (fields["products"].map { reader.list($0.value, "products") } ?? []).compactMap { item in
      guard let product = product(item, &reader) else { return nil }
      if !seen.insert(product.id).inserted { reader.note(item.line, "product \(product.id) is there twice") }
      return product
    }
  }

  private static func product(_ node: Node, _ reader: inout YAMLReader) -> Product? {
    let fields = reader.fields(of: node, known: ["id", "title", "translation", "words"], in: "a product")
    guard let id = fields["id"].flatMap({ reader.text($0.value, "id") }), id.isIdentifier(separator: "_") else {
      if node.mapping != nil {
        reader.note(node.line, "a product needs an id of lower case letters, digits and underscores")
      }
      return nil
    }
    let titles = ResponseReader.translations(fields, key: "title", line: node.line, &reader)
    let words = fields["words"].map { reader.list($0.value, "words").compactMap { reader.text($0, "a word") } } ?? []
    return Product(id: id, titles: titles, words: words)
  }
}
