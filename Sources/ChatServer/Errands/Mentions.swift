import CRM
import Dialogue
import Foundation
import TextAnalysis

extension LiveRelease {
  private static let extractor = EntityExtractor()

  /// Adds what a slot may be filled with. Days are counted from `today`.
  func addMentions(of text: String, today: CivilDate, to understanding: inout Understanding) {
    understanding.text = text
    understanding.affirmation = Affirmation.of(text)
    let entities = Self.extractor.entities(in: text, today: today)
    understanding.mentions = entities.compactMap(Mention.init)
    if let number = entities.first, entities.count == 1, number.kind == .number {
      understanding.mentions += Mention.readings(of: number, in: text)
    }
  }
}

extension Mention {
  /// Nil for what no slot takes.
  init?(_ entity: Entity) {
    let kind: Slot.Kind? =
      switch entity.kind {
      case .amount: .money
      case .number: .number
      case .date: .date
      case .phone: .phone
      case .email: .email
      case .orderNumber: .orderNumber
      case .cardLastFour: .cardLast4
      case .oneTimeCode: .code
      case .bankCard, .mainlandID, .password, .product: nil
      }
    guard let kind else { return nil }
    self.init(kind: kind, value: entity.value)
  }

  /// What a message that is nothing but a number may mean, beside the number: whatever was asked for.
  static func readings(of number: Entity, in text: String) -> [Mention] {
    guard text.allSatisfy({ !$0.isLetter }) else { return [] }
    let money = Mention(kind: .money, value: number.value)
    let written = text.compactMap(\.wholeNumberValue).map(String.init).joined()
    guard !number.value.contains(".") else { return [money] }
    let last4 = written.count == 4 ? [Mention(kind: .cardLast4, value: written)] : []
    let order = (3...20).contains(written.count) ? [Mention(kind: .orderNumber, value: written)] : []
    return [money] + last4 + order
  }
}

extension Timestamp {
  var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
