import TextAnalysis

/// Finds what is wrong between intents, responses and articles.
struct ContentCheck {
  private(set) var problems: [ContentProblem] = []
  private let names: Set<String>
  private let articles: Set<String>?
  private let answered: Set<String>
  /// The responses that flows use, without `utter_`.
  private let said: Set<String>
  /// The intents that a flow answers in any case.
  private let begun: Set<String>

  init(content: Content, files: [IntentFile], knowsArticles: Bool) {
    names = Set(content.intents.map(\.name))
    articles = knowsArticles ? Set(content.articles.map(\.id)) : nil
    answered = Set(files.flatMap { $0.responses.map(\.intent) })
    let flows = files.flatMap(\.flows)
    said = Set(flows.flatMap(\.responses).map { String($0.dropFirst("utter_".count)) })
    begun = Set(flows.filter { $0.guardCondition == nil }.flatMap { $0.triggers.map(\.value) })
    for file in files {
      for entry in file.intents { check(entry, in: file.path) }
      for response in file.responses { check(response, in: file.path) }
    }
    problems += FlowCheck(files: files, intents: names).problems
    checkLinks(content.articles)
    checkLanguages(content.articles)
  }

  private mutating func note(_ file: String, _ line: Int, _ message: String) {
    problems.append(ContentProblem(file: file, line: line, message: message))
  }

  private mutating func check(_ entry: IntentFile.Entry, in file: String) {
    let intent = entry.intent
    if let article = intent.article, let articles, !articles.contains(article) {
      note(file, entry.lines["article"] ?? entry.line, "there is no article \(article)")
    }
    guard intent.name != Intent.outOfScope else { return }
    if entry.lines["title"] == nil {
      note(file, entry.line, "intent \(intent.name) has no title; write title: {zh: …, en: …} in its metadata")
    }
    if entry.lines["article"] == nil, entry.lines["escalate"] == nil, !answered.contains(intent.name),
      !begun.contains(intent.name)
    {
      note(file, entry.line, "intent \(intent.name) has no article, no response, no escalate and no flow")
    }
  }

  private mutating func check(_ entry: IntentFile.ResponseEntry, in file: String) {
    if !names.contains(entry.intent), !said.contains(entry.intent) {
      note(file, entry.line, "utter_\(entry.intent): there is no intent \(entry.intent), and no flow says it")
    }
    let buttons = entry.response.values.max { $0.buttons.count < $1.buttons.count }?.buttons ?? []
    for (button, line) in zip(buttons, entry.payloadLines) where !names.contains(button.intent) {
      note(file, line, "payload \(button.payload): there is no intent \(button.intent)")
    }
  }

  private mutating func checkLinks(_ all: [Article]) {
    guard let articles else { return }
    for article in all {
      for id in article.see where !articles.contains(id) {
        note(article.file, article.line, "\(article.id) has see to \(id), which is no article")
      }
    }
  }

  /// Every article must be there in every language that any article is in.
  private mutating func checkLanguages(_ all: [Article]) {
    let byID = Dictionary(grouping: all, by: \.id)
    for article in all {
      for language in Language.allCases
      where byID[article.id]?.contains(where: { $0.language == language }) == false {
        note(article.file, article.line, "article \(article.id) is missing in \(language.rawValue)")
      }
    }
  }
}
