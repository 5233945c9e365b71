/// A small random generator that gives the same demo everywhere: SplitMix64 (Steele, Lea, Flood 2014).
struct DemoGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A number of the closed range, each about equally likely.
  mutating func number(_ range: ClosedRange<Int>) -> Int {
    let width = UInt64(range.upperBound - range.lowerBound) + 1
    return range.lowerBound + Int(next().multipliedFullWidth(by: width).high)
  }

  /// Whether something happens that happens `percent` times in 100.
  mutating func happens(_ percent: Int) -> Bool { number(1...100) <= percent }

  /// One of the elements, which must not be empty.
  mutating func one<Element>(of elements: [Element]) -> Element {
    elements[number(0...elements.count - 1)]
  }

  /// One of the elements, as often as its weight says. The weights must not be empty.
  mutating func weighted<Element>(_ elements: [(Element, Int)]) -> Element {
    var rest = number(1...elements.reduce(0) { $0 + $1.1 })
    for (element, weight) in elements {
      rest -= weight
      if rest <= 0 { return element }
    }
    return elements[elements.count - 1].0
  }
}
