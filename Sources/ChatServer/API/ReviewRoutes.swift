import CRM
import Database
import Dialogue
import TextAnalysis
import Training
import WebServer

/// The trainer's side of the HTTP API. Whatever it gives of what customers said is masked.
struct ReviewRoutes: Sendable {
  let database: Database
  let release: CurrentRelease
  let publisher: Publisher

  private struct TurnList: Encodable {
    var turns: [FlaggedTurn]
    var counts: [String: Int]
  }

  func turns(_ request: HTTPRequest) async throws -> HTTPResponse {
    let status = try request.parameter("status", default: ReviewStatus.open)
    let reason = try reason(request)
    let limit = try request.limit()
    let list = try await database.read { connection in
      let store = ReviewStore(connection)
      let counts = try store.counts(status: status)
      return TurnList(
        turns: try store.turns(status: status, reason: reason, limit: limit).map(\.masked),
        counts: Dictionary(
          FlagReason.allCases.map { ($0.rawValue, counts[$0] ?? 0) }, uniquingKeysWith: { first, _ in first }))
    }
    return .json(list)
  }

  private func reason(_ request: HTTPRequest) throws(WireError) -> FlagReason? {
    guard let text = request.query["reason"], !text.isEmpty else { return nil }
    guard let reason = FlagReason(rawValue: text) else {
      throw WireError(.badField, "reason: must be low_confidence, no_answer, thumbs_down or handed_off")
    }
    return reason
  }

  private struct Turn: Encodable {
    var turn: FlaggedTurn
    var decision: Decision
    var events: [Event]
  }

  func turn(conversation: String, seq: Int) async throws -> HTTPResponse {
    let turn = try await database.read { connection -> Turn? in
      guard let turn = try ReviewStore(connection).turn(conversation: conversation, seq: seq),
        let decision = try DecisionStore(connection).find(conversation: conversation, seq: seq)
      else { return nil }
      let events = try ConversationStore(connection).events(of: conversation, after: max(0, seq - 7), limit: 14)
      return Turn(turn: turn.masked, decision: decision.masked, events: events.map(\.masked))
    }
    guard let turn else { throw WireError(.notFound, "there is no such turn under review") }
    return .json(turn)
  }

  func correct(_ request: HTTPRequest, conversation: String, seq: Int, user: User) async throws -> HTTPResponse {
    let detail = try request.decoded(CorrectionDetail.self)
    try detail.check(in: release.value)
    let text = try JSON.text(detail)
    let id = try await database.write { connection -> String? in
      let reviews = ReviewStore(connection)
      guard let turn = try reviews.turn(conversation: conversation, seq: seq) else {
        throw WireError(.notFound, "there is no such turn under review")
      }
      let status: ReviewStatus = detail.kind == .dismiss ? .dismissed : .corrected
      _ = try reviews.set(status, conversation: conversation, seq: seq, reviewer: user.id, at: .now())
      guard status == .corrected else { return nil }
      return try CorrectionStore(connection).insert(
        conversation: conversation, seq: seq, text: turn.text, language: turn.language, detail: text, user: user.id,
        at: .now())
    }
    return .json(["correction": ["id": id]], status: 201)
  }

  private struct Catalog: Encodable {
    struct Intent: Encodable {
      var name: String
      var title: [String: String]
      var examples: Int
      var escalate: String?
    }
    struct Article: Encodable {
      var id: String
      var language: String
      var title: String
      var tags: [String]
    }
    var intents: [Intent]
    var articles: [Article]
  }

  /// What a trainer can choose from: the intents and articles of the live release.
  func catalog() -> HTTPResponse {
    let live = release.value
    let content = live.release.content
    return .json(
      Catalog(
        intents: content.intents.map { intent in
          let titles = Language.allCases.map { ($0.rawValue, live.title(of: .intent(intent.name), $0)) }
          return Catalog.Intent(
            name: intent.name, title: Dictionary(titles, uniquingKeysWith: { first, _ in first }),
            examples: intent.examples.count, escalate: intent.escalation?.rawValue)
        },
        articles: content.articles.map { article in
          Catalog.Article(
            id: article.id, language: article.language.rawValue, title: article.title, tags: article.tags)
        }))
  }

  private struct Correction: Encodable {
    var id: String
    var conversation: String?
    var seq: Int?
    var text: String
    var language: String
    var kind: String
    var detail: CorrectionDetail
    var by: String?
    var at: Timestamp
    var release: Int?

    init(_ record: CorrectionRecord) throws {
      detail = try JSON.value(CorrectionDetail.self, from: record.detail)
      detail.text = detail.text.map { Masking.hidingPersonalData(in: $0) }
      id = record.id
      conversation = record.conversation
      seq = record.seq
      text = record.maskedText
      language = record.language
      kind = detail.kind.rawValue
      by = record.by
      at = record.at
      release = record.release
    }
  }

  private enum CorrectionStatus: String, CaseIterable { case pending, published }

  func corrections(_ request: HTTPRequest) async throws -> HTTPResponse {
    let status = try request.parameter("status", default: CorrectionStatus.pending)
    let records = try await database.read { connection in
      let store = CorrectionStore(connection)
      return switch status {
      case .pending: try store.pending()
      case .published: try store.published()
      }
    }
    return .json(["corrections": try records.map(Correction.init)])
  }

  func withdraw(_ id: String, user: User) async throws -> HTTPResponse {
    try await database.write { connection in
      guard let record = try CorrectionStore(connection).withdraw(id) else {
        throw WireError(.notFound, "there is no such pending correction")
      }
      if let conversation = record.conversation, let seq = record.seq {
        _ = try ReviewStore(connection).set(
          .open, conversation: conversation, seq: seq, reviewer: user.id, at: .now())
      }
    }
    return .json(Nothing())
  }

  func publish(user: User) async throws -> HTTPResponse {
    do {
      return .json(["release": try await publisher.publish(by: user, into: release).masked], status: 201)
    } catch let error as ContentError {
      let problems = error.problems.map { ContentProblemReport(file: $0.file, line: $0.line, message: $0.message) }
      return .failure(
        WireError(.contentInvalid, "the content has \(problems.count) problem(s); the old release stays"),
        problems: problems)
    }
  }

  private struct ReleaseList: Encodable {
    var releases: [ReleaseReport]
    var current: Int
  }

  func releases() async throws -> HTTPResponse {
    let records = try await database.read { try CorrectionStore($0).releases(limit: 50) }
    return .json(
      ReleaseList(
        releases: try records.map { try JSON.value(ReleaseReport.self, from: $0.body).masked },
        current: release.value.number))
  }
}
