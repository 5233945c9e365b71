import CRM
import Database
import Foundation
import Testing

@Suite("frontdesk import customers")
struct ImportCommandTests {
  private static let mei =
    #"{"number":"C1","name":"Mei Lin","email":"mei@mail.example","phone":"+86 199 0000 0042","language":"zh","#
    + #""membership":{"level":"gold","points":8640,"growth":15320},"orders":[{"number":"A1","title":"台灯","#
    + #""status":"shipped","amount":18900,"currency":"CNY","placed_at":"2026-11-18T09:30:00+08:00"}]}"#

  private let store: CommandStore

  init() throws { store = try CommandStore() }

  private func run(_ lines: [String], _ options: String...) async throws -> CommandResult {
    try await store.run(["import", "customers", "-"] + options, input: lines.joined(separator: "\n"))
  }

  private struct Stored: Sendable {
    var customer: Customer
    var membership: Membership?
    var orders: [Order]
  }

  private func stored(_ number: String) async throws -> Stored? {
    let database = try store.open()
    defer { database.close() }
    return try await database.read { connection in
      let customers = CustomerStore(connection)
      return try customers.find(number: number).map { customer in
        Stored(
          customer: customer, membership: try customers.membership(of: customer.id),
          orders: try customers.orders(of: customer.id))
      }
    }
  }

  @Test("A customer is added with everything, then changed by number: what is left out stays, null removes")
  func addAndChange() async throws {
    let first = try await run([Self.mei])
    #expect((first.code, first.output, first.errors) == (0, "1 added, 0 updated, 0 refused\n", ""))
    let added = try #require(try await stored("C1"))
    #expect(added.customer.name == "Mei Lin")
    #expect(added.membership == Membership(level: .gold, points: 8_640, growth: 15_320))
    #expect(added.orders.map(\.title) == ["台灯"])
    #expect(added.orders.first?.placedAt == Timestamp(text: "2026-11-18T01:30:00Z"))
    let second = try await run([
      #"{"number":"C1","email":null,"language":"en","orders":["#
        + #"{"number":"A1","title":"Desk lamp","status":"delivered","amount":0,"currency":"CNY","placed_at":"2026-11-18"},"#
        + #"{"number":"A2","title":"Tea","status":"paid","amount":100,"currency":"CNY","placed_at":"2026-11-19"}]}"#
    ])
    #expect((second.code, second.output) == (0, "0 added, 1 updated, 0 refused\n"))
    let changed = try #require(try await stored("C1"))
    #expect(changed.customer.id == added.customer.id)
    #expect(changed.customer.name == "Mei Lin")
    #expect(changed.customer.email == nil)
    #expect(changed.customer.language == "en")
    #expect(changed.membership == added.membership)
    #expect(changed.orders.map(\.number) == ["A2", "A1"])
    #expect(changed.orders.last?.status == "delivered")
    _ = try await run([#"{"number":"C1","membership":null}"#])
    #expect(try await stored("C1")?.membership == nil)
    #expect(try await stored("C1")?.orders.count == 2)
  }

  @Test("Every mistake is named with its line and field, in the order of the lines")
  func mistakes() async throws {
    let file = store.folder.path("bad.jsonl")
    let lines = [
      Self.mei, "", #"{"name":"x","vip":true}"#, "[1]", "{", #"{"number":"C1"}"#,
      #"{"number":" C3","name":"a\u0000b","email":"a b@c","phone":"call me","language":"fr","orders":7,"#
        + #""membership":{"level":"red","points":-1,"growth":1.5}}"#,
      #"{"number":"C4","orders":[{"number":"A1","title":"t","status":"s","amount":1,"currency":"CNY","placed_at":"2026-11-18"}]}"#,
      #"{"number":"C5","orders":[3,{"number":"A5","title":5,"status":"s","amount":"1","currency":"yuan","placed_at":"2026-02-30"}]}"#,
    ]
    try (lines.joined(separator: "\r\n") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
    let handle = try FileHandle(forUpdating: URL(filePath: file))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data([0x22, 0xFF, 0x22, 0x0A]))
    try handle.write(contentsOf: Data(#"{"number":"C6"}"#.utf8))
    try handle.close()
    let result = try await store.run(["import", "customers", file])
    #expect(result.code == 1)
    #expect(result.output == "2 added, 0 updated, 8 refused\n")
    let expected = """
      3: number: is missing
      3: vip: is not known here
      4: line: must be an object {…}
      5: line: is not JSON
      6: number: is already in line 1
      7: number: must not begin or end with white space
      7: name: must not hold control characters
      7: email: must be an e-mail address
      7: phone: must be a phone number: digits, spaces, + - . ( ) /
      7: language: must be zh or en
      7: membership.level: must be blue, silver, gold or platinum
      7: membership.points: must be a whole number, 0 or more
      7: membership.growth: must be a whole number, 0 or more
      7: orders: must be a list of at most 1000 orders
      8: orders[0].number: this order belongs to another customer
      9: orders[0]: must be an object {…}
      9: orders[1].title: must be a text
      9: orders[1].amount: must be a whole number, 0 or more
      9: orders[1].currency: must be three capital letters, such as CNY
      9: orders[1].placed_at: must be a time such as 2026-11-20 or 2026-11-20T08:00:00Z
      10: line: is not UTF-8
      """
    #expect(result.errors.split(separator: "\n") == expected.split(separator: "\n").map { "\(file):\($0)" })
    #expect(try await stored("C1")?.customer.name == "Mei Lin")
    #expect(try await stored("C6") != nil)
    for number in ["C4", "C5"] { #expect(try await stored(number) == nil) }
  }

  @Test("Checking tells the same of the lines and leaves no database behind")
  func check() async throws {
    let result = try await run([Self.mei, #"{"number":7}"#], "--check")
    #expect((result.code, result.output) == (1, "1 good, 1 refused\n"))
    #expect(result.errors == "standard input:2: number: must be a text\n")
    #expect(!FileManager.default.fileExists(atPath: store.path))
    #expect(try await run([Self.mei], "--check").code == 0)
  }

  @Test("Thousands of lines and a line without end are read in bounded pieces")
  func large() async throws {
    let lines = (1...2_500).map { #"{"number":"N\#($0)","name":"\#(String(repeating: "名", count: 60))"}"# }
    let endless = #"{"number":"X","name":""# + String(repeating: "x", count: 3 << 20) + #""}"#
    let result = try await run(lines + [endless, #"{"number":"last"}"#])
    #expect((result.code, result.output) == (1, "2501 added, 0 updated, 1 refused\n"))
    #expect(result.errors == "standard input:2501: line: must have at most 1048576 bytes\n")
    let database = try store.open()
    defer { database.close() }
    #expect(try await database.read { try CustomerStore($0).count() } == 2_501)
  }

  @Test(
    "Times that no calendar or clock has are refused, not rolled on",
    arguments: [
      "2026-02-29", "2026-11-20T24:00:01Z", "2026-11-20T10:60:00Z", "2026-11-20T10:00:00", "2026-11-20T10:00:00Zulu",
      "2026-11-20T10:00:00+8", "2026-11-20T10:00:00.Z", "2026-1-2", "20261120", "99999-01-01", "",
    ])
  func times(text: String) async throws {
    let order = #"{"number":"A1","title":"t","status":"s","amount":1,"currency":"CNY","placed_at":"\#(text)"}"#
    let result = try await run([#"{"number":"C1","orders":[\#(order)]}"#], "--check")
    #expect(result.output == "0 good, 1 refused\n")
    #expect(result.errors.hasPrefix("standard input:1: orders[0].placed_at: must be a time such as "))
  }

  @Test("A file that is not there is named")
  func missing() async throws {
    let result = try await store.run(["import", "customers", "no.jsonl"])
    #expect((result.code, result.errors) == (1, "Error: cannot read no.jsonl: No such file or directory\n"))
  }
}
