import ArgumentParser
import CRM
import Database
import Foundation

struct UserCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user",
    abstract: "Add staff, give them roles and new passwords.",
    discussion: """
      An agent works at /console, a supervisor is an agent who may also take over and transfer what others hold, a
      trainer works at /review, an admin may do everything. The server may be running: changes count within seconds.

        frontdesk user add lin --role agent --display-name "Lin Yue"
        frontdesk user role lin --role agent --role trainer
        frontdesk user reset lin
        frontdesk user list
      """,
    subcommands: [Add.self, SetRoles.self, Reset.self, List.self])

  /// Asks for the password only when it is given on standard input.
  struct PasswordOption: ParsableArguments {
    @Flag(help: "Read the password, one line of at least 8 characters, from standard input.")
    var passwordStdin = false

    /// The password to store, and whether it was made here and must be shown.
    func password() throws -> (text: String, isNew: Bool) {
      guard passwordStdin else { return (Secrets.identifier(""), true) }
      guard let line = readLine(), line.count >= 8 else { throw CommandFailure(UserError.shortPassword) }
      return (line, false)
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a user.",
      discussion: """
        Without --password-stdin a random password is made and printed once. Names are 2 to 32 of a–z, 0–9, '.', '_', '-'.

          frontdesk user add lin --role agent --display-name "Lin Yue"
          frontdesk user add wei --role trainer --password-stdin < password.txt
        """)

    @Argument(help: "The name to sign in with.")
    var name: String

    @Option(help: "agent, supervisor, trainer or admin; may be given several times.")
    var role: [Role]

    @Option(help: "The name that customers and colleagues see (default: the name).")
    var displayName: String?

    @OptionGroup var password: PasswordOption
    @OptionGroup var store: StoreOption

    func run() async throws {
      let (text, isNew) = try password.password()
      let hash = PasswordHash(password: text)
      let shown = displayName ?? name
      try await UserCommand.change(store.open(creating: true)) { [name, role] users in
        try users.add(name: name, displayName: shown, password: hash, roles: role, at: .now())
      }
      UserCommand.tell("Added \(name).", password: isNew ? text : nil)
    }
  }

  struct SetRoles: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "role",
      abstract: "Give a user these roles instead of the present ones.",
      discussion: "  frontdesk user role lin --role agent --role trainer")

    @Argument(help: "The user's name.")
    var name: String

    @Option(help: "agent, supervisor, trainer or admin; may be given several times.")
    var role: [Role]

    @OptionGroup var store: StoreOption

    func run() async throws {
      try await UserCommand.change(store.open()) { [name, role] users in
        try users.setRoles(role, of: users.known(name))
      }
      print("\(name) is now \(UserCommand.text(of: role)).")
    }
  }

  struct Reset: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give a user a new password and end their sessions.",
      discussion: "Without --password-stdin a random password is made and printed once.")

    @Argument(help: "The user's name.")
    var name: String

    @OptionGroup var password: PasswordOption
    @OptionGroup var store: StoreOption

    func run() async throws {
      let (text, isNew) = try password.password()
      let hash = PasswordHash(password: text)
      try await UserCommand.change(store.open()) { [name] users in
        try users.setPassword(hash, of: users.known(name))
      }
      UserCommand.tell("\(name) has a new password and is signed out everywhere.", password: isNew ? text : nil)
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the users with their roles.")

    @OptionGroup var store: StoreOption

    func run() async throws {
      let users: [User]
      do {
        users = try await store.open().read { try UserStore($0).list() }
      } catch {
        throw CommandFailure(error)
      }
      let names = UserCommand.column(users.map(\.name))
      let roles = UserCommand.column(users.map { UserCommand.text(of: $0.roles) })
      for (user, (name, roles)) in zip(users, zip(names, roles)) { print("\(name)  \(roles)  \(user.displayName)") }
    }
  }

  /// The texts, each made as wide as the widest.
  private static func column(_ texts: [String]) -> [String] {
    let width = texts.map(\.count).max() ?? 0
    return texts.map { $0 + String(repeating: " ", count: width - $0.count) }
  }

  private static func change(
    _ database: Database, _ body: @escaping @Sendable (UserStore) throws -> Void
  ) async throws {
    do {
      try await database.write { try body(UserStore($0)) }
    } catch {
      throw CommandFailure(error)
    }
  }

  private static func tell(_ sentence: String, password: String?) {
    print(sentence)
    if let password { print("Password: \(password) (shown only now; change it after signing in)") }
  }

  private static func text(of roles: [Role]) -> String { roles.map(\.rawValue).joined(separator: ", ") }
}

extension Role: ExpressibleByArgument {}

extension UserStore {
  /// The user of that name.
  /// - Throws: `UserError.unknown`.
  fileprivate func known(_ name: String) throws -> User {
    guard let user = try find(name: name) else { throw UserError.unknown(name) }
    return user
  }
}
