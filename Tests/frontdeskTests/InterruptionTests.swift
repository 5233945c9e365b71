import Foundation
import Glibc
import Testing

@Suite("Ctrl-C while a command computes")
struct InterruptionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    var rows: [String] = []
    for number in 0..<3000 {
      let text = "words \(number) about \(number % 40) and \(number * 7 % 1000)"
      rows.append(#"{"text":"\#(text)","intent":"intent_\#(number % 60)"}"#)
    }
    try Data(rows.joined(separator: "\n").utf8).write(to: folder.url.appending(path: "rows.jsonl"))
  }

  @Test(
    "It ends with 130 and leaves no file, whole or half",
    arguments: [
      ["train", "--intents", "rows.jsonl", "--output", "out"],
      ["evaluate", "intents", "--train", "rows.jsonl", "--html", "out"],
    ])
  func interrupted(arguments: [String]) async throws {
    let process = Process()
    process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "frontdesk")
    process.currentDirectoryURL = folder.url
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let ended = AsyncStream.makeStream(of: Void.self)
    process.terminationHandler = { _ in ended.continuation.finish() }
    try process.run()
    while !isCatching(process.processIdentifier) { try await Task.sleep(for: .milliseconds(20)) }
    kill(process.processIdentifier, SIGINT)
    for await _ in ended.stream {}
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["rows.jsonl"])
  }

  /// Whether the process hears SIGINT: before it would just end.
  private func isCatching(_ process: Int32) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") } ?? ""
    let mask = UInt64(line.split(separator: "\t").last ?? "", radix: 16) ?? 0
    return mask >> UInt64(SIGINT - 1) & 1 == 1
  }
}
