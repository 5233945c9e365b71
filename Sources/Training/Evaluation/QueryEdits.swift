import FAQIndex
import TextAnalysis

/// Mistakes that people make when they type, for a measure of what they cost. The same seed makes the same.
///
/// A Latin text gets one or two edits: a letter left out, put in, changed, or two that change places. A Chinese text
/// gets one character that is read like the right one.
struct QueryEdits {
  private var random: SplitMix
  /// Characters by their reading.
  private let homophones: [String: [Unicode.Scalar]]
  private let readings: [Unicode.Scalar: String]

  /// - Parameter texts: what characters are taken from.
  init(seed: UInt64, texts: [String]) {
    random = SplitMix(state: seed)
    let characters = Set(texts.joined().unicodeScalars.filter { (0x4E00...0x9FFF).contains($0.value) })
    let readings = Readings.readings(of: characters)
    self.readings = readings
    homophones = Dictionary(grouping: readings.keys.sorted { $0.value < $1.value }) { readings[$0] ?? "" }
  }

  mutating func edited(_ text: String, _ language: Language) -> String {
    switch language {
    case .chinese: return withHomophone(text)
    case .english:
      let edits = 1 + Int.random(in: 0..<2, using: &random)
      return (0..<edits).reduce(text) { text, _ in withEdit(text) }
    }
  }

  private mutating func withHomophone(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    let places = scalars.indices.filter { alike(scalars[$0]).count > 1 }
    guard let place = places.randomElement(using: &random),
      let other = alike(scalars[place]).filter({ $0 != scalars[place] }).randomElement(using: &random)
    else { return text }
    scalars[place] = other
    return String(String.UnicodeScalarView(scalars))
  }

  private func alike(_ character: Unicode.Scalar) -> [Unicode.Scalar] {
    readings[character].flatMap { homophones[$0] } ?? []
  }

  private mutating func withEdit(_ text: String) -> String {
    var letters = Array(text)
    let places = letters.indices.filter { letters[$0].isLetter }
    guard let place = places.randomElement(using: &random) else { return text }
    let letter = Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(Int.random(in: 0..<26, using: &random))))
    switch Int.random(in: 0..<4, using: &random) {
    case 0: letters.remove(at: place)
    case 1: letters.insert(letter, at: place)
    case 2: letters[place] = letter
    default: if place + 1 < letters.count, letters[place + 1].isLetter { letters.swapAt(place, place + 1) }
    }
    return String(letters)
  }
}
