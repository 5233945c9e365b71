import TextAnalysis

extension Intent {
  /// What names of intents that stand for an article begin with; no intent that people write has a slash in its name.
  static let articlePrefix = "faq/"

  /// Whether it stands for an article and nobody wrote it.
  package var isArticle: Bool { name.hasPrefix(Self.articlePrefix) }
}

extension Content {
  /// What a message may be about: the intents, and one more for every article that no intent names.
  ///
  /// The title and the questions of an article are examples of that one, or of the only intent that names the article.
  /// So the classifier knows all topics, and not only those that have an intent.
  package var topics: [Intent] {
    let naming = intents.indices.filter { intents[$0].article != nil }
    let named = Dictionary(grouping: naming) { intents[$0].article ?? "" }
    var known = Set(intents.lazy.flatMap(\.examples).map { $0.text.lowercased() })
    var topics = intents
    var places = named.compactMapValues { $0.count == 1 ? $0[0] : nil }
    for article in articles where places[article.id] != nil || named[article.id] == nil {
      let place = places[article.id] ?? topics.count
      if place == topics.count { topics.append(Intent(name: Intent.articlePrefix + article.id, article: article.id)) }
      places[article.id] = place
      if topics[place].isArticle { topics[place].titles[article.language] = article.title }
      for text in [article.title] + article.questions where known.insert(text.lowercased()).inserted {
        topics[place].examples.append(Example(text: text, file: article.file, line: article.line))
      }
    }
    return topics
  }
}
