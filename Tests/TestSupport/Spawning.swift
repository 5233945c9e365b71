package import Foundation

/// Makes child processes one at a time.
///
/// A pipe that is open while another child is being made may be inherited by it; its reader would then wait for both
/// children to end. So pipes are made, and their child is started, in one turn.
package enum Spawning {
  private static let turn = NSLock()

  /// Runs the process to its end. What it says goes through files: the end of a pipe is seen only when the last of all who
  /// have inherited it is gone.
  package static func run(_ process: Process) throws -> (status: Int32, output: String, errors: String) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "frontdesk-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = try ["output", "errors"].map { name in
      let file = folder.appending(path: name)
      try Data().write(to: file)
      return try FileHandle(forUpdating: file)
    }
    process.standardOutput = files[0]
    process.standardError = files[1]
    try turn.withLock { try process.run() }
    process.waitUntilExit()
    let texts = try ["output", "errors"].map {
      String(decoding: try Data(contentsOf: folder.appending(path: $0)), as: UTF8.self)
    }
    return (process.terminationStatus, texts[0], texts[1])
  }

  /// Starts the process with pipes for its standard input and standard output.
  package static func startTalking(_ process: Process) throws -> (input: Pipe, output: Pipe) {
    try turn.withLock {
      let (input, output) = (Pipe(), Pipe())
      process.standardInput = input
      process.standardOutput = output
      try process.run()
      return (input, output)
    }
  }

  /// Starts the process with a pipe for its standard output.
  package static func startTelling(_ process: Process) throws -> Pipe {
    try turn.withLock {
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      return output
    }
  }
}
