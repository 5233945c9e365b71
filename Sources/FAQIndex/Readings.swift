import Foundation
import Synchronization

/// How Han characters are read: pinyin without tones, from the tables of ICU (Unicode's Unihan database).
package enum Readings {
  /// By character; those not asked for yet are missing. Asking takes some 30 µs a character.
  private static let known = Mutex<[Unicode.Scalar: String]>([:])
  private static let atOnce = 256

  /// The reading of each character that has one.
  package static func readings(of characters: Set<Unicode.Scalar>) -> [Unicode.Scalar: String] {
    known.withLock { known in
      let missing = characters.filter { known[$0] == nil }.sorted { $0.value < $1.value }
      for start in stride(from: 0, to: missing.count, by: atOnce) {
        let some = missing[start..<min(start + atOnce, missing.count)]
        for (character, reading) in zip(some, transformed(some)) { known[character] = reading }
      }
      return known.filter { characters.contains($0.key) && !$0.value.isEmpty }
    }
  }

  /// As many readings as characters, empty where there is none.
  private static func transformed(_ characters: ArraySlice<Unicode.Scalar>) -> [String] {
    let lines = characters.map(String.init).joined(separator: "\n")
    let latin = lines.applyingTransform(.mandarinToLatin, reverse: false) ?? ""
    let readings = latin.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let letters = String(line).decomposedStringWithCanonicalMapping.unicodeScalars.filter(\.isASCII)
      return letters.allSatisfy(\.properties.isLowercase) ? String(String.UnicodeScalarView(letters)) : ""
    }
    return readings.count == characters.count ? readings : characters.map { _ in "" }
  }
}
