/// The numbered errors of the protocol's section 2: one list for frames and HTTP.
package enum ErrorCode: Int, Sendable, CaseIterable {
  case badJSON = 100
  case badField = 101
  case unknownType = 102
  case unsupportedProtocol = 103
  case tooLarge = 104
  case textEmpty = 105
  case textTooLong = 106
  case helloFirst = 107
  case contentInvalid = 108
  case notFound = 109
  case methodNotAllowed = 110
  case signInRequired = 200
  case badCredentials = 201
  case forbidden = 202
  case badIdentity = 203
  case originRefused = 204
  case unknownConversation = 300
  case conversationClosed = 301
  case alreadyClaimed = 302
  case notHolder = 303
  case slowDown = 400
  case `internal` = 500
  case notSaved = 501
  case stopping = 502

  /// The name on the wire, what the client should do, the HTTP status.
  package var facts: (name: String, advice: String, status: Int) {
    switch self {
    case .badJSON: ("bad_json", "fix", 400)
    case .badField: ("bad_field", "fix", 400)
    case .unknownType: ("unknown_type", "fix", 400)
    case .unsupportedProtocol: ("unsupported_protocol", "fix", 400)
    case .tooLarge: ("too_large", "fix", 413)
    case .textEmpty: ("text_empty", "fix", 400)
    case .textTooLong: ("text_too_long", "fix", 400)
    case .helloFirst: ("hello_first", "fix", 400)
    case .contentInvalid: ("content_invalid", "fix", 422)
    case .notFound: ("not_found", "fix", 404)
    case .methodNotAllowed: ("method_not_allowed", "fix", 405)
    case .signInRequired: ("sign_in_required", "sign_in", 401)
    case .badCredentials: ("bad_credentials", "sign_in", 401)
    case .forbidden: ("forbidden", "none", 403)
    case .badIdentity: ("bad_identity", "sign_in", 401)
    case .originRefused: ("origin_refused", "none", 403)
    case .unknownConversation: ("unknown_conversation", "none", 404)
    case .conversationClosed: ("conversation_closed", "start", 409)
    case .alreadyClaimed: ("already_claimed", "none", 409)
    case .notHolder: ("not_holder", "none", 409)
    case .slowDown: ("slow_down", "slow_down", 429)
    case .internal: ("internal", "retry", 500)
    case .notSaved: ("not_saved", "retry", 503)
    case .stopping: ("stopping", "retry", 503)
    }
  }
}

/// An error for the client that caused it.
package struct WireError: Error, Sendable, Equatable {
  package var code: ErrorCode
  package var message: String
  package var retryAfterMilliseconds: Int?

  package init(_ code: ErrorCode, _ message: String, retryAfterMilliseconds: Int? = nil) {
    self.code = code
    self.message = message
    self.retryAfterMilliseconds = retryAfterMilliseconds
  }
}

/// WebSocket close codes: 4000–4499 reconnect, 4500–4999 do not.
enum CloseCode {
  static let restarting: UInt16 = 4000
  static let badFrames: UInt16 = 4500
  static let sessionRefused: UInt16 = 4501
  static let noHello: UInt16 = 4503
  static let flooding: UInt16 = 4508
}
