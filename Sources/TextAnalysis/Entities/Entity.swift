/// Something of a known kind that a text names.
package struct Entity: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    /// A sum of money: `1200.50 CNY`, or `1200.50` when no currency is said.
    case amount
    /// A number in digits: `25`, `3.5`.
    case number
    /// A day as `2026-03-05`.
    case date
    /// A time of day as `15:30`.
    case time
    /// Digits; an international number outside mainland China has its `+`: `13800138000`, `01088886666`, `+442079460000`.
    case phone
    /// In lower case.
    case email
    /// In capitals: `A1029`. Any code of letters and digits has this form, also a ticket's or a customer's.
    case orderNumber = "order_number"
    /// 13 to 19 digits that satisfy Luhn's formula.
    case bankCard = "bank_card"
    /// Four digits said to end a card's number.
    case cardLastFour = "card_last_four"
    /// 18 characters with the checksum of GB 11643, the last may be `X`.
    case mainlandID = "mainland_id"
    /// 4 to 8 digits said to be a code.
    case oneTimeCode = "one_time_code"
    /// What is said to be a password, as written.
    case password
    /// A name from the extractor's list, as listed.
    case product
  }

  package let kind: Kind
  /// The canonical text of the value; its form is said at the kind.
  package let value: String
  /// UTF-8 byte offsets in the original text.
  package let range: Range<Int>

  package init(kind: Kind, value: String, range: Range<Int>) {
    self.kind = kind
    self.value = value
    self.range = range
  }
}

extension Entity.Kind {
  /// Of two kinds that claim the same characters the higher one is right.
  var specificity: Int {
    switch self {
    case .number: 0
    case .time: 1
    case .date: 2
    case .orderNumber: 3
    case .product: 4
    case .amount: 5
    case .phone: 6
    case .bankCard: 7
    case .mainlandID: 8
    case .email: 9
    case .cardLastFour: 10
    case .oneTimeCode: 11
    case .password: 12
    }
  }

  /// Whether it must never be stored in clear. It wins over longer readings of the same characters.
  var isSecret: Bool { self == .oneTimeCode || self == .password }
}
