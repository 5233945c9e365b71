/// Quick looks at the bytes of a text: most texts have nothing to hide, and this finds out in a pass.
enum SecretSigns {
  /// Whether there is a character that words for passwords and codes have, or one that hides them from this look.
  static func mayHaveSecret(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        if byte < 0x80 {
          if isSignLetter(byte), isStart(bytes, index), isWord(bytes, index) { return true }
        } else if isHanSign(bytes, index) {
          return true
        }
        index += 1
      }
      return false
    }
  }

  /// Whether there is a blank between other characters, or a Han character.
  static func isSentence(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      let inner = bytes.drop { $0 <= 0x20 }
      guard let blank = inner.firstIndex(where: { $0 <= 0x20 || (0xE4...0xE9).contains($0) }) else { return false }
      return bytes[blank] > 0x20 || bytes[blank...].contains { $0 > 0x20 }
    }
  }

  /// Whether there is an at sign, or a digit in any script.
  static func mayHaveNumber(_ text: String) -> Bool {
    text.unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0x30...0x39, 0x40: true
      case 0x00...0x7F, 0x4E00...0x9FFF: false
      default: FoldedText.folded(scalar.value).map { FoldedText.isDigit($0) || $0 == 0x40 } ?? false
      }
    }
  }

  /// The first letters of the English words: passwords, pins, codes, verification, CVV, OTP, 2FA.
  private static func isSignLetter(_ byte: UInt8) -> Bool {
    switch byte | 0x20 {
    case 0x70, 0x63, 0x6F, 0x76, 0x32: true
    default: false
    }
  }

  private static func isStart(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    guard index > 0 else { return true }
    let before = bytes[index - 1] | 0x20
    return !(0x61...0x7A).contains(before)
  }

  private static func isWord(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    let (second, third) = (letter(bytes, index + 1), letter(bytes, index + 2))
    switch (bytes[index] | 0x20, second, third) {
    case (0x70, 0x61, 0x73), (0x70, 0x69, 0x6E), (0x70, 0x77, _), (0x70, 0x73, 0x77): return true
    case (0x63, 0x6F, 0x64), (0x63, 0x76, _): return true
    case (0x76, 0x65, 0x72), (0x6F, 0x74, 0x70), (0x6F, 0x6E, 0x65), (0x32, 0x66, 0x61): return true
    default: return second >= 0x80 && bytes[index] | 0x20 == 0x70
    }
  }

  private static func letter(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt8 {
    index < bytes.count ? (bytes[index] < 0x80 ? bytes[index] | 0x20 : bytes[index]) : 0
  }

  /// 码, 碼, 令; full-width letters and what cannot be seen, which the words may be written with.
  private static func isHanSign(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    guard index + 2 < bytes.count else { return false }
    switch (bytes[index], bytes[index + 1], bytes[index + 2]) {
    case (0xE7, 0xA0, 0x81), (0xE7, 0xA2, 0xBC), (0xE4, 0xBB, 0xA4): return true
    case (0xEF, 0xBC, 0xA1...0xBF), (0xEF, 0xBD, 0x80...0x9A): return true
    case (0xE2, 0x80, 0x8B...0x8F), (0xE2, 0x81, 0xA0...0xAF): return true
    case (0xEF, 0xBB, 0xBF), (0xEF, 0xB8, 0x80...0x8F): return true
    default: return bytes[index] == 0xC2 && bytes[index + 1] == 0xAD
    }
  }
}
