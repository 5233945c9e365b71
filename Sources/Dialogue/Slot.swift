/// A value that a flow collects from the customer.
package struct Slot: Sendable, Equatable {
  /// What may fill it. The raw values are the `type` of the file, and those of `Mention`.
  package enum Kind: String, Sendable, Equatable, CaseIterable {
    /// Whatever the customer says.
    case text
    case number
    case money
    /// `yyyy-mm-dd`.
    case date
    /// `hh:mm`.
    case time
    /// One of the slot's choices.
    case choice
    case phone
    case email
    case orderNumber = "order_number"
    /// The last four digits of a card.
    case cardLast4 = "card_last4"
    /// One of the company's products, by the name that is listed.
    case product
    /// A code that was sent to the customer.
    case code
    case yesNo = "bool"
  }

  package let name: String
  package let kind: Kind
  /// The values that a `choice` may have, and that others may have besides, each with the words that name it in any
  /// language.
  package let choices: [Choice]

  package struct Choice: Sendable, Equatable {
    package let value: String
    package let words: [String]

    package init(value: String, words: [String]) {
      self.value = value
      self.words = words
    }
  }

  package init(name: String, kind: Kind, choices: [Choice] = []) {
    self.name = name
    self.kind = kind
    self.choices = choices
  }

  /// The value that the customer's words give it, if they do; `isAsked` when they were asked for it, so that anything said
  /// is meant for it.
  func value(in understanding: Understanding, isAsked: Bool) -> SlotValue? {
    switch kind {
    case .text: isAsked && !understanding.text.isEmpty ? .text(understanding.text) : nil
    case .yesNo: isAsked ? understanding.affirmation.map(SlotValue.flag) : nil
    case .choice: choice(in: understanding.text)
    case .number: mention(in: understanding).flatMap { Double($0) }.map(SlotValue.number)
    case .money, .date, .phone, .email, .orderNumber, .cardLast4:
      mention(in: understanding).map(SlotValue.text)
    case .code, .time, .product:
      mention(in: understanding).map(SlotValue.text) ?? choice(in: understanding.text)
    }
  }

  /// The value that a quick reply gives it.
  func value(chosen: String) -> SlotValue? {
    switch kind {
    case .yesNo: Bool(chosen).map(SlotValue.flag)
    case .choice, .code, .time, .product: choices.contains { $0.value == chosen } ? .text(chosen) : nil
    case .orderNumber: .text(chosen)
    // Nothing is offered for these.
    case .text, .number, .money, .date, .phone, .email, .cardLast4: nil
    }
  }

  private func mention(in understanding: Understanding) -> String? {
    understanding.mentions.first { $0.kind == kind }?.value
  }

  /// The choice whose words stand in the text; of several the one named first.
  private func choice(in text: String) -> SlotValue? {
    let text = text.lowercased()
    let found = choices.compactMap { choice -> (place: Int, value: String)? in
      let places = choice.words.compactMap { Self.place(of: $0.lowercased(), in: text) }
      return places.min().map { ($0, choice.value) }
    }
    return found.min { $0.place < $1.place }.map { .text($0.value) }
  }

  private static func place(of word: String, in text: String) -> Int? {
    let (word, text) = (Array(word.utf8), Array(text.utf8))
    guard !word.isEmpty, word.count <= text.count else { return nil }
    return (0...(text.count - word.count)).first { text[$0..<($0 + word.count)].elementsEqual(word) }
  }
}

/// Something of a kind that a slot takes, found in what the customer said.
package struct Mention: Sendable, Equatable {
  package let kind: Slot.Kind
  /// In its one written form, such as `1200.50 CNY` or `2026-11-25`.
  package let value: String

  package init(kind: Slot.Kind, value: String) {
    self.kind = kind
    self.value = value
  }
}
