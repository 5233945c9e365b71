import CRM
import Database
import Foundation
import Testing

@Suite("Staff, passwords and sessions")
struct PeopleTests {
  private let store: Store

  init() throws { store = try Store() }

  @Test("A password matches its own hash only, and two hashes of it differ")
  func password() {
    let hash = PasswordHash(password: "correct 马 battery")
    #expect(hash.matches("correct 马 battery"))
    #expect(!hash.matches("correct 马 batter"))
    #expect(!hash.matches(""))
    #expect(!hash.text.contains("correct"))
    #expect(PasswordHash(password: "correct 马 battery").text != hash.text)
  }

  @Test("A known hash is matched", .tags(.scrypt))
  func knownHash() {
    // RFC 7914, section 12: "pleaseletmein", "SodiumChloride", N 16384, r 8, p 1; the first 32 of its 64 bytes.
    let salt = "536f6469756d43686c6f72696465"
    let key = "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
    #expect(PasswordHash(text: "scrypt$16384$8$1$\(salt)$\(key)").matches("pleaseletmein"))
  }

  @Test(
    "A damaged hash matches nothing",
    arguments: [
      "", "scrypt", "scrypt$32768$8$1$00$", "scrypt$32768$8$1$xyz$00", "scrypt$0$8$1$00$00", "scrypt$-1$8$1$00$00",
      "scrypt$3$8$1$00$00", "scrypt$1099511627776$8$1$00$00", "scrypt$2$8$1000000000$00$00", "plain$32768$8$1$00$00",
      "scrypt$32768$8$1$0$00", "scrypt$32768$8$1$00$00$00",
    ])
  func damagedHash(text: String) {
    #expect(!PasswordHash(text: text).matches(""))
    #expect(!PasswordHash(text: text).matches("secret"))
  }

  @Test("Users have one name each, with roles that can change")
  func users() async throws {
    let lin = try await store.user("lin", [.agent])
    await #expect(throws: UserError.nameTaken("lin")) { try await store.user("lin") }
    await #expect(throws: UserError.noRole) { try await store.user("sam", []) }
    for name in ["x", "Lin", "林", "a b", "", String(repeating: "a", count: 33)] {
      await #expect(throws: UserError.badName(name)) { try await store.user(name) }
    }
    try await store.write { try UserStore($0).setRoles([.trainer, .agent, .trainer], of: lin) }
    let found = try await store.read { try UserStore($0).find(name: "lin") }
    #expect(found?.roles == [.agent, .trainer])
    #expect(try await store.read { try UserStore($0).list().map(\.name) } == ["lin"])
    #expect(found?.has([.trainer]) == true)
    #expect(found?.has([.admin]) == false)
    let root = try await store.user("root", [.admin])
    #expect(root.has([.agent]))
  }

  @Test("A session ends when its time is over, when it is ended, and never finds another")
  func sessionExpiry() async throws {
    let lin = try await store.user("lin")
    let token = try await store.write { try SessionStore($0).create(user: lin.id, at: Store.noon) }
    #expect(try await holder(token, after: 0) == .user(lin))
    #expect(try await holder(token, after: SessionStore.userSeconds - 1) == .user(lin))
    #expect(try await holder(token, after: SessionStore.userSeconds) == nil)
    #expect(try await holder(String(token.dropLast()), after: 0) == nil)
    #expect(try await holder("", after: 0) == nil)
    try await store.write { try SessionStore($0).end(token: token) }
    #expect(try await holder(token, after: 0) == nil)
  }

  @Test("A new password ends the user's sessions")
  func passwordEndsSessions() async throws {
    let lin = try await store.user("lin")
    let sam = try await store.user("sam")
    let tokens = try await store.write { connection in
      let sessions = SessionStore(connection)
      return [
        try sessions.create(user: lin.id, at: Store.noon), try sessions.create(user: lin.id, at: Store.noon),
        try sessions.create(user: sam.id, at: Store.noon),
      ]
    }
    try await store.write { try UserStore($0).setPassword(PasswordHash(text: "scrypt$new"), of: lin) }
    #expect(try await holder(tokens[0], after: 0) == nil)
    #expect(try await holder(tokens[1], after: 0) == nil)
    #expect(try await holder(tokens[2], after: 0) == .user(sam))
  }

  @Test("Tokens are nowhere in the data file")
  func hashedTokens() async throws {
    let customer = try await store.anonymous()
    let token = try await store.write { try SessionStore($0).create(customer: customer.id, at: Store.noon) }
    #expect(token.count == 64)
    #expect(try await holder(token, after: 0) == .customer(customer.id))
    let columns = try await store.read {
      try $0.rows("SELECT token_hash FROM sessions").map { try $0.text("token_hash") }
    }
    #expect(columns == [Secrets.digest(token)])
    store.database.close()
    for name in ["crm.db", "crm.db-wal"] where FileManager.default.fileExists(atPath: store.folder.path(name)) {
      #expect(try Data(contentsOf: store.folder.url.appending(path: name)).range(of: Data(token.utf8)) == nil)
    }
  }

  @Test("Digests and signatures are the standard ones")
  func standardDigests() {
    // FIPS 180-4 example "abc"; RFC 4231 test case 2.
    #expect(Secrets.digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      Secrets.signature(of: "what do ya want for nothing?", secret: "Jefe")
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    #expect(Secrets.equal("abc", "abc"))
    #expect(!Secrets.equal("abc", "abd"))
    #expect(!Secrets.equal("abc", "ab"))
  }

  @Test("A setting is made once and kept")
  func settings() async throws {
    let first = try await store.write { try SettingStore($0).value("secret", orStore: { "one" }) }
    let second = try await store.write { try SettingStore($0).value("secret", orStore: { "two" }) }
    #expect(first == "one")
    #expect(second == "one")
    #expect(try await store.read { try SettingStore($0).value("other") } == nil)
  }

  private func holder(_ token: String, after seconds: Int64) async throws -> SessionHolder? {
    try await store.read { try SessionStore($0).holder(token: token, at: Store.noon.adding(seconds: seconds)) }
  }
}

extension Tag { @Tag static var scrypt: Self }
