package import TextAnalysis

/// Which articles may be found.
package struct FAQFilter: Sendable, Equatable {
  /// Only those in this language; nil for all.
  package var language: Language?
  /// Only those with this tag, as it is written; nil for all.
  package var tag: String?
  /// Only those for this audience or for all; nil for all.
  package var audience: String?
  /// Only those that hold at this second since 1970; nil for all.
  package var time: Int?

  package init(language: Language? = nil, tag: String? = nil, audience: String? = nil, time: Int? = nil) {
    self.language = language
    self.tag = tag
    self.audience = audience
    self.time = time
  }
}

/// What filters ask of an article.
struct DocumentLabels: Sendable {
  let language: Language
  let tags: [String]
  let audiences: [String]
  let validity: Range<Int>?

  func pass(_ filter: FAQFilter) -> Bool {
    if let language = filter.language, language != self.language { return false }
    if let tag = filter.tag, !tags.contains(tag) { return false }
    if let audience = filter.audience, !audiences.isEmpty, !audiences.contains(audience) { return false }
    if let time = filter.time, let validity, !validity.contains(time) { return false }
    return true
  }
}

extension DocumentLabels {
  init(_ document: FAQDocument) {
    self.init(
      language: document.language, tags: document.tags, audiences: document.audiences, validity: document.validity)
  }
}
