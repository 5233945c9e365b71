import Foundation
import Testing

@Suite("Trying the escalation policy")
struct PolicyCommandTests {
  private static let policy = """
    time_zone: {name: Asia/Shanghai, zh: 北京时间, en: Beijing time}
    hours:
      every_day: 08:00-22:00
      holidays: {2026-12-25: closed}
    words:
      legal: [lawyer, 律师]
    rows:
    - name: legal
      if: {words: legal}
      then: human
    - name: angry
      if: {mood: angry}
      then: human
      queue: urgent
    - name: gold
      if: {tier: gold}
      then: human
      closed: bot
    - name: usual
      then: bot
      misses: 2
    """

  private struct Bench {
    let store: CommandStore
    let content: [String]

    init(_ policy: String = PolicyCommandTests.policy) throws {
      store = try CommandStore()
      try policy.write(toFile: store.folder.path("policy.yml"), atomically: true, encoding: .utf8)
      content = try store.writeContent() + ["--policy", store.folder.path("policy.yml")]
    }

    func test(_ text: String, _ arguments: String...) async throws -> CommandResult {
      try await store.run(["policy", "test", "--text", text] + arguments + content)
    }

    func json(_ text: String, _ arguments: [String]) async throws -> [String: Any] {
      let result = try await store.run(["policy", "test", "--text", text, "--json"] + arguments + content)
      return try #require(
        try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any], "\(result.errors)")
    }
  }

  @Test(
    "Each row fires for its case",
    arguments: [
      ("I have a lawyer", ["--at", "2026-11-23T10:00"], "legal", "trigger_word, normal queue"),
      ("when are you open", ["--at", "2026-11-23T10:00", "--mood", "angry"], "angry", "angry, urgent queue"),
      ("when are you open", ["--at", "2026-11-23T10:00", "--tier", "gold"], "gold", "tier, normal queue"),
      ("when are you open", ["--at", "2026-12-25T10:00", "--tier", "gold"], "gold", nil),
      ("when are you open", ["--at", "2026-11-23T10:00"], "usual", nil),
      ("qwertz asdf", ["--at", "2026-11-23T10:00", "--misses", "1"], "usual", "unsure_twice, normal queue"),
      ("qwertz asdf", ["--at", "2026-11-23T10:00"], "usual", nil),
    ] as [(String, [String], String, String?)])
  func rows(text: String, arguments: [String], row: String, handoff: String?) async throws {
    let report = try await Bench().json(text, arguments)
    #expect(report["row"] as? String == row)
    #expect(report["handoff"] as? String == handoff)
  }

  @Test("The report says when, for whom, which row fired and what is said")
  func report() async throws {
    let bench = try Bench()
    let night = try await bench.test("找律师", "--at", "2026-12-25T10:00", "--tier", "gold")
    #expect(night.code == 0, "\(night.errors)")
    for line in [
      "time      2026-12-25 10:00  (closed, a holiday)", "customer  gold, widget", "words     legal", "row       legal",
      "decision  handoff  (rule policy_trigger_word)", "handoff   trigger_word, normal queue",
      "服务时间：每天 08:00–22:00（北京时间），明天 08:00 恢复服务",
    ] { #expect(night.output.contains(line), "\(line) in \(night.output)") }
    let day = try await bench.test("when are you open", "--at", "2026-12-25T10:00", "--tier", "gold")
    #expect(
      day.output.contains("Our hours are every day 08:00–22:00 (Beijing time); people are back tomorrow at 08:00."))
    #expect(day.output.contains("People answer from 8 to 22."))
  }

  @Test("Wrong options and a wrong policy are named")
  func mistakes() async throws {
    let bench = try Bench()
    for (option, value) in [
      ("--channel", "pigeon"), ("--tier", "diamond"), ("--at", "noon"), ("--misses", "-1"), ("--mood", "odd"),
    ] {
      let result = try await bench.test("hello", "\(option)=\(value)")
      #expect(result.code != 0 && result.errors.contains(option), "\(result.errors)")
    }
    let broken = try await Bench("rows:\n- name: a\n  then: robot\n").test("hello")
    #expect(broken.code == 1)
    #expect(broken.errors.contains("policy.yml:3: then: there is no “robot”; known are bot, human"))
  }
}
