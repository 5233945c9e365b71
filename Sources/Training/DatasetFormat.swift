import Foundation

/// How a file of labelled texts is written, told by the ending of its name.
enum DatasetFormat {
  case jsonLines, csv
  /// Rasa training data: a file, or a folder of files.
  case yaml

  init(of location: URL) {
    switch location.pathExtension.lowercased() {
    case "jsonl", "ndjson", "json": self = .jsonLines
    case "csv": self = .csv
    default: self = .yaml
    }
  }
}
