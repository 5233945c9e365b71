package import CRM
import Foundation

/// A frame from a client, checked field by field.
package struct ClientFrame: Sendable, Equatable {
  package enum Body: Sendable, Equatable {
    case hello(Hello)
    case resume(conversation: String, after: Int)
    case unwatch(conversation: String)
    case message(CustomerMessage)
    case typing(conversation: String, isTyping: Bool)
    case feedback(conversation: String, seq: Int, helpful: Bool)
    case start(language: String?)
    /// Leaves contact details, at least one of the two.
    case contact(conversation: String, Contact)
    case claim(conversation: String, takingOver: Bool)
    /// To the agent with this id; nil back into the queue.
    case transfer(conversation: String, to: String?, note: String?)
    case release(conversation: String)
    case close(conversation: String)
    case ping
  }

  package struct Hello: Sendable, Equatable {
    package enum Role: String, Sendable { case customer, agent }

    package var role: Role
    package var language: String?
    package var session: String?
    package var identity: Identity?
    package var resume: Resume?
    /// Whether an agent wants the desk; one who only reviews is not at it.
    package var wantsDesk = true
  }

  package struct Resume: Sendable, Equatable, Decodable {
    package var conversation: String
    package var after: Int
  }

  package struct CustomerMessage: Sendable, Equatable {
    package var conversation: String
    package var clientMessageID: String
    package var text: String
    package var payload: String?
  }

  package var request: String?
  package var body: Body
}

/// What a host page's server says of who the customer is; protocol section 4.
package struct Identity: Sendable, Equatable, Codable {
  package var customer: String
  /// Unix seconds.
  package var expires: Int64
  /// HMAC-SHA256 of `customer|expires`, hexadecimal.
  package var signature: String

  /// The longest that a statement may hold.
  static let longestSeconds: Int64 = 86_400

  package init(customer: String, expires: Int64, secret: String) {
    self.customer = customer
    self.expires = expires
    signature = Secrets.signature(of: "\(customer)|\(expires)", secret: secret)
  }

  /// Whether it is signed with the secret and holds at `now`.
  package func isValid(secret: String, now: Timestamp) -> Bool {
    let seconds = now.milliseconds / 1000
    guard expires > seconds, expires <= seconds + Self.longestSeconds else { return false }
    return Secrets.equal(Identity(customer: customer, expires: expires, secret: secret).signature, signature)
  }
}

/// A refused frame with what could be read of it, so that its sender can tell which one it was.
package struct FrameError: Error, Sendable, Equatable {
  package var error: WireError
  package var request: String?
  package var clientMessageID: String?
}
