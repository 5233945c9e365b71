import CRM
import Foundation

extension ClientFrame {
  /// The most characters a text may have.
  package static let textLimit = 4000
  private static let identifierLimit = 64
  private static let noteLimit = 1000

  /// Reads a frame.
  /// - Throws: a `FrameError` that names the field.
  package init(decoding bytes: [UInt8]) throws(FrameError) {
    let fields = try Self.fields(bytes)
    do {
      request = try fields.request.map { try Self.identifier($0, "request") }
      body = try Self.body(fields)
    } catch let error as WireError {
      throw FrameError(error: error, request: fields.request, clientMessageID: fields.clientMessageID)
    } catch {
      throw FrameError(
        error: WireError(.internal, "the frame could not be read"), request: fields.request, clientMessageID: nil)
    }
  }

  private static func fields(_ bytes: [UInt8]) throws(FrameError) -> Fields {
    if let fields = Fields(plain: bytes) { return fields }
    let data = Data(bytes)
    do {
      return try JSONDecoder().decode(Fields.self, from: data)
    } catch {
      throw FrameError(error: wireError(error, in: data), request: nil, clientMessageID: nil)
    }
  }

  private static func body(_ fields: Fields) throws -> Body {
    switch fields.type {
    case "hello": .hello(try hello(fields))
    case "resume":
      .resume(conversation: try conversation(fields), after: try count(fields.after, "after"))
    case "unwatch": .unwatch(conversation: try conversation(fields))
    case "message": .message(try message(fields))
    case "typing":
      .typing(conversation: try conversation(fields), isTyping: try required(fields.typing, "typing"))
    case "feedback":
      .feedback(
        conversation: try conversation(fields), seq: try count(fields.seq, "seq"),
        helpful: try required(fields.helpful, "helpful"))
    case "start": .start(language: fields.language)
    case "contact": .contact(conversation: try conversation(fields), try contact(fields))
    case "claim": .claim(conversation: try conversation(fields), takingOver: fields.takeOver ?? false)
    case "transfer": try transfer(fields)
    case "release": .release(conversation: try conversation(fields))
    case "close": .close(conversation: try conversation(fields))
    case "ping": .ping
    default: throw WireError(.unknownType, "type: there is no such frame")
    }
  }

  private static func hello(_ fields: Fields) throws -> Hello {
    guard fields.protocol == 1 else { throw WireError(.unsupportedProtocol, "protocol: must be 1") }
    guard let role = Hello.Role(rawValue: fields.role ?? "") else {
      throw WireError(.badField, "role: must be customer or agent")
    }
    if let resume = fields.resume {
      _ = try identifier(resume.conversation, "resume.conversation")
      _ = try count(resume.after, "resume.after")
    }
    return Hello(
      role: role, language: fields.language, session: fields.session, identity: fields.identity,
      resume: fields.resume, wantsDesk: fields.desk ?? true)
  }

  private static func transfer(_ fields: Fields) throws -> Body {
    if let note = fields.note {
      guard note.unicodeScalars.count <= noteLimit, !note.unicodeScalars.contains("\0") else {
        throw WireError(.badField, "note: must have at most \(noteLimit) characters")
      }
    }
    return .transfer(
      conversation: try conversation(fields), to: try fields.to.map { try identifier($0, "to") }, note: fields.note)
  }

  private static func contact(_ fields: Fields) throws -> Contact {
    let email = fields.email?.trimmingCharacters(in: .whitespacesAndNewlines)
    let phone = fields.phone?.trimmingCharacters(in: .whitespacesAndNewlines)
    if let email {
      let parts = email.split(separator: "@", omittingEmptySubsequences: false)
      let isAddress =
        parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !parts[1].hasSuffix(".")
        && !parts[1].hasPrefix(".") && !email.contains(where: \.isWhitespace) && email.utf8.count <= 254
      guard isAddress, checkPrintable(email) else { throw WireError(.badField, "email: is not an e-mail address") }
    }
    if let phone {
      let digits = phone.utf8.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard (5...20).contains(digits), phone.allSatisfy({ "0123456789 +-()./".contains($0) }), phone.count <= 40
      else { throw WireError(.badField, "phone: is not a phone number") }
    }
    guard let contact = Contact(email: email, phone: phone) else {
      throw WireError(.badField, "email: or phone: is needed")
    }
    return contact
  }

  private static func checkPrintable(_ text: String) -> Bool {
    !text.unicodeScalars.contains(where: isInvisible)
  }

  private static func message(_ fields: Fields) throws -> CustomerMessage {
    let conversation = try conversation(fields)
    let clientMessageID = try identifier(fields.clientMessageID, "client_message_id")
    let text = try required(fields.text, "text")
    try checkText(text)
    let payload = try fields.payload.map { payload in
      guard payload.utf8.count <= 200 else { throw WireError(.badField, "payload: is too long") }
      return payload
    }
    return CustomerMessage(
      conversation: conversation, clientMessageID: clientMessageID, text: text, payload: payload)
  }

  /// Refuses a text that is empty, too long or holds control characters that no keyboard makes.
  static func checkText(_ text: String) throws {
    guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace && !isInvisible($0) }) else {
      throw WireError(.textEmpty, "text: must have at least one character that is not white space.")
    }
    guard text.utf8.count <= textLimit || text.unicodeScalars.count <= textLimit else {
      throw WireError(.textTooLong, "text: must have at most \(textLimit) characters.")
    }
    guard !text.utf8.contains(0) else {
      throw WireError(.badField, "text: must not hold the NUL character")
    }
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format: true
    default: false
    }
  }

  private static func conversation(_ fields: Fields) throws -> String {
    try identifier(fields.conversation, "conversation")
  }

  private static func required<Value>(_ value: Value?, _ name: String) throws -> Value {
    guard let value else { throw WireError(.badField, "\(name): is missing") }
    return value
  }

  private static func count(_ value: Int?, _ name: String) throws -> Int {
    let value = try required(value, name)
    guard (0...Int(Int32.max)).contains(value) else { throw WireError(.badField, "\(name): is out of range") }
    return value
  }

  private static func identifier(_ value: String?, _ name: String) throws -> String {
    let value = try required(value, name)
    guard (1...identifierLimit).contains(value.utf8.count), value.utf8.allSatisfy(isIdentifierByte) else {
      throw WireError(.badField, "\(name): must be 1 to \(identifierLimit) of A–Z a–z 0–9 _ -")
    }
    return value
  }

  private static func isIdentifierByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }

  /// Names the field that a decoder stumbled over; never its value.
  static func wireError(_ error: any Error, in data: Data) -> WireError {
    guard let error = error as? DecodingError else { return WireError(.badJSON, "not a JSON object in UTF-8") }
    switch error {
    case .typeMismatch(let type, let context) where !context.codingPath.isEmpty:
      return WireError(.badField, "\(path(context.codingPath)): must be \(name(of: type))")
    case .valueNotFound(_, let context) where !context.codingPath.isEmpty:
      return WireError(.badField, "\(path(context.codingPath)): must not be null")
    case .keyNotFound(let key, let context):
      return WireError(.badField, "\(path(context.codingPath + [key])): is missing")
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      return WireError(.badField, "\(path(context.codingPath)): cannot be read")
    case .dataCorrupted where (try? JSONSerialization.jsonObject(with: data)) is [String: Any]:
      return WireError(.badField, "a number is out of range")
    default:
      return WireError(.badJSON, "not a JSON object in UTF-8")
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
  }

  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a text"
    case is Int.Type, is Int64.Type: "a whole number"
    case is Bool.Type: "true or false"
    default: "an object"
    }
  }
}
