/// One mistake in content, where it is and what to do about it.
package struct ContentProblem: Sendable, Codable, Equatable {
  /// The path as it was given; a correction is `correction <id>`.
  package let file: String
  /// From 1; 0 when the problem is about the file as a whole.
  package let line: Int
  package let message: String

  package init(file: String, line: Int, message: String) {
    self.file = file
    self.line = line
    self.message = message
  }
}

extension ContentProblem: CustomStringConvertible {
  /// `file:line: message`, as compilers write it.
  package var description: String { line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)" }
}

/// Content that cannot be used, with everything that is wrong with it.
package struct ContentError: Error, Equatable, CustomStringConvertible {
  /// All of them at once, sorted by file and line.
  package let problems: [ContentProblem]

  package init(problems: [ContentProblem]) {
    self.problems = problems.sorted { ($0.file, $0.line) < ($1.file, $1.line) }
  }

  package var description: String { problems.map(\.description).joined(separator: "\n") }
}
