import CRM
import Database
import Foundation
import Testing

@Suite("frontdesk user")
struct UserCommandTests {
  private let store: CommandStore

  init() throws { store = try CommandStore() }

  private func read<Value: Sendable>(_ body: @escaping @Sendable (UserStore) throws -> Value) async throws -> Value {
    let database = try store.open()
    defer { database.close() }
    return try await database.read { try body(UserStore($0)) }
  }

  @Test("A user is added with roles, a name to show and a random password that is printed once and stored hashed")
  func add() async throws {
    let added = try await store.run(["user", "add", "lin", "--role", "agent", "--display-name", "Lin Yue"])
    #expect(added.code == 0)
    let password = try #require(added.output.firstMatch(of: /Password: ([a-z0-9]{16}) \(/)?.output.1)
    let hash = try await read { try $0.password(of: "lin") }
    #expect(hash?.matches(String(password)) == true)
    _ = try await store.run(["user", "add", "wei", "--role", "trainer", "--role", "agent"])
    let list = try await store.run(["user", "list"])
    #expect(list.output == "lin  agent           Lin Yue\nwei  agent, trainer  wei\n")
  }

  @Test("A password comes from standard input when it is asked for, and is not printed")
  func passwordFromInput() async throws {
    let arguments = ["user", "add", "lin", "--role", "agent", "--password-stdin"]
    let short = try await store.run(arguments, input: "seven 7\n")
    #expect(short.code == 1)
    #expect(short.errors == "Error: password: must have at least 8 characters\n")
    #expect(try await store.run(arguments).code == 1)
    let added = try await store.run(arguments, input: "correct 马 battery\n")
    #expect(added.code == 0)
    #expect(added.output == "Added lin.\n")
    #expect(try await read { try $0.password(of: "lin")?.matches("correct 马 battery") } == true)
  }

  @Test("A name twice, a bad name, a bad role and no role are refused, and change nothing")
  func refused() async throws {
    _ = try await store.run(["user", "add", "lin", "--role", "agent"])
    let taken = try await store.run(["user", "add", "lin", "--role", "admin"])
    #expect(taken.code == 1)
    #expect(taken.errors == "Error: name: lin is taken\n")
    #expect(try await store.run(["user", "add", "Lin Yue", "--role", "agent"]).code == 1)
    #expect(try await store.run(["user", "add", "sam", "--role", "boss"]).code == 64)
    #expect(try await store.run(["user", "add", "sam"]).code == 64)
    #expect(try await read { try $0.list().map(\.roles) } == [[.agent]])
  }

  @Test("Roles are replaced; an unknown user is named")
  func role() async throws {
    _ = try await store.run(["user", "add", "lin", "--role", "agent"])
    let changed = try await store.run(["user", "role", "lin", "--role", "trainer", "--role", "admin"])
    #expect(changed.output == "lin is now trainer, admin.\n")
    #expect(try await read { try $0.list().map(\.roles) } == [[.admin, .trainer]])
    let unknown = try await store.run(["user", "role", "nobody", "--role", "agent"])
    #expect(unknown.code == 1)
    #expect(unknown.errors == "Error: name: there is no user nobody\n")
  }

  @Test("A reset gives a new password and ends the sessions")
  func reset() async throws {
    _ = try await store.run(["user", "add", "lin", "--role", "agent"])
    let database = try store.open()
    let token = try await database.write { connection in
      let lin = try UserStore(connection).find(name: "lin")
      return try SessionStore(connection).create(user: lin?.id ?? "", at: CommandStore.noon)
    }
    let reset = try await store.run(["user", "reset", "lin"])
    #expect(reset.code == 0)
    #expect(try await database.read { try SessionStore($0).holder(token: token, at: CommandStore.noon) } == nil)
    let password = try #require(reset.output.firstMatch(of: /Password: ([a-z0-9]{16}) \(/)?.output.1)
    #expect(try await read { try $0.password(of: "lin")?.matches(String(password)) } == true)
  }

  @Test("A data file that is not there, or is none, is a clear error")
  func unreadable() async throws {
    let missing = try await store.run(["user", "list"])
    #expect(missing.code == 1)
    #expect(missing.errors == "Error: cannot open the database \(store.path): there is no such file\n")
    #expect(!FileManager.default.fileExists(atPath: store.path))
    try String(repeating: "garbage", count: 2_000).write(toFile: store.path, atomically: true, encoding: .utf8)
    let garbage = try await store.run(["user", "list"])
    #expect(garbage.code == 1)
    #expect(garbage.errors.hasPrefix("Error: the database \(store.path) is damaged: it does not begin like an SQLite"))
  }
}
