import FAQIndex
import Foundation
import Synchronization
import Testing
import TextAnalysis

@testable import IntentClassifier
@testable import Training

/// What is kept between two starts: it may be missing, damaged or of another program, and no answer may depend on it.
@Suite struct ReleaseCacheTests {
  private let analyzer: Analyzer
  private let folder: TemporaryFolder

  init() throws {
    analyzer = try Analyzer()
    folder = try TemporaryFolder()
  }

  private final class Heard: Sendable {
    let warnings = Mutex<[String]>([])
    let shares = Mutex<Set<Double>>([])
  }

  private func content(lost: [String] = []) -> Content {
    func examples(_ texts: [String]) -> [Example] { texts.map { Example(text: $0, file: "a.yml", line: 1) } }
    let numbers = (1...12).map { "number \($0)" }
    return Content(
      intents: [
        Intent(
          name: "card_lost", article: "lost",
          examples: examples(["i lost my card", "my card is gone", "我的卡丢了"] + lost + numbers.map { "lost \($0)" })),
        Intent(
          name: "card_order", article: "order",
          examples: examples(["send me a card", "i want a new card", "我要一张卡"] + numbers.map { "order \($0)" })),
      ],
      articles: ["lost", "order"].map { id in
        Article(id: id, language: .english, title: "Card \(id)", answer: "Answer \(id).", file: "a.md", line: 1)
      })
  }

  private func release(
    _ content: Content, _ corrections: [ContentCorrection] = [], heard: Heard = Heard(), in folder: URL? = nil
  ) throws -> Release {
    let cache = ReleaseCache(folder: folder ?? self.folder.url) { text in heard.warnings.withLock { $0.append(text) } }
    return try Release.built(from: content, corrections: corrections, analyzer: analyzer, cache: cache) { share in
      _ = heard.shares.withLock { $0.insert(share) }
    }
  }

  /// Whether a model was fitted: a fit tells its progress, reading does not.
  private func hasFitted(_ heard: Heard) -> Bool { heard.shares.withLock { $0.count } > 2 }

  private func files() throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder.url, includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }
  }

  private let asked = ["i lost it", "send one", "number 7 gone", "plastic vanished", "我的卡"]

  private func expectSame(_ first: Release, _ second: Release) {
    #expect(first.digest == second.digest)
    for text in asked.map(analyzer.analyzed) {
      let (one, two) = (first.model.prediction(for: text), second.model.prediction(for: text))
      #expect(one.candidates == two.candidates && one.outOfScope == two.outOfScope)
      #expect(first.index.hits(for: text) == second.index.hits(for: text))
    }
  }

  private let correction = ContentCorrection(
    id: "k1", text: "plastic vanished", language: .english, change: .intent("card_lost"))
  private let question = ContentCorrection(
    id: "k2", text: "where is my plastic", language: .english, change: .article("order"))

  @Test("The second release of the same content reads the model, the judge and the index of the first")
  func secondReads() throws {
    let (one, two) = (Heard(), Heard())
    let first = try release(content(), heard: one)
    #expect(try files().map { $0.lastPathComponent.prefix(5) } == ["index", "judge", "model"])
    let second = try release(content(), heard: two)
    #expect(hasFitted(one) && !hasFitted(two))
    expectSame(first, second)
    expectSame(first, try Release.built(from: content(), corrections: [], analyzer: analyzer))
  }

  @Test("Damaged and older files are told of, not used, and replaced", arguments: [4, 40, -1, -20])
  func damaged(place: Int) throws {
    let first = try release(content())
    for file in try files() {
      var data = try Data(contentsOf: file)
      data[place < 0 ? data.count + place : place] ^= 0x40
      try data.write(to: file)
    }
    let (heard, again) = (Heard(), Heard())
    expectSame(first, try release(content(), heard: heard))
    #expect(heard.warnings.withLock { $0.count } == 3)
    #expect(heard.warnings.withLock { $0.allSatisfy { $0.contains("made anew") } })
    expectSame(first, try release(content(), heard: again))
    #expect(again.warnings.withLock { $0.isEmpty } && !hasFitted(again))
  }

  @Test("Empty and foreign files are not used", arguments: ["", "FD", "FDIM", "FDFI\u{1}\u{0}\u{0}\u{0}", "# Notes"])
  func foreign(text: String) throws {
    let first = try release(content())
    for file in try files() { try Data(text.utf8).write(to: file) }
    let heard = Heard()
    expectSame(first, try release(content(), heard: heard))
    #expect(heard.warnings.withLock { $0.count } == 3)
  }

  @Test("Changed examples and changed articles are fitted, changed responses are not")
  func changed() throws {
    _ = try release(content())
    let heard = Heard()
    let other = try release(content(lost: ["the plastic is away"]), heard: heard)
    #expect(hasFitted(heard))
    // The titles of the articles are examples too.
    #expect(other.model.exampleCount == 33)
    var edited = content()
    edited.articles[0].answer = "Another answer."
    let second = Heard()
    let release = try release(edited, heard: second)
    #expect(hasFitted(second))
    #expect(release.article("lost", .english)?.answer == "Another answer.")
    edited.intents[0].response[.english] = Response(text: "Oh dear.")
    let third = Heard()
    _ = try self.release(edited, heard: third)
    #expect(!hasFitted(third))
  }

  @Test("Every setting that a model depends on is part of its key")
  func settings() {
    let plain = IntentModel.Options()
    var (seed, label, fast, share) = (plain, plain, plain, plain)
    seed.seed = 2
    label.outOfScopeLabel = "none"
    fast.isFast = true
    share.wrongAnswerShare = 0.1
    #expect(Set([plain, seed, label, fast, share].map(\.fields)).count == 5)
  }

  @Test("Files and corrections determine a release, whatever was published or kept before")
  func determined() throws {
    let both = [correction, question]
    let direct = try Release.built(from: content(), corrections: both, analyzer: analyzer)
    _ = try release(content())
    _ = try release(content(), [correction])
    let published = try release(content(), both)
    expectSame(direct, published)
    expectSame(direct, try release(content(), both))
    #expect(published.digest != (try release(content(), [correction])).digest)
    let text = analyzer.analyzed("plastic vanished")
    #expect(published.model.prediction(for: text).candidates.first?.intent == "card_lost")
    #expect(published.index.hits(for: analyzer.analyzed("where is my plastic")).first?.id == "order")
  }

  @Test("A folder that cannot be written is told of, and the release is there")
  func unwritable() throws {
    let file = folder.url.appending(path: "file")
    try Data().write(to: file)
    let heard = Heard()
    let release = try release(content(), heard: heard, in: file.appending(path: "cache"))
    #expect(release.model.exampleCount == 32)
    #expect(heard.warnings.withLock { $0.count } == 3)
  }

  @Test("The files used last stay, eight at most")
  func bounded() throws {
    let cache = ReleaseCache(folder: folder.url)
    for number in 0..<20 {
      _ = cache.value(
        "model", of: ["\(number)"], decoded: { $0 }, encoded: { $0 }, made: { Data("\(number)".utf8) })
    }
    #expect(try files().count == 8)
  }

  @Test("Two servers that start at once on one folder both get their release")
  func twoAtOnce() async throws {
    let (content, analyzer, corrections) = (content(), analyzer, [correction])
    let cache = ReleaseCache(folder: folder.url)
    let releases = try await withThrowingTaskGroup(of: Release.self) { group in
      for _ in 0..<2 {
        group.addTask {
          try Release.built(from: content, corrections: corrections, analyzer: analyzer, cache: cache)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    expectSame(releases[0], releases[1])
    let heard = Heard()
    expectSame(releases[0], try release(content, corrections, heard: heard))
    #expect(heard.warnings.withLock { $0.isEmpty } && !hasFitted(heard))
  }
}
