import COpenSSL

/// What the system's random source and OpenSSL give: identifiers, tokens, digests, signatures.
package enum Secrets {
  /// `count` bytes from OpenSSL's generator.
  package static func randomBytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let status = RAND_bytes(&bytes, Int32(count))
    precondition(status == 1, "the system has no randomness")
    return bytes
  }

  /// A random identifier: `prefix` and 80 bits as 16 letters and digits.
  package static func identifier(_ prefix: String) -> String {
    let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
    return prefix + String(randomBytes(16).map { alphabet[Int($0 & 31)] })
  }

  /// A session token: 256 random bits as 64 hexadecimal digits.
  package static func token() -> String { hexadecimal(randomBytes(32)) }

  /// Six random digits, each as likely as any other.
  package static func oneTimeCode() -> String {
    let count: UInt32 = 1_000_000
    while true {
      let number = randomBytes(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      // The numbers above the last whole million would make some codes likelier.
      if number < UInt32.max - UInt32.max % count { return "\(number % count + count)".suffix(6).description }
    }
  }

  /// SHA-256 of the text's UTF-8 (FIPS 180-4), in hexadecimal. Tokens are stored only so.
  package static func digest(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var output = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    SHA256(bytes, bytes.count, &output)
    return hexadecimal(output)
  }

  /// HMAC-SHA256 of the text (RFC 2104), in hexadecimal.
  package static func signature(of text: String, secret: String) -> String {
    let bytes = Array(text.utf8)
    let key = Array(secret.utf8)
    var output = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    var length = UInt32(0)
    HMAC(EVP_sha256(), key, Int32(key.count), bytes, bytes.count, &output, &length)
    return hexadecimal(output)
  }

  /// Compares without telling by its time where the texts differ.
  package static func equal(_ left: String, _ right: String) -> Bool {
    let left = Array(left.utf8)
    let right = Array(right.utf8)
    return left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
  }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  static func bytes(hexadecimal text: String) -> [UInt8]? {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
