/// What a message lets expect of the next: "my password is", or a question for the code that was sent.
enum SecretAnnouncement {
  case password, code

  /// How much of the end of a text is looked at.
  private static let reach = 200

  init?(in text: FoldedText) {
    var found: SecretAnnouncement?
    for index in text.units.indices.suffix(Self.reach) {
      guard let (name, end) = SecretWords.names.match(in: text, at: index) else { continue }
      switch name {
      case .code: found = .code
      case .password where Self.isLinkAtEnd(text, end), .cardCode where Self.isLinkAtEnd(text, end): found = .password
      case .plainCode where Self.isLinkAtEnd(text, end): found = .code
      case .cardCode, .password, .plainCode: continue
      }
    }
    guard let found else { return nil }
    self = found
  }

  /// Whether only links and signs stand behind the name: "my password is …".
  private static func isLinkAtEnd(_ text: FoldedText, _ end: Int) -> Bool {
    var (place, isLinked) = (end, false)
    while place < text.count {
      if let link = SecretWords.links.end(in: text, at: place) {
        (place, isLinked) = (link, true)
      } else if text.isSpace(place) || [0x2E, 0x2026, 0xFF0C, 0x2C].contains(text[place]) {
        place += 1
      } else {
        return false
      }
    }
    return isLinked
  }
}
