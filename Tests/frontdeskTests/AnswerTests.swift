import Foundation
import Testing

@Suite("Asking the whole bot")
struct AnswerTests {
  @Test("Questions are counted as right, wrong or asked back")
  func evaluate() async throws {
    let store = try CommandStore()
    let content = try store.writeContent()
    let questions = store.folder.path("questions.jsonl")
    try """
    {"text":"talk to a human","language":"en","expect":["human"]}
    {"text":"when are you open","language":"en","expect":["article:transfer-abroad-fee"]}
    {"text":"zzz qqq","language":"en","expect":["none"]}

    {"text":"几点上班","language":"zh","expect":["intent:opening_hours"]}
    {"text":"zzz","language":"zh","expect":["intent:opening_hours"]}
    """.write(toFile: questions, atomically: true, encoding: .utf8)
    let result = try await store.run(["evaluate", "answers", "--questions", questions, "--json"] + content)
    #expect(result.code == 0, "\(result.errors)")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let all = try #require(json["all"] as? [String: Any])
    #expect(all["questions"] as? Int == 5)
    #expect(all["right"] as? Double == 0.6)
    #expect(all["wrong"] as? Double == 0.2)
    #expect(all["asked"] as? Double == 0.2)
    let failures = try #require(json["failures"] as? [[String: Any]])
    #expect(failures.map { $0["came"] as? String } == ["intent:opening_hours", "unsure"])
    let table = try await store.run(["evaluate", "answers", "--questions", questions] + content)
    #expect(table.output.contains("intent:opening_hours, not article:transfer-abroad-fee"))
  }

  @Test("What other shares of wrong answers would bring is shown, and a share that is none is refused")
  func budgets() async throws {
    let store = try CommandStore()
    let content = try store.writeContent()
    let questions = store.folder.path("questions.jsonl")
    try #"{"text":"when are you open","language":"en","expect":["intent:opening_hours"]}"#.write(
      toFile: questions, atomically: true, encoding: .utf8)
    let evaluate = ["evaluate", "answers", "--questions", questions] + content
    let result = try await store.run(evaluate + ["--json", "--wrong-answers", "1.5%"])
    #expect(result.code == 0, "\(result.errors)")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let budgets = try #require(json["budgets"] as? [[String: Any]])
    #expect(budgets.map { $0["wrong_answers"] as? Double } == [0.01, 0.02, 0.03, 0.05])
    #expect(budgets.allSatisfy { $0["answered"] as? Double == 1 && $0["right"] as? Double == 1 })
    #expect(try await store.run(evaluate).output.contains("wrong answers allowed"))
    for bad in ["50%", "none", "0"] {
      let refused = try await store.run(evaluate + ["--wrong-answers", bad])
      #expect(refused.code != 0 && refused.errors.contains("wrong-answers: must be a percentage from 0.1 % to 20.0 %"))
    }
  }

  @Test("A line that is no question is named")
  func badQuestion() async throws {
    let store = try CommandStore()
    let questions = store.folder.path("questions.jsonl")
    try "{\"text\":\"a\",\"language\":\"en\",\"expect\":[\"none\"]}\n{\"text\":\"b\"}\n".write(
      toFile: questions, atomically: true, encoding: .utf8)
    let result = try await store.run(["evaluate", "answers", "--questions", questions] + store.writeContent())
    #expect(result.code == 1)
    #expect(result.errors.contains("questions.jsonl:2: must be"))
  }

  @Test("Transcripts that go another way are shown and fail; accepted, they go as written")
  func transcripts() async throws {
    let store = try CommandStore()
    let content = try store.writeContent()
    let folder = store.folder.url.appending(path: "transcripts")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "a.jsonl")
    try """
    {"conversation":"hours, then a person","language":"en"}
    {"from":"customer","text":"when are you open"}
    {"from":"bot","text":"Never."}
    {"from":"customer","text":"talk to a human"}
    """.write(to: file, atomically: true, encoding: .utf8)
    let check = ["check", "--quiet"] + content
    let different = try await store.run(check)
    #expect(different.code == 1)
    #expect(different.output.contains("transcripts/a.jsonl:1: hours, then a person"))
    #expect(different.output.contains(#"- {"from":"bot","text":"Never."}"#))
    #expect(different.output.contains(#"+ {"from":"bot","style":"answer","text":"People answer from 8 to 22."}"#))
    #expect(different.output.contains(#"+ {"from":"system","handoff":"asked","queue":"normal"}"#))
    #expect(try await store.run(check + ["--accept"]).code == 0)
    #expect(try String(contentsOf: file, encoding: .utf8).contains("People answer from 8 to 22."))
    #expect(try await store.run(check).code == 0)
    try "{\"from\":\"customer\"".write(to: file, atomically: true, encoding: .utf8)
    let damaged = try await store.run(check)
    #expect(damaged.code == 1)
    #expect(damaged.output.contains("transcripts/a.jsonl:1: this is neither"))
    try #"{"conversation":"a","language":"en"}"#.appending("\n").appending(#"{"from":"system","handof":"asked"}"#)
      .write(to: file, atomically: true, encoding: .utf8)
    #expect(try await store.run(check).output.contains("transcripts/a.jsonl:2: unknown key “handof”"))
    let missing = try await store.run(check + ["--transcripts", "nowhere"])
    #expect(missing.code == 1)
    #expect(missing.errors.contains("--transcripts: there is no folder nowhere"))
  }
}
