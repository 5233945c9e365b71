package import Foundation

/// Makes child processes one at a time.
///
/// A pipe that is open while another child is being made may be inherited by it; its reader would then wait for both
/// children to end. So pipes are made, and their child is started, in one turn.
package enum Spawning {
  private static let turn = NSLock()

  /// Starts the process with pipes for its standard output and standard error.
  package static func start(_ process: Process) throws -> (output: Pipe, errors: Pipe) {
    try turn.withLock {
      let (output, errors) = (Pipe(), Pipe())
      process.standardOutput = output
      process.standardError = errors
      try process.run()
      return (output, errors)
    }
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
