import Foundation
import Testing
import TextAnalysis
import Training

@Suite struct DamagedContentTests {
  private static let sound = [
    "a.yml": TemporaryFolder.intent("a", "- one [two](x) three\n- [four]{\"entity\": \"y\"}")
      + "responses:\n  utter_a:\n  - text: x\n    translation: {zh: 好}\n    buttons:\n    - {title: a, payload: /a}\n",
    "help.en.md": "# A\n\n## B? {#help}\n\n- question: c\n- tags: d, e\n- see: help\n\nAnswer.\n",
    "rows.csv": "text,intent\n\"a, \"\"b\"\"\",c\nd,e\n",
    "rows.jsonl": "{\"text\": \"a\", \"intent\": \"b\"}\n",
  ]

  /// Copies with bytes changed, taken out and put in; the same on every run.
  private func damaged(_ text: String, _ numbers: inout some RandomNumberGenerator) -> Data {
    var bytes = Array(text.utf8)
    let strange = Array("{}[]()\"'|>-:#&*!%@`,\\\n\r\t\0 ".utf8) + [0xff, 0xc3, 0xe4, 0xbd]
    for _ in 0..<Int.random(in: 1...6, using: &numbers) where !bytes.isEmpty {
      let index = Int.random(in: 0..<bytes.count, using: &numbers)
      switch Int.random(in: 0..<3, using: &numbers) {
      case 0: bytes.remove(at: index)
      case 1: bytes[index] = strange.randomElement(using: &numbers) ?? 0
      default: bytes.insert(strange.randomElement(using: &numbers) ?? 0, at: index)
      }
    }
    return Data(bytes)
  }

  @Test("However content is damaged, reading ends with content or with problems that name the file", arguments: 1...8)
  func damage(seed: Int) throws {
    var numbers = Numbers(state: UInt64(seed))
    let analyzer = try Analyzer()
    for _ in 0..<10 {
      let folder = try TemporaryFolder()
      for (name, text) in Self.sound.sorted(by: { $0.key < $1.key }) {
        try folder.write(damaged(text, &numbers), to: (name.hasSuffix("md") ? "knowledge/" : "intents/") + name)
      }
      let knowledge = folder.url.appending(path: "knowledge")
      for name in ["a.yml", "rows.csv", "rows.jsonl"] {
        let intents = folder.url.appending(path: "intents/" + name)
        let (content, problems) = Content.inspected(intents: intents, knowledge: knowledge, analyzer: analyzer)
        #expect(!content.intents.isEmpty || !problems.isEmpty)
        #expect(problems.allSatisfy { $0.file.hasPrefix(folder.url.path) && $0.line >= 0 && !$0.message.isEmpty })
      }
    }
  }

  /// A linear congruential generator (Knuth, MMIX).
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 33)
    }
  }
}
