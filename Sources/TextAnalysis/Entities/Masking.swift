/// Hides what must not be read: secrets before a message is stored, personal numbers where texts leave for trainers and
/// exports.
package enum Masking {
  /// What stands for a secret, whatever its length.
  package static let secret = "******"
  private static let longestAnswer = 64
  /// Service numbers of companies belong to nobody.
  private static let servicePrefixes = ["400", "800"]

  /// The text with passwords and one-time codes replaced by `secret`.
  ///
  /// - Parameter previous: what was said before. Where that ends with "my password is", or asks for a code, a message
  ///   that is nothing but such a value is one.
  package static func hidingSecrets(in text: String, after previous: String? = nil) -> String {
    if let previous, isAnswer(text, to: previous) { return secret }
    guard SecretSigns.mayHaveSecret(text) else { return text }
    let folded = FoldedText(text)
    let spans = SecretReader(text: folded).candidates().withoutOverlaps(in: folded)
    return replaced(text, folded, spans) { _ in secret }
  }

  /// The text with personal numbers shortened to `…1234` and `d…@example.com`, and secrets hidden.
  package static func hidingPersonalData(in text: String) -> String {
    guard SecretSigns.mayHaveNumber(text) || SecretSigns.mayHaveSecret(text) else { return text }
    let folded = FoldedText(text)
    return replaced(text, folded, personal(in: folded), shortened)
  }

  /// As `hidingPersonalData(in:)` for words cut from `text`: none tells what is hidden there.
  package static func hidingPersonalData(in words: [String], of text: String) -> [String] {
    guard SecretSigns.mayHaveNumber(text) || SecretSigns.mayHaveSecret(text) else { return words }
    let folded = FoldedText(text)
    let hidden = personal(in: folded).map { folded.text($0.span) }
    guard !hidden.isEmpty else { return words }
    return words.map { word in
      let isTelling = word.utf8.contains { (0x30...0x39).contains($0) || $0 == 0x40 }
      return isTelling || (word.utf8.count > 2 && hidden.contains { $0.contains(word) }) ? "…" : word
    }
  }

  private static func personal(in text: FoldedText) -> [Candidate] {
    let reader = PersonalNumberReader(text: text)
    var candidates = SecretReader(text: text).candidates()
    for index in text.units.indices { reader.add(at: index, to: &candidates) }
    return candidates.withoutOverlaps(in: text)
  }

  private static func shortened(_ candidate: Candidate) -> String? {
    let value = candidate.value
    switch candidate.kind {
    case .oneTimeCode, .password: return secret
    case .email: return "\(value.prefix(1))…\(value.drop { $0 != "@" })"
    case .phone where value.count == 10 && servicePrefixes.contains { value.hasPrefix($0) }: return nil
    default: return "…\(value.suffix(4))"
    }
  }

  private static func replaced(
    _ text: String, _ folded: FoldedText, _ candidates: [Candidate], _ replacement: (Candidate) -> String?
  ) -> String {
    guard !candidates.isEmpty else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var end = 0
    for candidate in candidates {
      guard let replacement = replacement(candidate) else { continue }
      let range = folded.bytes(of: candidate.span)
      result += bytes[end..<range.lowerBound]
      result += replacement.utf8
      end = range.upperBound
    }
    return String(decoding: result + bytes[end...], as: UTF8.self)
  }

  // MARK: Answers

  /// Whether the text is a secret that the one before asked for or announced.
  private static func isAnswer(_ text: String, to previous: String) -> Bool {
    guard text.utf8.count <= longestAnswer, !SecretSigns.isSentence(text), SecretSigns.mayHaveSecret(previous) else {
      return false
    }
    let answer = FoldedText(text)
    let span = answer.skippingSpace(0)..<(answer.isSpace(answer.count - 1) ? answer.count - 1 : answer.count)
    guard span.count >= 3, answer.units[span].allSatisfy(SecretReader.isValue) else { return false }
    let digits = answer.units[span].count(where: FoldedText.isDigit)
    switch SecretAnnouncement(in: FoldedText(previous)) {
    case .password: return SecretWords.stopWords.end(in: answer, at: span.lowerBound) != span.upperBound
    case .code: return digits == span.count && (4...8).contains(digits)
    case nil: return false
    }
  }
}
