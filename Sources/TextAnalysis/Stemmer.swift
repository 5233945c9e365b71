import CStemmer
import Synchronization

/// English stems by libstemmer (Snowball's "english" algorithm).
///
/// A handle of libstemmer keeps its last result inside, so one thread at a time may use it; `Handle` is only ever
/// touched inside the mutex, which a message takes once for all its words.
final class Stemmer: Sendable {
  /// Longer words are no English; they are their own stem.
  private static let longestWord = 64

  /// Owns the C object and frees it.
  private struct Handle: ~Copyable {
    // OpaquePointer because libstemmer's struct is incomplete; it never leaves this value.
    let pointer: OpaquePointer

    deinit { sb_stemmer_delete(pointer) }

    borrowing func stem(of word: String) -> String? {
      var word = word
      return word.withUTF8 { bytes -> String? in
        guard let base = bytes.baseAddress,
          let stem = sb_stemmer_stem(pointer, base, Int32(clamping: bytes.count))
        else { return nil }
        let length = Int(sb_stemmer_length(pointer))
        return String(decoding: UnsafeBufferPointer(start: stem, count: length), as: UTF8.self)
      }
    }
  }

  private let handle: Mutex<Handle>

  init() throws(AnalyzerError) {
    guard let pointer = sb_stemmer_new("english", "UTF_8") else {
      throw .stemmerUnavailable(algorithm: "english")
    }
    handle = Mutex(Handle(pointer: pointer))
  }

  /// Lends what gives the stem of a word. A word that cannot be stemmed is its own stem.
  func stemming<Result>(_ body: ((String) -> String) -> sending Result) -> Result {
    handle.withLock { handle in
      body { word in
        guard word.utf8.count <= Self.longestWord else { return word }
        return handle.stem(of: word) ?? word
      }
    }
  }
}
