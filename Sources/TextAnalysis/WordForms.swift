/// The usual form of Latin words that are written in another way.
enum WordForms {
  /// Words that people write without their apostrophe. Those that mean something else without it (its, ill, were, well,
  /// id, lets) are left alone.
  private static let contractions: [String: String] = [
    "arent": "aren't", "cant": "can't", "couldnt": "couldn't", "didnt": "didn't", "doesnt": "doesn't",
    "dont": "don't", "hadnt": "hadn't", "hasnt": "hasn't", "havent": "haven't", "heres": "here's", "hows": "how's",
    "im": "i'm", "isnt": "isn't", "ive": "i've", "mustnt": "mustn't", "shouldnt": "shouldn't", "thats": "that's",
    "theres": "there's", "theyre": "they're", "wasnt": "wasn't", "werent": "weren't", "whats": "what's",
    "wheres": "where's", "whos": "who's", "wont": "won't", "wouldnt": "wouldn't", "youre": "you're",
    "youve": "you've",
  ]
  private static let lengths = 2...8

  /// - Parameter word: lower-case ASCII letters.
  static func usual(_ word: String) -> String {
    let bytes = word.utf8
    if lengths.contains(bytes.count), endsLikeContraction(bytes), let usual = contractions[word] { return usual }
    return hasElongation(bytes) ? shortened(word) : word
  }

  private static func endsLikeContraction(_ bytes: String.UTF8View) -> Bool {
    switch bytes.last {
    case UInt8(ascii: "e"), UInt8(ascii: "m"), UInt8(ascii: "s"), UInt8(ascii: "t"): true
    default: false
    }
  }

  private static func hasElongation(_ bytes: String.UTF8View) -> Bool {
    var count = 0
    var before: UInt8 = 0
    for byte in bytes {
      count = byte == before ? count + 1 : 1
      if count == 3 { return true }
      before = byte
    }
    return false
  }

  /// Three or more equal letters become two inside a word and one at its end: cooool, soooo. A word of one letter only,
  /// such as www, keeps three.
  private static func shortened(_ word: String) -> String {
    let bytes = Array(word.utf8)
    var short: [UInt8] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex { $0 != bytes[start] } ?? bytes.count
      let length = end - start
      let kept = length < 3 ? length : length == bytes.count ? 3 : end == bytes.count ? 1 : 2
      short += Array(repeating: bytes[start], count: kept)
      start = end
    }
    return String(decoding: short, as: UTF8.self)
  }
}
