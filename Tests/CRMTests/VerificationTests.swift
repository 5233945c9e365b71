import CRM
import Database
import Testing

@Suite("Verification")
struct VerificationTests {
  private static let address = "Mei@Mail.example"

  let store: Store

  init() throws { store = try Store() }

  private func known(_ number: String, email: String = address) async throws -> Customer {
    let customer = Customer(
      id: "u-\(number)", number: number, name: "Mei", email: email, phone: nil, language: "en", since: Store.noon)
    try await store.write { try CustomerStore($0).insert(customer) }
    return customer
  }

  private func conversation() async throws -> String {
    try await store.conversation(of: try await store.anonymous()).id
  }

  private func ask(_ email: String = "mei@mail.example", in conversation: String, after seconds: Int64 = 0) async throws
    -> VerificationStore.Request
  {
    try await store.write {
      try VerificationStore(
        $0, secret: "s", conversation: conversation, at: Store.noon.adding(seconds: seconds)
      ).request(email: email)
    }
  }

  private func check(_ code: String, in conversation: String, after seconds: Int64 = 1) async throws
    -> VerificationStore.Check
  {
    try await store.write {
      try VerificationStore(
        $0, secret: "s", conversation: conversation, at: Store.noon.adding(seconds: seconds)
      ).check(code: code)
    }
  }

  private func code(of request: VerificationStore.Request) throws -> String {
    guard case .made(let code, _) = request else { throw DatabaseError.schema("no code") }
    #expect(code.count == 6 && code.allSatisfy(\.isNumber))
    return code
  }

  /// A code that is another one.
  private func other(than code: String) -> String { code == "111111" ? "222222" : "111111" }

  private func actions() async throws -> [AuditEntry.Action] {
    try await store.read { try AuditStore($0).latest(100) }.reversed().map(\.action)
  }

  @Test("The right code identifies the customer once, however the address is written")
  func identified() async throws {
    let customer = try await known("C1")
    let conversation = try await conversation()
    let request = try await ask("MEI@mail.EXAMPLE", in: conversation)
    #expect(request == .made(code: try code(of: request), customer: customer))
    #expect(try await check(other(than: code(of: request)), in: conversation) == .wrong)
    #expect(try await check(code(of: request), in: conversation) == .identified(customer))
    #expect(try await check(code(of: request), in: conversation) == .expired)
    #expect(try await actions() == [.codeSent, .codeWrong, .identified, .codeExpired])
  }

  @Test("Nothing that is stored holds the code or the address")
  func stored() async throws {
    _ = try await known("C1", email: "other@mail.example")
    let conversation = try await conversation()
    let code = try code(of: try await ask(in: conversation))
    let rows = try await store.read { connection in
      try connection.rows("SELECT * FROM verifications").map { row in
        try ["id", "email_digest", "code_digest"].map(row.text).joined(separator: " ")
      } + AuditStore(connection).latest(10).map { $0.detail ?? "" }
    }
    #expect(rows.count == 2)
    #expect(rows.allSatisfy { !$0.contains(code) && !$0.contains("mei@mail.example") })
  }

  @Test("An address that is not on file, or that of two customers, looks the same and never identifies anybody")
  func unknown() async throws {
    _ = try await known("C1")
    _ = try await known("C2")
    for address in ["nobody@mail.example", "mei@mail.example"] {
      let conversation = try await conversation()
      let request = try await ask(address, in: conversation)
      #expect(request == .made(code: try code(of: request), customer: nil))
      #expect(try await check(code(of: request), in: conversation) == .wrong)
      #expect(try await ask(address, in: conversation, after: 30) == .tooSoon)
      for _ in 2..<VerificationStore.attemptsPerCode {
        #expect(try await check(other(than: code(of: request)), in: conversation) == .wrong)
      }
      #expect(try await check(code(of: request), in: conversation) == .expired)
    }
  }

  @Test("A code is valid for ten minutes, for its own conversation, and until the next one")
  func expiry() async throws {
    let customer = try await known("C1")
    let (one, two) = (try await conversation(), try await conversation())
    let first = try code(of: try await ask(in: one))
    #expect(try await check(first, in: two) == .expired)
    #expect(try await check(first, in: one, after: 600) == .expired)
    let second = try code(of: try await ask(in: one, after: 601))
    let third = try code(of: try await ask(in: one, after: 700))
    if second != third { #expect(try await check(second, in: one, after: 701) == .wrong) }
    #expect(try await check(third, in: one, after: 702) == .identified(customer))
  }

  @Test("Five wrong codes make a code void; the right one comes too late")
  func locked() async throws {
    _ = try await known("C1")
    let conversation = try await conversation()
    let code = try code(of: try await ask(in: conversation))
    for _ in 1..<VerificationStore.attemptsPerCode {
      #expect(try await check(other(than: code), in: conversation) == .wrong)
    }
    #expect(try await check(other(than: code), in: conversation) == .expired)
    #expect(try await check(code, in: conversation) == .expired)
    #expect(try await actions().suffix(2) == [.codeLocked, .codeExpired])
  }

  @Test("Codes and wrong codes are counted by conversation and by address, and forgotten after an hour")
  func limits() async throws {
    _ = try await known("C1")
    let one = try await conversation()
    for round in 0..<VerificationStore.codesPerHour {
      _ = try code(of: try await ask("nobody\(round)@mail.example", in: one, after: Int64(round) * 61))
    }
    #expect(try await ask("x@mail.example", in: one, after: 400) == .tooMany)
    for round in 0..<VerificationStore.codesPerHour {
      _ = try code(of: try await ask(in: try await conversation(), after: Int64(round) * 61))
    }
    #expect(try await ask(in: try await conversation(), after: 400) == .tooMany)
    _ = try code(of: try await ask(in: try await conversation(), after: 3_900))
    #expect(try await actions().contains(.codeRefused))
  }

  @Test("Wrong codes of several codes lock the address for an hour")
  func attempts() async throws {
    _ = try await known("C1")
    var last: VerificationStore.Check = .wrong
    for round in 0..<3 {
      let conversation = try await conversation()
      let start = Int64(round) * 61
      let code = try code(of: try await ask(in: conversation, after: start))
      for _ in 0..<4 { last = try await check(other(than: code), in: conversation, after: start + 1) }
      if round == 2 { last = try await check(code, in: conversation, after: start + 2) }
    }
    #expect(last == .tooMany)
  }

  @Test("A mail waits until it is sent, is forgotten then, and does not outlive its code")
  func outbox() async throws {
    try await store.write {
      try OutboxStore($0).add(recipient: "a@b.example", subject: "s", body: "123456", at: Store.noon, seconds: 600)
    }
    let waiting = try await store.read { try OutboxStore($0).waiting(at: Store.noon, limit: 10) }
    #expect(waiting.map(\.body) == ["123456"])
    try await store.write { try OutboxStore($0).noteSent(waiting[0].id, at: Store.noon) }
    let sent = try await store.read { connection in
      (
        try OutboxStore(connection).waiting(at: Store.noon, limit: 10),
        try OutboxStore(connection).list(at: Store.noon, limit: 10)
      )
    }
    #expect(sent.0.isEmpty)
    #expect(sent.1.map(\.body) == [""])
    let later = Store.noon.adding(seconds: 600)
    #expect(try await store.read { try OutboxStore($0).hasExpired(at: later) })
    try await store.write { try OutboxStore($0).deleteExpired(at: later) }
    #expect(try await store.read { try OutboxStore($0).list(at: Store.noon, limit: 10) }.isEmpty)
  }
}
