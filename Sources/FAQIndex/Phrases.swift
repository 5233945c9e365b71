package import TextAnalysis

/// Rows of words that are read as others: synonyms as one of them, and phrases that ask nothing as no word at all.
///
/// The same is done to what is indexed and to what is asked, so a synonym costs a search nothing.
package struct Phrases: Sendable {
  /// A word as a search sees it.
  struct Piece {
    let key: UInt64
    /// What the letters of a word come from.
    let text: String
    let kind: Token.Kind
    /// The place of the token that it comes from.
    var token: Int
    /// Whether it has no pairs with the words before: a sign stands between, or it was added.
    var isApart: Bool
  }

  private struct Rule {
    let keys: [UInt64]
    let replacement: [Piece]
    /// Whether the words stay and the replacement is added, which is done to what is asked only.
    let isAddition: Bool
  }

  /// The keys with which rules begin.
  private let firstKeys: HashIndex
  /// By the place of their first key, longest first.
  private let rules: [[Rule]]

  /// - Parameters:
  ///   - groups: words and phrases that mean the same; each is read as the first of its group.
  ///   - narrower: a word or phrase, and what finds its articles too, but not the other way round.
  ///   - stops: phrases that ask nothing. A text that has nothing else keeps them.
  package init(
    groups: [[String]] = [], narrower: [(phrase: String, also: String)] = [], stops: [String] = [],
    analyzer: Analyzer
  ) {
    var byFirst: [UInt64: [Rule]] = [:]
    func add(_ phrase: String, _ replacement: [Piece], isAddition: Bool = false) {
      let keys = Self.pieces(analyzer.analyzed(phrase)).map(\.key)
      guard let first = keys.first, keys != replacement.map(\.key) else { return }
      byFirst[first, default: []].append(Rule(keys: keys, replacement: replacement, isAddition: isAddition))
    }
    for group in groups + Self.variants {
      let replacement = Self.pieces(analyzer.analyzed(group.first ?? ""))
      for phrase in group.dropFirst() { add(phrase, replacement) }
    }
    for rule in narrower { add(rule.phrase, Self.pieces(analyzer.analyzed(rule.also)), isAddition: true) }
    for stop in stops { add(stop, []) }
    let firsts = byFirst.keys.sorted()
    firstKeys = HashIndex(firsts)
    rules = firsts.map { (byFirst[$0] ?? []).sorted { $0.keys.count > $1.keys.count } }
  }

  /// Ways to say the same that every text has.
  private static let variants = [["怎么", "如何", "怎样", "咋"], ["为什么", "为何", "为啥"], ["什么", "啥"]]

  /// - Parameter isQuestion: whether it is asked, not indexed.
  func pieces(of text: AnalyzedText, isQuestion: Bool) -> [Piece] {
    let plain = Self.pieces(text)
    guard plain.contains(where: { firstKeys.place(of: $0.key) != nil }) else { return plain }
    let read = pieces(plain, isQuestion: isQuestion)
    return read.isEmpty ? plain : read
  }

  private func pieces(_ plain: [Piece], isQuestion: Bool) -> [Piece] {
    var read: [Piece] = []
    var added: [Piece] = []
    var place = 0
    while place < plain.count {
      let found = rule(at: place, of: plain, isQuestion: isQuestion)
      let replacement = (found?.replacement ?? []).map { piece in
        var piece = piece
        piece.token = plain[place].token
        return piece
      }
      if let found, !found.isAddition {
        read += replacement
        place += found.keys.count
      } else {
        read.append(plain[place])
        added += replacement
        place += 1
      }
    }
    for index in added.indices { added[index].isApart = true }
    return read + added
  }

  private func rule(at place: Int, of pieces: [Piece], isQuestion: Bool) -> Rule? {
    guard let first = firstKeys.place(of: pieces[place].key) else { return nil }
    return rules[first].first { rule in
      (isQuestion || !rule.isAddition) && place + rule.keys.count <= pieces.count
        && rule.keys.indices.allSatisfy { pieces[place + $0].key == rule.keys[$0] }
    }
  }

  /// The words of a text as they stand.
  private static func pieces(_ text: AnalyzedText) -> [Piece] {
    var pieces: [Piece] = []
    pieces.reserveCapacity(text.tokens.count)
    var isApart = true
    for (place, token) in text.tokens.enumerated() {
      guard token.kind != .symbol, token.kind != .emoji else {
        isApart = true
        continue
      }
      let key = StableHash.of(token.stem)
      pieces.append(Piece(key: key, text: token.text, kind: token.kind, token: place, isApart: isApart))
      isApart = false
    }
    return pieces
  }
}
