import CRM
import ChatServer
import Database
import Foundation
import TextAnalysis
import Training

/// A correction with the turn that it is about.
struct CorrectedTurn: Sendable {
  struct Place: Hashable, Sendable {
    let conversation: String
    let seq: Int
  }

  /// Earlier messages of the conversation that go with a turn.
  private static let contextLength = 10

  let change: ContentCorrection
  /// Where the corrected message is; nil for a sentence that a trainer wrote.
  let place: Place?
  /// Whether a later correction says something else of the same turn.
  var isOverruled = false

  /// Nil for a correction that changes nothing.
  init?(_ record: CorrectionRecord) throws {
    let detail = try JSON.value(CorrectionDetail.self, from: record.detail)
    guard
      let change = detail.contentCorrection(id: record.id, text: record.text, language: record.language)
    else { return nil }
    self.change = change
    if case .example = change.change {
      place = nil
    } else {
      place = record.conversation.flatMap { conversation in
        record.seq.map { Place(conversation: conversation, seq: $0) }
      }
    }
  }

  /// What was said before, oldest first.
  func earlierMessages(in connection: Connection) throws -> [Message] {
    guard let place else { return [] }
    return try ConversationStore(connection).events(of: place.conversation)
      .filter { $0.seq < place.seq }.compactMap(\.body.message).suffix(Self.contextLength)
  }
}

/// What the content says to a target.
struct RightAnswers {
  private let content: Content

  init(_ content: Content) { self.content = content }

  /// The text that answers a corrected turn, in its language when there is one, or nil when there are no words for it.
  func text(for correction: ContentCorrection) -> String? {
    switch correction.decision.target {
    case .article(let id): return content.article(id, correction.language)?.answer
    case .intent(let name):
      let intent = content.intent(named: name)
      return intent?.response[correction.language]?.text
        ?? intent?.article.flatMap { content.article($0, correction.language)?.answer }
    }
  }
}

/// One line of fine-tuning data in the chat-messages form; what people said is masked.
struct FineTuningLine: Encodable {
  private struct Entry: Encodable {
    let role: String
    let content: String
  }

  private let messages: [Entry]

  init(_ correction: ContentCorrection, after earlier: [Message], answer: String, system: String?) {
    let context = earlier.map { message in
      Entry(
        role: message.from == .customer ? "user" : "assistant", content: Masking.hidingPersonalData(in: message.text))
    }
    let turn = [
      Entry(role: "user", content: Masking.hidingPersonalData(in: correction.decision.text)),
      Entry(role: "assistant", content: answer),
    ]
    messages = [Entry(role: "system", content: system ?? Self.instruction(correction.language))] + context + turn
  }

  private static func instruction(_ language: Language) -> String {
    switch language {
    case .chinese: "你是公司的客服。用客户的语言简短、准确地回答，只说公司资料里有的内容;拿不准时请人工同事接手。"
    case .english:
      """
      You answer customers of the company in their language, briefly and only with what its own articles say. When you \
      are not sure, you ask a colleague to take over.
      """
    }
  }
}
