import CRM
import Database
import WebServer

/// Customers that the demo page can be seen as, and the mails that they get; only with `--demo`.
struct DemoRoute: Sendable {
  private static let shown = 6
  private static let shownMails = 50
  private static let seconds: Int64 = 12 * 3600

  let database: Database
  let identitySecret: String

  private struct Member: Encodable {
    var customer: String
    var name: String
    var level: Membership.Level
    /// To be told the bot by a visitor who tries the code by email.
    var email: String?
    var expires: Int64
    var signature: String
  }

  /// The mails of the outbox, which nobody really gets.
  func inbox() async throws -> HTTPResponse {
    .json(["mails": try await database.read { try OutboxStore($0).list(at: .now(), limit: Self.shownMails) }])
  }

  func customers() async throws -> HTTPResponse {
    let members = try await database.read { try CustomerStore($0).members(limit: Self.shown) }
    let expires = Timestamp.now().milliseconds / 1000 + Self.seconds
    let signed = members.compactMap { member -> Member? in
      guard let number = member.customer.number else { return nil }
      let identity = Identity(customer: number, expires: expires, secret: identitySecret)
      return Member(
        customer: number, name: member.customer.name ?? number, level: member.level, email: member.customer.email,
        expires: expires,
        signature: identity.signature)
    }
    return .json(["customers": signed])
  }
}
