import Foundation

/// Reads files with one JSON object a line; blank lines are left out.
enum JSONLines {
  /// - Parameter shape: what a line must look like, for the message about one that does not.
  static func values<Value: Decodable>(
    _ type: Value.Type, in source: SourceFile, shape: String, problems: inout [ContentProblem]
  ) -> [(value: Value, line: Int)] {
    let decoder = JSONDecoder()
    var values: [(Value, Int)] = []
    for (index, line) in source.lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      do {
        values.append((try decoder.decode(Value.self, from: Data(line.utf8)), index + 1))
      } catch {
        let message = "must be \(shape): \(reason(error))"
        problems.append(ContentProblem(file: source.path, line: index + 1, message: message))
      }
    }
    return values
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, _): "\(key.stringValue) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      context.codingPath.first.map { "\($0.stringValue) has the wrong type" } ?? "it is not an object"
    default: "it is not JSON"
    }
  }
}
