package import CRM
package import Database
import Dialogue
import Foundation
import TextAnalysis
package import Training

/// Plays what customers say in transcripts to the bot, with a store of their own that has the demo's customers, and tells
/// what comes. What is said goes the way of every turn but for sockets and bursts.
package struct TranscriptPlayer: Sendable {
  /// The moment of every transcript: dates in what the bot says do not change.
  package static let moment = Timestamp(milliseconds: 1_795_248_000_000)

  private var live: LiveRelease
  private let database: Database
  private let policy = AnswerPolicy()
  private static let codes = Codes(secret: "transcripts")

  /// `database` is an empty store.
  package init(live: LiveRelease, database: Database) async throws {
    self.live = live
    self.database = database
    _ = try await database.write { try DemoData.install(in: $0, at: Self.moment) }
  }

  /// The same player under another escalation policy.
  package func governed(by policy: PolicyContent) -> TranscriptPlayer {
    var player = self
    player.live = live.governed(by: policy)
    return player
  }

  /// Carries a transcript out of a transaction that is rolled back: one leaves nothing behind for the next.
  private struct Played: Error { let transcript: Transcript }

  /// The transcript as it goes now.
  package func played(_ transcript: Transcript) async throws -> Transcript {
    do {
      return try await database.write { [self] connection in
        throw Played(transcript: try play(transcript, in: connection))
      }
    } catch let played as Played {
      return played.transcript
    }
  }

  private func play(_ transcript: Transcript, in connection: Connection) throws -> Transcript {
    var record = try start(transcript, in: connection)
    var actual = transcript
    actual.lines = []
    for line in transcript.lines where line.from == .customer {
      actual.lines.append(line)
      let events = try say(line, &record, in: connection, at: transcript.at ?? Self.moment)
      actual.lines += try events.compactMap { try Self.line(of: $0, in: connection) }
    }
    return actual
  }

  private func start(_ transcript: Transcript, in connection: Connection) throws -> ConversationRecord {
    let customers = CustomerStore(connection)
    let known = try transcript.customer.map { number in
      guard let customer = try customers.find(number: number) else {
        throw TranscriptError(
          description: "\(transcript.file):\(transcript.line): the demo has no customer \(number)")
      }
      return customer
    }
    let customer = try known ?? customers.createAnonymous(language: transcript.language, at: Self.moment)
    let language = Language(rawValue: transcript.language) ?? .english
    var record = try ConversationStore(connection).start(
      customer: customer.id, language: language.rawValue, state: try JSON.text(DialogueState()),
      bodies: [.started(language: language.rawValue)], at: Self.moment)
    record.isIdentified = customer.number != nil
    record.tier = try customers.membership(of: customer.id)?.level.rawValue
    return record
  }

  /// One message or thumb of the customer; gives what follows.
  private func say(
    _ line: TranscriptLine, _ record: inout ConversationRecord, in connection: Connection, at moment: Timestamp
  ) throws -> [Event] {
    if let helpful = line.helpful { return try rate(helpful, &record, in: connection, at: moment) }
    let (text, code) = try typed(line.text ?? "", record, in: connection)
    var message = CRM.Message(from: .customer, text: text)
    message.payload = line.payload
    if line.payload == Wording.botPayload { return try goOn(message, &record, in: connection) }
    guard record.status == .bot else {
      return Array(
        try append(Conversation.Change(record: record, bodies: [.message(message)]), &record, in: connection)
          .dropFirst())
    }
    let choice = try line.payload.map { payload throws(WireError) in try Wording.choice(payload: payload, in: live) }
    var turn = Question(
      texts: [message.text], choice: choice, fallback: record.spokenLanguage, before: record.dialogue, live: live,
      isIdentified: record.isIdentified, situation: live.situation(tier: record.tier, at: moment), canSendCodes: true,
      code: code, today: live.localTime(at: moment)?.date
    ).turn()
    turn.moment = moment
    let filing = TurnFiling(
      message: message, record: record, policy: policy, seq: record.lastSeq + 1, at: Self.moment)
    let (done, replies) = try turn.performed(
      in: connection, for: record, codes: Self.codes, seq: filing.seq, at: Self.moment)
    return Array(try append(try filing.change(done, replies: replies), &record, in: connection).dropFirst())
  }

  /// What the customer types, with the latest code that was sent to them for `{code}`, and masked as it would be stored.
  private func typed(
    _ text: String, _ record: ConversationRecord, in connection: Connection
  ) throws -> (text: String, code: OneTimeCode?) {
    let mail = try OutboxStore(connection).list(at: Self.moment, limit: 1).first
    let sent = mail.flatMap { OneTimeCode.taken(from: $0.body) }?.code.digits
    let text = text.replacing("{code}", with: sent ?? "")
    guard record.dialogue.asksForCode(in: live.release.flows), let (code, masked) = OneTimeCode.taken(from: text)
    else { return (text, nil) }
    return (masked, code)
  }

  private func goOn(
    _ message: CRM.Message, _ record: inout ConversationRecord, in connection: Connection
  ) throws -> [Event] {
    var state = record.dialogue
    let verdict = state.handle(.resumed)
    let wording = Wording(live: live, language: record.spokenLanguage)
    let change = try Conversation.Change(
      record: try record.backToBot(state), bodies: verdict.bodies(resuming: message, in: record, wording))
    return Array(try append(change, &record, in: connection).dropFirst())
  }

  private func rate(
    _ helpful: Bool, _ record: inout ConversationRecord, in connection: Connection, at moment: Timestamp
  ) throws -> [Event] {
    var state = record.dialogue
    let verdict = state.handle(
      .feedback(target: record.lastSeq, helpful: helpful), in: live.scene(for: record, at: moment))
    let ticket = try record.openTicket(for: verdict, &state, live, in: connection, at: moment)
    let wording = Wording(live: live, language: record.spokenLanguage, at: moment)
    let said = verdict.bodies(wording: wording, replyTo: nil, ticket: ticket)
    let after = try record.after(verdict, state: state, policy: policy, at: moment)
    return try append(try Conversation.Change(record: after, bodies: said), &record, in: connection)
  }

  private func append(
    _ change: Conversation.Change, _ record: inout ConversationRecord, in connection: Connection
  ) throws -> [Event] {
    let written = try ConversationStore(connection).append(
      drafts: change.drafts, changing: record, to: change.record, at: Self.moment)
    try change.turn?.insert(into: record, at: Self.moment, in: connection)
    record = written.record
    return written.events
  }

  private static func line(of event: Event, in connection: Connection) throws -> TranscriptLine? {
    switch event.body {
    case .message(let message):
      var line = TranscriptLine(from: .bot)
      line.style = message.style?.rawValue
      line.article = message.article?.id
      // An article's words are the business of those who write articles.
      if line.article == nil { line.text = message.text }
      line.offers = message.article == nil ? message.quickReplies?.map(\.payload) : nil
      return line
    case .handoff(let reason, let queue, _):
      var line = TranscriptLine(from: .system)
      line.handoff = reason
      line.queue = queue.rawValue
      return line
    case .ticket(let mention):
      var line = TranscriptLine(from: .system)
      line.ticket = try TicketStore(connection).find(mention.number)?.category
      line.priority = mention.priority.rawValue
      return line
    default: return nil
    }
  }
}

extension Transcript {
  /// What is different when it goes like `actual`: lines of what was expected with `-`, of what came with `+`; empty when all is
  /// as expected.
  package func difference(from actual: Transcript) -> [String] {
    let isMet =
      lines.count == actual.lines.count
      && zip(lines, actual.lines).allSatisfy { $0.from == .customer ? $0 == $1 : $0.isMet(by: $1) }
    guard !isMet else { return [] }
    var difference: [String] = []
    for place in 0..<max(lines.count, actual.lines.count) {
      let expected = lines.indices.contains(place) ? lines[place] : nil
      let came = actual.lines.indices.contains(place) ? actual.lines[place] : nil
      if let expected, let came, expected == came || (expected.from != .customer && expected.isMet(by: came)) {
        difference.append("  " + expected.json)
      } else {
        difference += [expected.map { "- " + $0.json }, came.map { "+ " + $0.json }].compactMap { $0 }
      }
    }
    return difference
  }
}
