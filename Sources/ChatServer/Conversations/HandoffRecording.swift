import CRM
import Database
import Dialogue
import TextAnalysis

/// Writes the packet of every event that hands a conversation to a human, or from one to another.
struct HandoffRecording {
  /// How far back the log is read for what the customer named.
  private static let eventLimit = 200
  private static let attemptLimit = 10
  private static let decisionLimit = 50
  /// All conversations' writes wait while a packet is made, so it reads and holds only so much of what was named.
  private static let slotLimit = 20
  private static let slotBytes = 16_384

  let before: ConversationRecord
  let after: ConversationRecord
  let at: Timestamp
  let note: String?
  let analyzer: Analyzer

  func insert(_ events: [Event], in connection: Connection) throws {
    for event in events {
      guard let reason = reason(event.body) else { continue }
      try HandoffStore(connection).insert(
        try packet(seq: event.seq, reason: reason, in: connection), conversation: before.id)
    }
  }

  /// Why a human gets it; nil for events that hand nothing over.
  private func reason(_ body: EventBody) -> String? {
    switch body {
    case .handoff(let reason, _, _): reason
    case .transferred: HandoffReason.transferred.rawValue
    case .claimed where before.status != .queued: "taken_over"
    default: nil
    }
  }

  private func packet(seq: Int, reason: String, in connection: Connection) throws -> HandoffPacket {
    let decisions = try DecisionStore(connection).latest(Self.decisionLimit, of: before.id)
    let events = try ConversationStore(connection).events(of: before.id, after: max(0, seq - Self.eventLimit))
    let asked = decisions.last(where: \.isQuestion) ?? decisions.last
    let context = try HandoffStore(connection).context(of: after.customer, at: at)
    var packet = HandoffPacket(
      at: at, seq: seq, reason: reason, queue: after.queue ?? .normal, language: after.language,
      lastQuestion: asked?.text, intents: asked?.intents ?? [],
      tried: decisions.suffix(Self.attemptLimit).map(Self.attempt), context: context)
    packet.note = note
    packet.from = before.holder
    packet.slots = slots(in: events, orders: context.orders)
    packet.sentiment = sentiment(in: events)
    return packet
  }

  private static func attempt(_ decision: Decision) -> HandoffPacket.Attempt {
    var attempt = HandoffPacket.Attempt(
      question: decision.text, outcome: decision.outcome, answerTitle: decision.answer?.title)
    attempt.at = decision.at
    attempt.seq = decision.seq
    attempt.rule = decision.rule
    attempt.confidence = decision.intents.first?.confidence
    return attempt
  }

  /// Numbers and addresses that the customer named last, each once, latest last.
  private func slots(in events: [Event], orders: [Order]) -> [HandoffPacket.Slot] {
    let known = Set(orders.map { $0.number.lowercased() })
    var bytesLeft = Self.slotBytes
    var seen: Set<[String]> = []
    var slots: [HandoffPacket.Slot] = []
    for event in events.reversed() {
      guard let message = event.body.message, message.from == .customer, message.payload == nil else { continue }
      bytesLeft -= message.text.utf8.count
      guard bytesLeft >= 0, slots.count < Self.slotLimit else { break }
      for token in analyzer.analyzed(message.text).tokens.reversed() {
        guard let name = Self.slotName(token, orders: known), seen.insert([name, token.text]).inserted else { continue }
        let value = String(decoding: Array(message.text.utf8)[token.range], as: UTF8.self)
        slots.append(.init(name: name, value: value, seq: event.seq, at: event.at))
      }
    }
    return slots.prefix(Self.slotLimit).reversed()
  }

  private static func slotName(_ token: Token, orders: Set<String>) -> String? {
    switch token.kind {
    case .email: "email"
    case .code where orders.contains(token.text): "order_number"
    case .code where token.text.allSatisfy(\.isNumber) && (10...13).contains(token.text.count): "phone"
    case .code: "code"
    case .han, .word, .number, .symbol, .emoji, .link: nil
    }
  }

  /// What the customer's words say, and when they say nothing their last thumb.
  private func sentiment(in events: [Event]) -> HandoffPacket.Sentiment? {
    let mood = after.dialogue.mood
    if mood != .neutral { return .init(value: mood.rawValue, because: "words", at: at) }
    for event in events.reversed() {
      guard case .feedback(_, let helpful) = event.body else { continue }
      return .init(
        value: helpful ? "positive" : "negative", because: helpful ? "thumbs_up" : "thumbs_down", at: event.at)
    }
    return nil
  }
}

extension Decision {
  /// Whether the customer asked about something, rather than for a human or for none of the choices offered.
  var isQuestion: Bool {
    intents.first?.name != DialogueState.humanIntent && !["human_button", "none_of_these", "told_why"].contains(rule)
  }
}
