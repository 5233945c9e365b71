package import CRM
import Database
import Dialogue
import Foundation
import Logging
import TextAnalysis
import Training

/// A release as trainers see it; protocol section 3, RELEASE.
package struct ReleaseReport: Sendable, Codable, Equatable {
  package struct Checks: Sendable, Codable, Equatable {
    package struct Failure: Sendable, Codable, Equatable {
      package var text: String
      package var expected: String
      package var got: String
    }

    package var passed = 0
    package var failed: [Failure] = []
  }

  package var number: Int
  package var at: Timestamp
  package var by: String?
  package var source: String
  package var corrections: Int
  package var intents: Int
  package var articles: Int
  package var examples: Int
  package var buildMilliseconds: Int
  package var liveMilliseconds: Int
  package var checks: Checks

  private enum CodingKeys: String, CodingKey {
    case number, at, by, source, corrections, intents, articles, examples, checks
    case buildMilliseconds = "build_ms"
    case liveMilliseconds = "live_ms"
  }
}

/// Builds releases from the content files and the corrections, and swaps them in. One at a time.
actor Publisher {
  private let database: Database
  private let intents: URL
  private let knowledge: URL?
  private let cache: ReleaseCache?
  private let logger: Logger
  /// The publication that runs, or the last one.
  private var running: Task<ReleaseReport, any Error>?

  /// - Parameter cache: the folder where models and indexes are kept; nil for nowhere.
  init(database: Database, intents: URL, knowledge: URL?, cache: URL?, logger: Logger) {
    self.database = database
    self.intents = intents
    self.knowledge = knowledge
    self.cache = cache.map { folder in
      ReleaseCache(folder: folder) { logger.warning("\($0)") }
    }
    self.logger = logger
  }

  /// The release to start with: the content files with every published correction.
  ///
  /// It keeps its number when nothing has changed since it was stored; changed files make a new one.
  func initial(progress: (@Sendable (Double) -> Void)? = nil) async throws -> LiveRelease {
    let begin = ContinuousClock.now
    let published = try await database.read { try CorrectionStore($0).published() }
    let (release, built) = try await build(corrections: published, yielding: false, progress: progress)
    let latest = try await database.read { try CorrectionStore($0).releases(limit: 1).first }
    if let latest, latest.digest == release.digest {
      return LiveRelease(number: latest.number, release: release)
    }
    let live = LiveRelease(number: (latest?.number ?? 0) + 1, release: release)
    var report = report(live, by: nil, source: "files", corrections: published.count, built: built)
    report.liveMilliseconds = Self.milliseconds(since: begin)
    try await store(report, user: nil, digest: release.digest, corrections: [])
    return live
  }

  /// The content files with every published correction, and nothing stored. The number is 0 when the files have changed since
  /// the latest release.
  func rebuilt() async throws -> LiveRelease {
    let published = try await database.read { try CorrectionStore($0).published() }
    let (release, _) = try await build(corrections: published, yielding: false)
    let latest = try await database.read { try CorrectionStore($0).releases(limit: 1).first }
    return LiveRelease(
      number: latest?.digest == release.digest ? latest?.number ?? 0 : 0, release: release)
  }

  /// Publishes the pending corrections and whatever has changed in the content files, after those who asked before.
  ///
  /// The release answers customers before this returns. When the content cannot be used, it throws and the running
  /// release stays.
  /// - Throws: `ContentError` with every problem of the content, or the store's error.
  func publish(by user: User, into current: CurrentRelease) async throws -> ReleaseReport {
    let begin = ContinuousClock.now
    // An actor lets others in at every `await`; the chain keeps publications one after the other.
    let earlier = running
    let publication = Task {
      _ = await earlier?.result
      return try await self.publication(by: user, into: current, since: begin)
    }
    running = publication
    return try await publication.value
  }

  private func publication(
    by user: User, into current: CurrentRelease, since begin: ContinuousClock.Instant
  ) async throws -> ReleaseReport {
    let (published, pending) = try await database.read { connection in
      let store = CorrectionStore(connection)
      return (try store.published(), try store.pending())
    }
    let (release, built) = try await build(corrections: published + pending)
    let number = try await database.read { try CorrectionStore($0).releases(limit: 1).first?.number ?? 0 } + 1
    let live = LiveRelease(number: number, release: release)
    var report = report(
      live, by: user.name, source: pending.isEmpty ? "files" : "corrections", corrections: pending.count,
      built: built)
    report.checks = try await BackgroundWork.run { Self.checks(published + pending, live) }
    try await store(report, user: user.id, digest: release.digest, corrections: pending.map(\.id))
    current.swap(live)
    report.liveMilliseconds = Self.milliseconds(since: begin)
    let body = try JSON.text(report)
    try await database.write { try CorrectionStore($0).update(body: body, of: number) }
    logger.info("a release is live", metadata: ["number": "\(number)", "milliseconds": "\(report.liveMilliseconds)"])
    return report
  }

  /// Reads, fits and indexes away from the threads that serve customers.
  ///
  /// - Parameter yielding: leaves the processors to those threads first. The build gets an analyzer of its own, so that
  ///   no conversation waits for one that the build holds.
  private func build(
    corrections: [CorrectionRecord], yielding: Bool = true, progress: (@Sendable (Double) -> Void)? = nil
  ) async throws -> (Release, milliseconds: Int) {
    let begin = ContinuousClock.now
    let changes = try corrections.compactMap(Self.contentCorrection)
    let (intents, knowledge, cache) = (intents, knowledge, cache)
    let release = try await BackgroundWork.run(yielding: yielding) {
      let analyzer = try Analyzer()
      let content = try Content.read(intents: intents, knowledge: knowledge, analyzer: analyzer)
      return try Release.built(
        from: content, corrections: changes, analyzer: analyzer, cache: cache, progress: progress)
    }
    return (release, Self.milliseconds(since: begin))
  }

  private static func contentCorrection(_ record: CorrectionRecord) throws -> ContentCorrection? {
    let detail = try JSON.value(CorrectionDetail.self, from: record.detail)
    return detail.contentCorrection(id: record.id, text: record.text, language: record.language)
  }

  /// Answers every reviewed turn again: does it get what its trainer said?
  private static func checks(_ corrections: [CorrectionRecord], _ live: LiveRelease) -> ReleaseReport.Checks {
    var latest: [String: ContentCorrection] = [:]
    for correction in corrections {
      guard let change = (try? contentCorrection(correction)) ?? nil else { continue }
      latest[live.release.analyzer.analyzed(change.reviewedText).key] = change
    }
    var checks = ReleaseReport.Checks()
    for correction in latest.values.sorted(by: { $0.id < $1.id }) {
      let understanding = live.reading(of: correction.reviewedText, fallback: correction.language).understanding
      let got = understanding.reviewed
      let isNone = correction.target == .intent(Intent.outOfScope) && understanding.isEmpty
      if isNone || got == correction.target {
        checks.passed += 1
      } else {
        checks.failed.append(
          .init(
            text: correction.reviewedText, expected: live.title(of: correction.target, correction.language),
            got: got.map { live.title(of: $0, correction.language) } ?? "–"))
      }
    }
    return checks
  }

  private func report(
    _ live: LiveRelease, by user: String?, source: String, corrections: Int, built: Int
  ) -> ReleaseReport {
    let content = live.release.content
    return ReleaseReport(
      number: live.number, at: .now(), by: user, source: source, corrections: corrections,
      intents: content.intents.count, articles: content.articles.count,
      examples: content.intents.reduce(0) { $0 + $1.examples.count }, buildMilliseconds: built,
      liveMilliseconds: built, checks: .init())
  }

  private func store(_ report: ReleaseReport, user: String?, digest: String, corrections: [String]) async throws {
    let record = ReleaseRecord(
      number: report.number, at: report.at, by: user, digest: digest, body: try JSON.text(report))
    try await database.write { connection in
      let store = CorrectionStore(connection)
      guard Set(try store.pending().map(\.id)).isSuperset(of: corrections) else {
        throw WireError(.notSaved, "a correction was withdrawn meanwhile; publish again")
      }
      try store.publish(record, corrections: corrections)
    }
  }

  private static func milliseconds(since begin: ContinuousClock.Instant) -> Int {
    Int((begin.duration(to: .now) / .milliseconds(1)).rounded())
  }
}
