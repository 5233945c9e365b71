import CRM

extension ClientFrame {
  /// The fields of all frames, with the names they have on the wire.
  struct Fields: Decodable {
    var type: String
    var request: String?
    var `protocol`: Int?
    var role: String?
    var language: String?
    var session: String?
    var identity: Identity?
    var resume: Resume?
    var conversation: String?
    var clientMessageID: String?
    var text: String?
    var payload: String?
    var after: Int?
    var seq: Int?
    var typing: Bool?
    var helpful: Bool?
    var takeOver: Bool?
    var desk: Bool?
    var to: String?
    var note: String?
    var email: String?
    var phone: String?

    private enum CodingKeys: String, CodingKey {
      case type, request, `protocol`, role, language, session, identity, resume, conversation, text, payload, after,
        seq, typing, helpful, to, note, email, phone, desk
      case takeOver = "take_over"
      case clientMessageID = "client_message_id"
    }

    /// Reads a message whose fields are plain texts; nil for everything else.
    init?(plain bytes: [UInt8]) {
      var type: String?
      var (request, conversation, clientMessageID): (String?, String?, String?)
      var (text, payload): (String?, String?)
      let isPlain = bytes.withUnsafeBufferPointer { bytes in
        var fields = PlainFields(bytes)
        return fields.read { name, value in
          switch name.count {
          case 4 where name.elementsEqual("type".utf8): type.set(value)
          case 4 where name.elementsEqual("text".utf8): text.set(value)
          case 7 where name.elementsEqual("request".utf8): request.set(value)
          case 7 where name.elementsEqual("payload".utf8): payload.set(value)
          case 12 where name.elementsEqual("conversation".utf8): conversation.set(value)
          case 17 where name.elementsEqual("client_message_id".utf8): clientMessageID.set(value)
          default: false
          }
        }
      }
      guard isPlain, type == "message" else { return nil }
      self.type = "message"
      (self.request, self.conversation, self.clientMessageID) = (request, conversation, clientMessageID)
      (self.text, self.payload) = (text, payload)
    }

    /// A field that a frame of the type does not have is not looked for: each look costs, and most frames are messages.
    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      type = try values.decode(String.self, forKey: .type)
      request = try values.decodeIfPresent(String.self, forKey: .request)
      conversation = try values.decodeIfPresent(String.self, forKey: .conversation)
      clientMessageID = try values.decodeIfPresent(String.self, forKey: .clientMessageID)
      switch type {
      case "message":
        text = try values.decodeIfPresent(String.self, forKey: .text)
        payload = try values.decodeIfPresent(String.self, forKey: .payload)
      case "typing": typing = try values.decodeIfPresent(Bool.self, forKey: .typing)
      default: try decodeRest(values)
      }
    }

    private mutating func decodeRest(_ values: KeyedDecodingContainer<CodingKeys>) throws {
      `protocol` = try values.decodeIfPresent(Int.self, forKey: .protocol)
      role = try values.decodeIfPresent(String.self, forKey: .role)
      language = try values.decodeIfPresent(String.self, forKey: .language)
      session = try values.decodeIfPresent(String.self, forKey: .session)
      identity = try values.decodeIfPresent(Identity.self, forKey: .identity)
      resume = try values.decodeIfPresent(Resume.self, forKey: .resume)
      after = try values.decodeIfPresent(Int.self, forKey: .after)
      seq = try values.decodeIfPresent(Int.self, forKey: .seq)
      helpful = try values.decodeIfPresent(Bool.self, forKey: .helpful)
      takeOver = try values.decodeIfPresent(Bool.self, forKey: .takeOver)
      desk = try values.decodeIfPresent(Bool.self, forKey: .desk)
      to = try values.decodeIfPresent(String.self, forKey: .to)
      note = try values.decodeIfPresent(String.self, forKey: .note)
      email = try values.decodeIfPresent(String.self, forKey: .email)
      phone = try values.decodeIfPresent(String.self, forKey: .phone)
    }
  }
}

extension String? {
  /// Sets what is not set yet; false otherwise.
  fileprivate mutating func set(_ value: String) -> Bool {
    guard self == nil else { return false }
    self = value
    return true
  }
}
