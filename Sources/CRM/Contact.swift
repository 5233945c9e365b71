/// Where a customer wants to be reached: an e-mail address, a phone number, or both.
package struct Contact: Sendable, Equatable, Codable {
  package let email: String?
  package let phone: String?

  /// Nil without either.
  package init?(email: String?, phone: String?) {
    guard email != nil || phone != nil else { return nil }
    self.email = email
    self.phone = phone
  }

  private init(maskedEmail: String?, maskedPhone: String?) {
    email = maskedEmail
    phone = maskedPhone
  }

  /// For places that more people read: `d…@example.com`, `…4567`.
  package var masked: Contact {
    let email = email.map { "\($0.prefix(1))…\($0.drop { $0 != "@" })" }
    return Contact(maskedEmail: email, maskedPhone: phone.map { "…\($0.suffix(4))" })
  }

  private enum CodingKeys: String, CodingKey { case email, phone }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(email, forKey: .email)
    try container.encode(phone, forKey: .phone)
  }
}
