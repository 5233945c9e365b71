import CRM
import Database
import Dispatch
import Synchronization
import WebServer

/// Wrong attempts to sign in: five of one name from one address, then one more every 30 seconds.
///
/// An address that has used up its own attempts is refused before the name is looked at, so that it cannot fill the table
/// with names and so have its attempts forgotten.
///
/// A name from all addresses and an address with all names may have more, so that nobody who only knows a colleague's
/// name, or sits behind the same proxy, locks them out at once.
final class SignInLimiter: Sendable {
  struct Key: Hashable, Sendable {
    let text: String
    let burst: Double

    /// The widest first. A name may be of any length, so only its digest is kept.
    static func attempts(of name: String, from address: String) -> [Key] {
      let name = Secrets.digest(name)
      return [
        Key(text: "address \(address)", burst: 50), Key(text: "\(name) \(address)", burst: 5),
        Key(text: "name \(name)", burst: 25),
      ]
    }
  }

  private static let perSecond = 1.0 / 30
  private static let capacity = 10_000

  private let buckets = Mutex<[Key: TokenBucket]>([:])

  /// Takes an attempt of each key in turn; of the first that has none left it gives the milliseconds to wait.
  func take(_ keys: [Key], now: ContinuousClock.Instant = .now) -> Int? {
    buckets.withLock { buckets in
      if buckets.count > Self.capacity { buckets.removeAll() }
      for key in keys {
        let fresh = TokenBucket(perSecond: Self.perSecond, burst: key.burst, now: now)
        if let wait = buckets[key, default: fresh].take(now: now) { return wait }
      }
      return nil
    }
  }

  /// How many keys are remembered.
  var count: Int { buckets.withLock { $0.count } }

  func forget(_ keys: [Key]) {
    buckets.withLock { buckets in
      for key in keys { buckets[key] = nil }
    }
  }
}

/// Signing in and out, and changing one's password.
struct SignIn: Sendable {
  let database: Database
  let access: Access
  let limiter = SignInLimiter()
  let connections: Connections
  let outlet: Outlet
  /// A hash to compare with when the name is unknown, so that both cases take as long.
  private let decoy = PasswordHash(password: Secrets.token())

  init(database: Database, connections: Connections, outlet: Outlet) {
    self.database = database
    access = Access(database: database)
    self.connections = connections
    self.outlet = outlet
  }

  private struct Credentials: Decodable {
    var name: String
    var password: String
  }

  func signIn(_ request: HTTPRequest) async throws -> HTTPResponse {
    let credentials = try request.decoded(Credentials.self)
    let keys = SignInLimiter.Key.attempts(of: credentials.name, from: request.remoteAddress)
    if let wait = limiter.take(keys) {
      throw WireError(.slowDown, "too many attempts to sign in", retryAfterMilliseconds: wait)
    }
    let stored = try await database.read { connection in
      let users = UserStore(connection)
      return (try users.password(of: credentials.name), try users.find(name: credentials.name))
    }
    let isRight = await matches(credentials.password, stored.0 ?? decoy)
    guard isRight, stored.0 != nil, let user = stored.1 else {
      throw WireError(.badCredentials, "wrong name or password")
    }
    limiter.forget(keys)
    let token = try await database.write { try SessionStore($0).create(user: user.id, at: .now()) }
    var response = HTTPResponse.json(["user": user])
    response.headers.append(("Set-Cookie", cookie(token, seconds: SessionStore.userSeconds, request)))
    return response
  }

  func signOut(_ request: HTTPRequest) async throws -> HTTPResponse {
    if let token = request.cookies[Access.cookie] {
      try await database.write { try SessionStore($0).end(token: token) }
      endConnections(of: token)
    }
    var response = HTTPResponse.json(Nothing())
    response.headers.append(("Set-Cookie", cookie("", seconds: 0, request)))
    return response
  }

  private struct PasswordChange: Decodable {
    var current: String
    var new: String
  }

  /// Changes the password; all of the user's sessions end, this one gets a new token.
  func changePassword(_ request: HTTPRequest) async throws -> HTTPResponse {
    let user = try await access.user(token: request.cookies[Access.cookie])
    let change = try request.decoded(PasswordChange.self)
    if let wait = limiter.take([SignInLimiter.Key(text: "password \(user.id)", burst: 5)]) {
      throw WireError(.slowDown, "too many attempts", retryAfterMilliseconds: wait)
    }
    guard let stored = try await database.read({ try UserStore($0).password(of: user.name) }),
      await matches(change.current, stored)
    else { throw WireError(.badCredentials, "current: is not your password") }
    guard change.new.count >= 8 else { throw WireError(.badField, "new: \(UserError.shortPassword)") }
    let password = await hash(change.new)
    let token = try await database.write { connection in
      try UserStore(connection).setPassword(password, of: user)
      return try SessionStore(connection).create(user: user.id, at: .now())
    }
    if let old = request.cookies[Access.cookie] { endConnections(of: old) }
    var response = HTTPResponse.json(Nothing())
    response.headers.append(("Set-Cookie", cookie(token, seconds: SessionStore.userSeconds, request)))
    return response
  }

  private func endConnections(of token: String) {
    for connection in connections.withSession(Secrets.digest(token)) {
      outlet.close(connection, code: CloseCode.sessionRefused, reason: "signed out")
    }
  }

  private func cookie(_ token: String, seconds: Int64, _ request: HTTPRequest) -> String {
    let secure = request.isSecure ? "; Secure" : ""
    return "\(Access.cookie)=\(token); Path=/; HttpOnly; SameSite=Strict; Max-Age=\(seconds)\(secure)"
  }

  /// scrypt takes some 50 ms of a processor and 32 MiB: one at a time, and not on the threads that serve chats.
  private static let passwords = DispatchQueue(label: "frontdesk.passwords", qos: .utility)

  private func matches(_ password: String, _ hash: PasswordHash) async -> Bool {
    await withCheckedContinuation { continuation in
      Self.passwords.async { continuation.resume(returning: hash.matches(password)) }
    }
  }

  private func hash(_ password: String) async -> PasswordHash {
    await withCheckedContinuation { continuation in
      Self.passwords.async { continuation.resume(returning: PasswordHash(password: password)) }
    }
  }
}

extension HTTPRequest {
  /// Whether the client's side of the connection is HTTPS, here or at the proxy in front.
  var isSecure: Bool { isTLS || header("x-forwarded-proto") == "https" }
}
