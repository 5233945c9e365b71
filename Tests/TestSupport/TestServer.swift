package import Foundation
import Glibc
import Synchronization

/// A real `frontdesk serve` process on a free port, with content and database in a folder of its own.
package final class TestServer: Sendable {
  package let folder: URL
  private let arguments: [String]
  private let files: Int?
  private let state = Mutex(State())

  private struct State {
    var process: Process?
    var port = 0
    var lines: [String] = []
  }

  /// Writes the content, then starts the server; `files` is how many files and sockets it may open.
  package init(
    intents: String = Content.intents, knowledge: [String: String] = Content.knowledge, files: Int? = nil,
    _ arguments: String...
  ) throws {
    self.files = files
    folder = FileManager.default.temporaryDirectory.appending(path: "frontdesk-\(UUID().uuidString)")
    self.arguments = arguments
    let knowledgeFolder = folder.appending(path: "knowledge")
    try FileManager.default.createDirectory(at: knowledgeFolder, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(at: folder.appending(path: "intents"), withIntermediateDirectories: true)
    try Data(intents.utf8).write(to: folder.appending(path: "intents/all.yml"))
    for (name, text) in knowledge { try Data(text.utf8).write(to: knowledgeFolder.appending(path: name)) }
    try start()
  }

  deinit {
    state.withLock { $0.process }?.terminate()
    try? FileManager.default.removeItem(at: folder)
  }

  package var port: Int { state.withLock { $0.port } }
  package var processIdentifier: Int32 { state.withLock { $0.process?.processIdentifier ?? 0 } }

  /// What the server printed at start.
  package var greeting: [String] { state.withLock { $0.lines } }

  /// The binary that was built beside the tests.
  package static var binary: URL {
    let tests = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
    let products = tests?.deletingLastPathComponent() ?? Bundle.main.bundleURL
    return products.appending(path: "frontdesk")
  }

  package func start() throws {
    let process = Process()
    process.currentDirectoryURL = folder
    let command = ["serve", "--port", "0", "--log-level", "error"] + arguments
    process.executableURL = files == nil ? Self.binary : URL(filePath: "/usr/bin/prlimit")
    process.arguments = (files.map { ["--nofile=\($0)", Self.binary.path] } ?? []) + command
    let output = try Spawning.startTelling(process)
    var text = ""
    while !text.contains("Frontdesk is at "), case let data = output.fileHandleForReading.availableData, !data.isEmpty {
      text += String(decoding: data, as: UTF8.self)
    }
    let address = text.components(separatedBy: "Frontdesk is at ").dropFirst().first?.split(separator: " ").first
    guard let port = address.flatMap({ URL(string: String($0))?.port }) else {
      throw ClientError.cannotConnect
    }
    state.withLock { state in
      state.process = process
      state.port = port
      state.lines = text.split(separator: "\n").map(String.init)
    }
  }

  /// `kill -9`.
  package func kill() {
    guard let process = state.withLock({ $0.process }) else { return }
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// SIGTERM, and the exit status.
  package func stop() -> Int32 {
    guard let process = state.withLock({ $0.process }) else { return -1 }
    process.terminate()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Runs another command of the binary in the server's folder.
  package func run(_ arguments: String...) throws -> (status: Int32, output: String, errors: String) {
    try Self.run(arguments, in: folder)
  }

  package static func run(_ arguments: [String], in folder: URL) throws -> (
    status: Int32, output: String, errors: String
  ) {
    let process = Process()
    process.executableURL = binary
    process.currentDirectoryURL = folder
    process.arguments = arguments
    return try Spawning.run(process)
  }
}
