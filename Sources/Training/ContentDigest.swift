import FAQIndex
import IntentClassifier
import TextAnalysis

extension Content {
  /// 16 hexadecimal digits that change whenever a text, a name, a reference or an order does, and with nothing else:
  /// not with files or lines. FNV-1a, 64 bits.
  package var digest: String {
    var hash = ContentHash()
    for intent in intents { hash.add(intent) }
    for article in articles { hash.add(article) }
    if !flows.flows.isEmpty { hash.add(flows.fields) }
    hash.add(wording)
    return hash.digits
  }

  /// The digest of a release: of the content, of the corrections laid over it, and of the way in which models are
  /// fitted and articles found. Releases with the same digest decide the same.
  func digest(with corrections: [ContentCorrection]) -> String {
    var hash = ContentHash(of: [digest, "\(Release.version) \(IntentModel.version) \(FAQIndex.version)"])
    for correction in corrections { hash.add(correction) }
    return hash.digits
  }

  /// Changes with what a model is fitted to.
  var exampleDigest: String {
    var hash = ContentHash()
    for topic in topics { hash.add([topic.name] + topic.examples.map(\.text)) }
    return hash.digits
  }

  /// Changes with what an index is made of.
  var articleDigest: String {
    var hash = ContentHash()
    for article in articles { hash.add(article) }
    hash.add(wording)
    return hash.digits
  }
}

/// FNV-1a over fields, each ended by a byte that UTF-8 never has, so that no two lists of fields run together.
struct ContentHash {
  private var value: UInt64 = 0xcbf2_9ce4_8422_2325

  init(of fields: [String] = []) {
    if !fields.isEmpty { add(fields) }
  }

  var digits: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  mutating func add(_ field: String) {
    for byte in field.utf8 { add(byte) }
    add(0xff)
  }

  mutating func add(_ fields: [String]) {
    for field in fields { add(field) }
    add(0xfe)
  }

  mutating func add(_ intent: Intent) {
    add(["intent", intent.name, intent.category ?? "", intent.article ?? "", intent.escalation?.rawValue ?? ""])
    add(Language.allCases.map { intent.titles[$0] ?? "" })
    for example in intent.examples {
      add(example.text)
      for span in example.entities {
        add(["\(span.range)", span.entity, span.value ?? "", span.role ?? "", span.group ?? ""])
      }
    }
    for language in Language.allCases {
      guard let response = intent.response[language] else { continue }
      add([language.rawValue, response.text] + response.buttons.flatMap { [$0.title, $0.payload] })
    }
  }

  mutating func add(_ article: Article) {
    add(["article", article.id, article.language.rawValue, article.title, article.answer])
    add(article.questions)
    add(article.tags)
    add(article.see)
  }

  /// Nothing for one that changes nothing.
  mutating func add(_ wording: SearchWording) {
    guard wording != SearchWording() else { return }
    for group in wording.synonyms { add(["synonyms"] + group) }
    for rule in wording.oneWay { add(["one-way", rule.from, rule.to]) }
    add(["stop"] + wording.stops)
  }

  mutating func add(_ correction: ContentCorrection) {
    add(["correction", correction.text, correction.language.rawValue])
    switch correction.change {
    case .intent(let name): add(["intent", name])
    case .example(let name, let text): add(["example", name, text])
    case .article(let id): add(["article", id])
    case .newArticle(let id, let title, let answer, let tags): add(["new", id, title, answer] + tags)
    }
  }

  private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
}
