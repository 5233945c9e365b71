import CRM
import Dialogue
import Foundation
import TextAnalysis
import Training

extension LiveRelease {
  /// Adds what a slot may be filled with. Days are counted from `today`.
  func addMentions(of text: String, today: CivilDate, to understanding: inout Understanding) {
    understanding.text = text
    understanding.affirmation = Affirmation.of(text)
    let entities = release.extractor.entities(in: text, today: today)
    understanding.mentions = entities.compactMap(Mention.init)
    if let number = entities.first, entities.count == 1, number.kind == .number {
      understanding.mentions += Mention.readings(of: number, in: text)
    }
  }
}

extension Understanding {
  /// Says that the message has a code, where one is asked for and the mask stands in its place. What it was is known to
  /// nobody here.
  mutating func addCode(of text: String, whenAsked isAsked: Bool) {
    guard isAsked else { return }
    mentions.removeAll { $0.kind == .code }
    if text.contains(Masking.secret) { mentions.append(Mention(kind: .code, value: Masking.secret)) }
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
      case .time: .time
      case .product: .product
      case .phone: .phone
      case .email: .email
      case .orderNumber: .orderNumber
      case .cardLastFour: .cardLast4
      case .oneTimeCode: .code
      case .bankCard, .mainlandID, .password: nil
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
  /// The moment of a day (`2026-11-22`) and a time of it (`15:00`) there; nil when they are none.
  init?(day: String, time: String, in zone: TimeZone) {
    let parts = day.split(separator: "-").compactMap { Int($0) } + time.split(separator: ":").compactMap { Int($0) }
    guard parts.count == 5 else { return nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let components = DateComponents(year: parts[0], month: parts[1], day: parts[2], hour: parts[3], minute: parts[4])
    guard let date = calendar.date(from: components) else { return nil }
    self.init(milliseconds: Int64(date.timeIntervalSince1970 * 1000))
  }

  var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
