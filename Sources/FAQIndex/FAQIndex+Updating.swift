extension FAQIndex {
  /// A part is merged with the next one when it has at most so many times its articles.
  private static let growth = 4
  /// Larger merges are left to `mergeable()`.
  private static let mostMergedAtOnce = 1000
  /// A part is written anew when more than one of so many of its articles is there no more.
  private static let deletedShare = 4

  /// The index with articles taken away, then others added or changed.
  ///
  /// What a term tells is still counted with the old versions until their part is merged.
  package func updated(setting documents: [FAQDocument], removing keys: [FAQDocumentKey] = []) -> FAQIndex {
    var index = self
    for key in keys { index.delete(key) }
    let indexed = Self.indexed(documents, phrases: phrases, analyzer: analyzer)
    for document in indexed { index.delete(FAQDocumentKey(id: document.id, language: document.language)) }
    if !indexed.isEmpty { index.parts.append(IndexPart(segment: Segment(indexed, lengths: lengths))) }
    index.parts.removeAll { $0.count == 0 }
    while let range = index.mergeable(limit: Self.mostMergedAtOnce) {
      index.parts.replaceSubrange(range, with: [IndexPart(segment: Segment(merging: index.parts[range]))])
    }
    return index
  }

  private mutating func delete(_ key: FAQDocumentKey) {
    for number in parts.indices {
      if let place = parts[number].segment.place(of: key), parts[number].has(place) { parts[number].delete(place) }
    }
  }

  /// Parts that are better one; nil when all is well.
  ///
  /// - Parameter limit: of articles that the parts have together.
  func mergeable(limit: Int = .max) -> Range<Int>? {
    for number in parts.indices.reversed() {
      let size = parts[number].segment.documents.count
      if let deleted = parts[number].deleted, deleted.count * Self.deletedShare > size, size <= limit {
        return number..<(number + 1)
      }
      guard number > 0 else { continue }
      let before = parts[number - 1].segment.documents.count
      if before <= Self.growth * size, before + size <= limit { return (number - 1)..<(number + 1) }
    }
    return nil
  }

  /// The index with some of its parts replaced by what they were merged into.
  ///
  /// - Parameter old: the parts as they were when they were merged; what was taken away since is taken away again.
  /// - Returns: nil when the index has them no more.
  func replacing(_ old: ArraySlice<IndexPart>, with merged: Segment) -> FAQIndex? {
    guard let first = old.first, let start = parts.firstIndex(where: { $0.segment === first.segment }),
      start + old.count <= parts.count,
      zip(parts[start...], old).allSatisfy({ $0.segment === $1.segment })
    else { return nil }
    var part = IndexPart(segment: merged)
    for (now, then) in zip(parts[start...], old) {
      for (place, document) in now.segment.documents.enumerated() where then.has(place) && !now.has(place) {
        if let moved = merged.place(of: document.key) { part.delete(moved) }
      }
    }
    var index = self
    index.parts.replaceSubrange(start..<(start + old.count), with: part.count == 0 ? [] : [part])
    return index
  }
}
