/// Phrases with what each means, found at a place of a text in time bounded by the longest phrase.
///
/// A blank in a phrase is a blank in the text. Where a phrase begins or ends with a Latin letter or digit, the word must
/// begin or end there.
struct PhraseTable<Meaning: Sendable>: Sendable {
  /// Where a node's edges are, sorted by unit, and what a phrase that ends there means.
  private struct Node: Sendable {
    var edges = 0..<0
    var meaning: Meaning?
  }

  private struct Edge: Sendable {
    let unit: UInt32
    let node: Int
  }

  private var nodes: [Node] = []
  private var edges: [Edge] = []
  /// Whether a phrase begins with a unit that has these last bits: at most places this is all that is looked at.
  private var beginnings = [Bool](repeating: false, count: 1 << 10)

  /// Of phrases that are the same the last one counts.
  init(_ phrases: [(String, Meaning)]) {
    let sorted = phrases.map { (units: FoldedText($0).units, meaning: $1) }.filter { !$0.units.isEmpty }
      .sorted { $0.units.lexicographicallyPrecedes($1.units) }
    for phrase in sorted { beginnings[Int(phrase.units[0] & 1_023)] = true }
    _ = addNode(sorted[...], depth: 0)
  }

  /// Several phrases, separated by `|`, for each meaning.
  init(lists: [(String, Meaning)]) {
    self.init(lists.flatMap { list, meaning in list.split(separator: "|").map { (String($0), meaning) } })
  }

  /// Adds the node of phrases that agree in their first `depth` units, with all below it.
  private mutating func addNode(_ phrases: ArraySlice<(units: [UInt32], meaning: Meaning)>, depth: Int) -> Int {
    let node = nodes.count
    nodes.append(Node())
    var rest = phrases
    while let first = rest.first, first.units.count == depth {
      nodes[node].meaning = first.meaning
      rest = rest.dropFirst()
    }
    var found: [Edge] = []
    while let unit = rest.first?.units[depth] {
      let same = rest.prefix { $0.units[depth] == unit }
      found.append(Edge(unit: unit, node: addNode(same, depth: depth + 1)))
      rest = rest.dropFirst(same.count)
    }
    nodes[node].edges = edges.count..<(edges.count + found.count)
    edges += found
    return node
  }

  private func next(_ node: Int, _ unit: UInt32) -> Int? {
    var (low, high) = (nodes[node].edges.lowerBound, nodes[node].edges.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if edges[middle].unit < unit { low = middle + 1 } else { high = middle }
    }
    return low < nodes[node].edges.upperBound && edges[low].unit == unit ? edges[low].node : nil
  }

  /// The longest phrase that begins at `start`.
  func match(in text: FoldedText, at start: Int) -> (meaning: Meaning, end: Int)? {
    guard beginnings[Int(text[start] & 1_023)], text.isBoundary(start) else { return nil }
    var node = 0
    var index = start
    var found: (Meaning, Int)?
    while index < text.count, let next = next(node, text[index]) {
      node = next
      index += 1
      if let meaning = nodes[node].meaning, text.isBoundary(index) { found = (meaning, index) }
    }
    return found
  }
}

extension PhraseTable where Meaning == Void {
  init(_ list: String) { self.init(lists: [(list, ())]) }

  /// The end of the longest phrase that begins at `start`.
  func end(in text: FoldedText, at start: Int) -> Int? { match(in: text, at: start)?.end }
}
