package import Database

/// What a member of staff may do.
///
/// A supervisor is an agent who may take over and transfer what other agents hold.
package enum Role: String, Sendable, Codable, CaseIterable { case agent, supervisor, trainer, admin }

/// A member of staff. `disabled` users cannot sign in.
package struct User: Sendable, Equatable, Codable {
  package var id: String
  package var name: String
  package var displayName: String
  package var roles: [Role]

  package var agentName: AgentName { AgentName(id: id, displayName: displayName) }

  /// Whether one of the roles, or one that includes it, is held.
  package func has(_ roles: [Role]) -> Bool {
    self.roles.contains { held in
      held == .admin || roles.contains(held) || (held == .supervisor && roles.contains(.agent))
    }
  }

  private enum CodingKeys: String, CodingKey {
    case id, name, roles
    case displayName = "display_name"
  }
}

/// Why a user cannot be stored.
package enum UserError: Error, Equatable, CustomStringConvertible {
  case nameTaken(String)
  case badName(String)
  case shortPassword
  case unknown(String)
  case noRole

  package var description: String {
    switch self {
    case .nameTaken(let name): "name: \(name) is taken"
    case .badName(let name): "name: \(name) must be 2 to 32 of a–z, 0–9, '.', '_' and '-'"
    case .shortPassword: "password: must have at least 8 characters"
    case .unknown(let name): "name: there is no user \(name)"
    case .noRole: "role: at least one of agent, supervisor, trainer, admin"
    }
  }
}

/// Staff in the store.
package struct UserStore {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// Adds a user whose password is already hashed.
  @discardableResult
  package func add(name: String, displayName: String, password: PasswordHash, roles: [Role], at: Timestamp) throws
    -> User
  {
    guard (2...32).contains(name.utf8.count), name.utf8.allSatisfy(Self.isAllowed) else {
      throw UserError.badName(name)
    }
    guard try find(name: name) == nil else { throw UserError.nameTaken(name) }
    let user = User(id: Secrets.identifier("a"), name: name, displayName: displayName, roles: roles)
    try connection.run(
      "INSERT INTO users (id, name, display_name, password_hash, created_at) VALUES (?, ?, ?, ?, ?)",
      [.text(user.id), .text(name), .text(displayName), .text(password.text), .integer(at.milliseconds)])
    try setRoles(roles, of: user)
    return user
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }

  package func setRoles(_ roles: [Role], of user: User) throws {
    guard !roles.isEmpty else { throw UserError.noRole }
    try connection.run("DELETE FROM user_roles WHERE user_id = ?", [.text(user.id)])
    for role in Set(roles) {
      try connection.run(
        "INSERT INTO user_roles (user_id, role) VALUES (?, ?)", [.text(user.id), .text(role.rawValue)])
    }
  }

  /// Stores a new password and ends the user's sessions.
  package func setPassword(_ password: PasswordHash, of user: User) throws {
    try connection.run("UPDATE users SET password_hash = ? WHERE id = ?", [.text(password.text), .text(user.id)])
    try connection.run("DELETE FROM sessions WHERE user_id = ?", [.text(user.id)])
  }

  package func find(name: String) throws -> User? {
    try connection.row("SELECT id, name, display_name FROM users WHERE name = ?", [.text(name)]).map(user)
  }

  package func find(id: String) throws -> User? {
    try connection.row(
      "SELECT id, name, display_name FROM users WHERE id = ? AND disabled = 0", [.text(id)]
    ).map(user)
  }

  package func password(of name: String) throws -> PasswordHash? {
    try connection.row("SELECT password_hash FROM users WHERE name = ? AND disabled = 0", [.text(name)])
      .map { PasswordHash(text: try $0.text("password_hash")) }
  }

  package func list() throws -> [User] {
    try connection.rows("SELECT id, name, display_name FROM users ORDER BY name").map(user)
  }

  private func user(_ row: Row) throws -> User {
    let id = try row.text("id")
    let roles = try connection.rows("SELECT role FROM user_roles WHERE user_id = ? ORDER BY role", [.text(id)])
    return User(
      id: id, name: try row.text("name"), displayName: try row.text("display_name"),
      roles: try roles.map { try $0.value("role") })
  }
}
