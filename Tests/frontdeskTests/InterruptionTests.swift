import Foundation
import Glibc
import TestSupport
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
  func interrupted(arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "frontdesk")
    process.currentDirectoryURL = folder.url
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    // In one go: where tests wait for one another, the command might be done before it is looked at again.
    let output = try Spawning.startTelling(process)
    while process.isRunning, !isCatching(process.processIdentifier) { usleep(10_000) }
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    try output.fileHandleForReading.close()
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
