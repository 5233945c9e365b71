package import TextAnalysis

/// How fast a person is needed.
package enum Escalation: String, Sendable, Codable, CaseIterable {
  case normal, urgent
}

/// What a customer may want: how it is said, and what answers it.
package struct Intent: Sendable, Equatable {
  /// The name of an intent whose examples mean none of the others.
  package static let outOfScope = "out_of_scope"

  package var name: String
  /// What a customer reads in "did you mean".
  package var titles: [Language: String]
  /// The category of a ticket made from it.
  package var category: String?
  /// The id of the article that answers it.
  package var article: String?
  /// Set when a person is called at once.
  package var escalation: Escalation?
  package var examples: [Example]
  /// What the bot says; goes before `article`.
  package var response: [Language: Response]

  package init(
    name: String, titles: [Language: String] = [:], category: String? = nil, article: String? = nil,
    escalation: Escalation? = nil, examples: [Example] = [], response: [Language: Response] = [:]
  ) {
    self.name = name
    self.titles = titles
    self.category = category
    self.article = article
    self.escalation = escalation
    self.examples = examples
    self.response = response
  }
}

/// A sentence that shows an intent, without its entity marks.
package struct Example: Sendable, Equatable {
  package var text: String
  package var entities: [EntitySpan]
  package var file: String
  package var line: Int

  package init(text: String, entities: [EntitySpan] = [], file: String, line: Int) {
    self.text = text
    self.entities = entities
    self.file = file
    self.line = line
  }
}

/// A marked part of an example.
package struct EntitySpan: Sendable, Equatable {
  /// UTF-8 byte offsets into the example's text.
  package var range: Range<Int>
  package var entity: String
  /// What the part stands for, when it is not what it says.
  package var value: String?
  package var role: String?
  package var group: String?

  package init(range: Range<Int>, entity: String, value: String? = nil, role: String? = nil, group: String? = nil) {
    self.range = range
    self.entity = entity
    self.value = value
    self.role = role
    self.group = group
  }
}

/// What the bot says to an intent, in one language.
package struct Response: Sendable, Equatable {
  package var text: String
  package var buttons: [Button]

  package init(text: String, buttons: [Button] = []) {
    self.text = text
    self.buttons = buttons
  }

  /// A quick reply under the response.
  package struct Button: Sendable, Equatable {
    package var title: String
    /// A slash and the name of an intent, as it is written in the file.
    package var payload: String
    /// The intent that the payload names.
    package var intent: String { String(payload.dropFirst()) }

    package init(title: String, payload: String) {
      self.title = title
      self.payload = payload
    }
  }
}
