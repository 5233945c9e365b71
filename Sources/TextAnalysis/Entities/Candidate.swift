/// A possible entity, in units of the folded text.
struct Candidate {
  let kind: Entity.Kind
  let value: String
  let span: Range<Int>
}

extension [Candidate] {
  /// Those that stay when no two may share a character: secrets first, then the longest, then the most specific, then
  /// the first. In the order of the text.
  func withoutOverlaps(in text: FoldedText) -> [Candidate] {
    guard count > 1 else { return self }
    var taken = [Bool](repeating: false, count: text.count)
    var kept: [Candidate] = []
    for candidate in sorted(by: Self.precedes) {
      guard !taken[candidate.span].contains(true) else { continue }
      for index in candidate.span { taken[index] = true }
      kept.append(candidate)
    }
    return kept.sorted { $0.span.lowerBound < $1.span.lowerBound }
  }

  private static func precedes(_ left: Candidate, _ right: Candidate) -> Bool {
    if left.kind.isSecret != right.kind.isSecret { return left.kind.isSecret }
    if left.span.count != right.span.count { return left.span.count > right.span.count }
    if left.kind != right.kind { return left.kind.specificity > right.kind.specificity }
    return left.span.lowerBound < right.span.lowerBound
  }
}
