import Foundation
import SentimentClassifier
import Testing
import TextAnalysis
import Training

@Suite struct SentimentReadingTests {
  private static let intents = TemporaryFolder.intent("greeting", "- hello", metadata: "escalate: normal")

  private static func problems(_ files: [String: String]) throws -> [String] {
    var files = files
    files["intents/a.yml"] = intents
    let folder = try TemporaryFolder(files)
    let (_, problems) = Content.inspected(
      intents: folder.url.appending(path: "intents"), knowledge: nil, sentiment: folder.url.appending(path: "sentiment")
    )
    return folder.listing(problems)
  }

  @Test("Every mistake in examples of tones is named with its line")
  func mistakes() throws {
    let problems = try Self.problems([
      "sentiment/a.yml": "tone: cross\nexamples: |\n  - grr\n",
      "sentiment/b.yml": "tone: angry\nexamples: |\n  - grr\n  grr\n  - Grr\n",
      "sentiment/c.yml": "examples: |\n  - hello\n", "sentiment/d.yml": "tone: happy\nmood: good\n",
      "sentiment/notes.txt": "x",
    ])
    #expect(
      Set(problems) == [
        "sentiment/a.yml:1: there is no tone “cross”; known are angry, unhappy, neutral, happy",
        "sentiment/b.yml:4: an example must begin with “- ”: grr",
        "sentiment/b.yml:5: example “Grr” is already an example of angry at sentiment/b.yml:3",
        "sentiment/c.yml:1: the file needs a tone", "sentiment/d.yml:1: the file needs examples",
        "sentiment/d.yml:2: unknown key “mood” in the file; known are tone, examples",
        "sentiment/notes.txt: is not read; names end in .yaml or .yml", "sentiment: there is no example of unhappy",
        "sentiment: there is no example of neutral", "sentiment: there is no example of happy",
      ], "\(problems)")
    #expect(try Self.problems([:]) == ["sentiment: is no folder that can be read"])
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  /// Read and fitted once for all tests.
  private static let shipped = Result {
    let analyzer = try Analyzer()
    let (content, problems) = Content.inspected(
      intents: root.appending(path: "intents"), knowledge: nil, policy: root.appending(path: "policy.yml"),
      sentiment: root.appending(path: "sentiment"), analyzer: analyzer)
    let model = SentimentModel.fitted(to: content.sentimentExamples(analyzer: analyzer))
    return (analyzer, content, problems, model)
  }

  @Test("The shipped policy and tones have no mistake, and 150 examples of each tone in each language")
  func shippedContent() throws {
    let (analyzer, content, problems, _) = try Self.shipped.get()
    #expect(problems.filter { !$0.file.contains("/intents/") }.map(\.description) == [])
    for (tone, examples) in Dictionary(grouping: content.tones, by: \.tone) {
      let isChinese = examples.count { $0.text.unicodeScalars.contains { $0.properties.isIdeographic } }
      #expect(isChinese >= 150 && examples.count - isChinese >= 150, "\(tone)")
    }
    #expect(analyzer.analyzed("").key.isEmpty)
  }

  @Test(
    "Plain requests are neutral, anger is anger and thanks are happy",
    arguments: [
      ("我要投诉", Tone.neutral), ("refund my order", .neutral), ("where is my parcel", .neutral), ("怎么开发票", .neutral),
      ("I want to file a complaint", .neutral), ("你们太过分了，气死我了！", .angry),
      ("you are useless, I am furious!!", .angry), ("this is ridiculous, you stole my money", .angry),
      ("谢谢，太好了", .happy), ("thank you so much, great service", .happy),
    ])
  func tones(text: String, tone: Tone) throws {
    let (analyzer, _, _, model) = try Self.shipped.get()
    #expect(model.tone(of: analyzer.analyzed(text)) == tone)
  }

  @Test("The same examples give the same model, and any text has probabilities that add up to one")
  func model() throws {
    let (analyzer, content, _, model) = try Self.shipped.get()
    let again = SentimentModel.fitted(to: content.sentimentExamples(analyzer: analyzer))
    for text in ["", "!!!", "😡", "hello", String(repeating: "差", count: 4_000), "\u{0}"] {
      let probabilities = model.probabilities(for: analyzer.analyzed(text))
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-6)
      #expect(probabilities == again.probabilities(for: analyzer.analyzed(text)))
    }
  }
}
