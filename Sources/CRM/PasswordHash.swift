import COpenSSL

/// A password as it is stored: `scrypt$N$r$p$salt$key` (RFC 7914), salt and key in hexadecimal.
package struct PasswordHash: Sendable {
  package let text: String

  package init(text: String) { self.text = text }

  /// Hashes with N = 2^15, r = 8, p = 1 (32 MiB, some 50 ms) and a fresh 128-bit salt.
  package init(password: String) {
    let salt = Secrets.randomBytes(16)
    let key = Self.key(password: password, salt: salt, cost: 1 << 15, blockSize: 8, parallelism: 1) ?? []
    precondition(!key.isEmpty, "scrypt refused its parameters")
    text = "scrypt$\(1 << 15)$8$1$\(Secrets.hexadecimal(salt))$\(Secrets.hexadecimal(key))"
  }

  /// Whether this is the hash of `password`. A damaged hash matches nothing.
  package func matches(_ password: String) -> Bool {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 6, parts[0] == "scrypt", let cost = UInt64(parts[1]), let blockSize = UInt64(parts[2]),
      let parallelism = UInt64(parts[3]), let salt = Secrets.bytes(hexadecimal: parts[4]),
      let key = Self.key(
        password: password, salt: salt, cost: cost, blockSize: blockSize, parallelism: parallelism)
    else { return false }
    return Secrets.equal(Secrets.hexadecimal(key), parts[5])
  }

  /// The 256-bit key, or nil when the parameters are not scrypt's or need over 64 MiB.
  private static func key(
    password: String, salt: [UInt8], cost: UInt64, blockSize: UInt64, parallelism: UInt64
  ) -> [UInt8]? {
    var key = [UInt8](repeating: 0, count: 32)
    let password = password.utf8.map { CChar(bitPattern: $0) }
    let status = EVP_PBE_scrypt(
      password, password.count, salt, salt.count, cost, blockSize, parallelism, 64 << 20, &key, key.count)
    return status == 1 ? key : nil
  }
}
