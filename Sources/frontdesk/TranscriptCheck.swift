import ArgumentParser
import CRM
import ChatServer
import Database
import Foundation
import TextAnalysis
import Training

/// Plays the transcripts of a folder and prints those that go another way.
struct TranscriptCheck {
  /// Nil for the usual one, which need not be there.
  let folder: String?
  let accept: Bool
  let cache: ReleaseCache?
  let wrongAnswers: Double

  /// How many were played; with a difference it prints all of them and fails, unless they are accepted.
  func run(_ content: Content, _ analyzer: Analyzer) async throws -> Int {
    let url = URL(filePath: folder ?? "transcripts")
    guard FileManager.default.fileExists(atPath: url.path) else {
      guard let folder else { return 0 }
      throw CommandFailure("--transcripts: there is no folder \(folder)")
    }
    do {
      let transcripts = try Transcript.all(in: url)
      guard !transcripts.isEmpty else { return 0 }
      let played = try await play(transcripts, content, analyzer)
      if accept { try write(played) } else { try compare(transcripts, played) }
      return transcripts.count
    } catch let error as TranscriptError {
      print(error)
      throw ExitCode.failure
    }
  }

  private func play(
    _ transcripts: [Transcript], _ content: Content, _ analyzer: Analyzer
  ) async throws -> [Transcript] {
    let live = LiveRelease(
      number: 1, release: try Release.built(from: content, corrections: [], analyzer: analyzer, cache: cache),
      wrongAnswers: wrongAnswers)
    let store = FileManager.default.temporaryDirectory.appending(path: "frontdesk-check-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: store, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: store) }
    let database = try Database(
      path: store.appending(path: "frontdesk.db").path, migrations: Schema.migrations, isChecked: false)
    defer { database.close() }
    let player = try await TranscriptPlayer(live: live, database: database)
    var players: [String?: TranscriptPlayer] = [nil: player]
    var played: [Transcript] = []
    for transcript in transcripts {
      let governed = try players[transcript.policy] ?? player.governed(by: policy(of: transcript))
      players[transcript.policy] = governed
      played.append(try await governed.played(transcript))
    }
    return played
  }

  private func policy(of transcript: Transcript) throws -> PolicyContent {
    let folder = URL(filePath: transcript.file).deletingLastPathComponent()
    do {
      return try PolicyContent.read(folder.appending(path: transcript.policy ?? ""))
    } catch {
      throw CommandFailure(error)
    }
  }

  private func compare(_ transcripts: [Transcript], _ played: [Transcript]) throws {
    var differences = 0
    for (expected, actual) in zip(transcripts, played) {
      let lines = expected.difference(from: actual)
      guard !lines.isEmpty else { continue }
      differences += 1
      print("\(expected.file):\(expected.line): \(expected.name)")
      for line in lines { print(line) }
    }
    guard differences > 0 else { return }
    print("\(differences) of \(transcripts.count) transcripts do not go as they are written")
    throw ExitCode.failure
  }

  private func write(_ played: [Transcript]) throws {
    for (file, transcripts) in Dictionary(grouping: played, by: \.file) {
      let text = transcripts.map { ([$0.header] + $0.lines.map(\.json)).joined(separator: "\n") + "\n" }
      try text.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
    }
  }
}
