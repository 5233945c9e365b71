import CRM
import Foundation
import Testing

@Suite("frontdesk export")
struct ExportCommandTests {
  private let store: CommandStore

  init() throws { store = try CommandStore() }

  /// Runs an export that must succeed and gives its lines.
  private func lines(_ arguments: [String]) async throws -> [String] {
    let result = try await store.run(["export"] + arguments)
    #expect(result.code == 0, "\(result.errors)")
    return result.output.split(separator: "\n").map(String.init)
  }

  private func objects(_ lines: [String]) throws -> [[String: Any]] {
    try lines.map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
  }

  /// The messages of each line as `role: content`.
  private func messages(_ lines: [String]) throws -> [[String]] {
    try objects(lines).map { line in
      let messages = try #require(line["messages"] as? [[String: String]])
      #expect(line.count == 1)
      return messages.map { "\($0["role"] ?? "?"): \($0["content"] ?? "?")" }
    }
  }

  @Test("Each conversation is a line with the protocol's events, oldest first; where no customer spoke there is none")
  func transcripts() async throws {
    var records: [ConversationRecord] = []
    for place in 0..<120 {
      records.append(
        try await store.conversation(
          place == 7 ? [] : ["你好 \(place)", "Hello"], at: CommandStore.noon.adding(seconds: Int64(place))))
    }
    let lines = try objects(try await self.lines(["transcripts"]))
    records.remove(at: 7)
    #expect(lines.compactMap { $0["conversation"] as? String } == records.map(\.id))
    let first = try #require(lines.first)
    #expect(
      Set(first.keys) == ["conversation", "customer", "language", "status", "started_at", "events", "decisions"])
    #expect(first["started_at"] as? String == CommandStore.noon.text)
    let events = try #require(first["events"] as? [[String: Any]])
    #expect(events.compactMap { $0["seq"] as? Int } == [1, 2, 3, 4])
    #expect(events.compactMap { $0["kind"] as? String } == ["started", "message", "message", "message"])
    #expect(events[2]["text"] as? String == "你好 0")
  }

  @Test("Since takes what began then or later; one conversation can be named")
  func filters() async throws {
    let old = try await store.conversation(["one"])
    let new = try await store.conversation(["two"], at: CommandStore.noon.adding(seconds: 86_400))
    let since = try await lines(["transcripts", "--since", new.createdAt.text])
    #expect(try objects(since).compactMap { $0["conversation"] as? String } == [new.id])
    #expect(try await lines(["transcripts", "--since", "2027-01-01"]) == [])
    let named = try await lines(["transcripts", "--conversation", old.id])
    #expect(try objects(named).compactMap { $0["conversation"] as? String } == [old.id])
    let unknown = try await store.run(["export", "transcripts", "--conversation", "c0"])
    #expect(unknown.code == 1)
    #expect(unknown.errors == "Error: conversation: there is no conversation c0\n")
    #expect(try await store.run(["export", "transcripts", "--since", "yesterday"]).code == 64)
  }

  @Test("What was written is counted on standard error, away from the lines")
  func counts() async throws {
    for texts in [["one", "two"], [], ["three"]] { _ = try await store.conversation(texts) }
    let path = store.folder.path("all.jsonl")
    let result = try await store.run(["export", "transcripts", "--output", path])
    #expect(result.output == "")
    #expect(result.errors == "2 conversations with 7 events; 1 without a customer's word left out\n")
    #expect(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count == 2)
  }

  @Test("An output that cannot be written is a clear error, and no data file is made by exporting")
  func unwritable() async throws {
    #expect(try await store.run(["export", "transcripts"]).code == 1)
    #expect(!FileManager.default.fileExists(atPath: store.path))
    _ = try await store.conversation(["one"])
    let path = store.folder.path("no/such.jsonl")
    let missing = try await store.run(["export", "transcripts", "--output", path])
    #expect(missing.code == 1)
    #expect(missing.errors == "Error: cannot write \(path): No such file or directory\n")
    let full = try await store.run(["export", "transcripts", "--output", "/dev/full"])
    #expect(full.code == 1)
    #expect(full.errors == "Error: cannot write /dev/full: No space left on device\n")
  }

  @Test("A corrected turn ends with the right answer, after what was said before")
  func corrections() async throws {
    let content = try store.writeContent()
    let record = try await store.conversation(["hi", "Hello!", "how much is swift", "I did not understand."])
    try await store.correct(record, 5, "how much is swift", #"{"kind":"intent","intent":"opening_hours"}"#)
    try await store.correct(record, 5, "how much is swift", #"{"kind":"article","article":"transfer-abroad-fee"}"#)
    try await store.publish()
    let lines = try messages(try await self.lines(["fine-tuning"] + content + ["--system", "Be kind."]))
    #expect(
      lines == [
        [
          "system: Be kind.", "assistant: Welcome", "user: hi", "assistant: Hello!", "user: how much is swift",
          "assistant: 0.1 %, at least ¥30 and at most ¥200.",
        ]
      ])
  }

  @Test("Every kind of correction gives its answer in the turn's language; those without words are left out")
  func kinds() async throws {
    let content = try store.writeContent()
    let record = try await store.conversation(["one", "?", "two", "?", "three", "?", "four", "?"])
    try await store.correct(record, 3, "几点开门", language: "zh", #"{"kind":"intent","intent":"opening_hours"}"#)
    try await store.correct(record, 5, "two", #"{"kind":"intent","intent":"request_human"}"#)
    try await store.correct(
      record, 7, "three",
      #"{"kind":"new_article","title":"Can I pay by cheque?","answer":"No.","language":"en","tags":[]}"#)
    try await store.correct(record, 9, "four", #"{"kind":"dismiss"}"#)
    try await store.correct(record, 9, "four", #"{"kind":"example","intent":"opening_hours","text":"open now?"}"#)
    #expect(try await self.lines(["fine-tuning"] + content) == [])
    let lines = try messages(try await self.lines(["fine-tuning"] + content + ["--include-pending"]))
    #expect(
      lines.map(\.last) == [
        "assistant: 人工服务时间是 8 点到 22 点。", "assistant: No.", "assistant: People answer from 8 to 22.",
      ])
    #expect(lines.map { $0.dropLast().last } == ["user: 几点开门", "user: three", "user: open now?"])
    #expect(lines.map(\.count) == [4, 8, 3])
    #expect(lines.map { $0.first?.hasPrefix("system: 你是") } == [true, false, false])
  }

  @Test("Personal numbers are shortened and secrets hidden, in transcripts and in training pairs")
  func masked() async throws {
    let content = try store.writeContent()
    let record = try await store.conversation([
      "我的手机是13800138000", "?", "my password is hunter2, mail a.b@example.com", "?", "卡 4111111111111111", "?",
    ])
    try await store.correct(record, 7, "卡 4111111111111111", #"{"kind":"intent","intent":"opening_hours"}"#)
    let transcript = try #require(try await self.lines(["transcripts"]).first)
    let pair = try #require(try await self.lines(["fine-tuning"] + content + ["--include-pending"]).first)
    for line in [transcript, pair] {
      for text in ["我的手机是…8000", "my password is ******, mail a…@example.com", "卡 …1111"] {
        #expect(line.contains(text))
      }
      for secret in ["13800138000", "hunter2", "a.b@", "4111111111111111"] { #expect(!line.contains(secret)) }
    }
  }

  @Test("At most ten earlier messages go with a turn")
  func context() async throws {
    let content = try store.writeContent()
    let texts = (1...15).flatMap { ["question \($0)", "answer \($0)"] }
    let record = try await store.conversation(texts)
    try await store.correct(record, 31, "question 15", #"{"kind":"intent","intent":"opening_hours"}"#)
    let lines = try messages(try await self.lines(["fine-tuning"] + content + ["--include-pending"]))
    #expect(lines.map(\.count) == [13])
    #expect(lines.first?.dropFirst().first == "user: question 10")
  }

  @Test("Content with a mistake stops the export with file and line")
  func badContent() async throws {
    let content = try store.writeContent()
    _ = try await store.conversation(["one"])
    try "version: \"3.1\"\nnlu: 7\n".write(
      toFile: store.folder.path("intents/bad.yml"), atomically: true, encoding: .utf8)
    let result = try await store.run(["export", "fine-tuning"] + content)
    #expect(result.code == 1)
    #expect(result.errors.contains("bad.yml:2:"))
  }
}
