/// Hashes that are the same in every process, unlike `Hasher`'s.
package enum StableHash {
  /// FNV-1a over the UTF-8 bytes.
  package static func of(_ text: String) -> UInt64 {
    var text = text
    return text.withUTF8 { bytes in
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      return hash
    }
  }

  /// Mixes two hashes; the order matters. The finishing steps are those of SplitMix64.
  @inlinable @inline(__always) package static func combined(_ first: UInt64, _ second: UInt64, salt: UInt64) -> UInt64 {
    var hash = first &* 0x9E37_79B9_7F4A_7C15 &+ (second ^ (salt << 56)) &* 0xC2B2_AE3D_27D4_EB4F
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    return hash ^ (hash >> 31)
  }
}
