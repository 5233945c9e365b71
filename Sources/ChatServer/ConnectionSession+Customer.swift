import CRM
import Database
import Dialogue
import Logging
import TextAnalysis

extension ConnectionSession {
  /// What a customer's hello found or made in the store.
  private struct Admission: Sendable {
    var customer: Customer
    var newToken: String?
    var conversation: ConversationRecord
    /// The anonymous customer who has just been identified, and their conversations.
    var identified: (anonymous: String, conversations: [String])?
  }

  func greetCustomer(_ hello: ClientFrame.Hello) async throws {
    if let identity = hello.identity, !identity.isValid(secret: services.identitySecret, now: .now()) {
      throw WireError(.badIdentity, "identity: the signature is wrong or has expired")
    }
    let opening = opening(language: hello.language)
    let isSynthetic = memory.isSynthetic
    let known = isSynthetic ? nil : try await services.database.read { try Self.recognized(hello, in: $0, at: .now()) }
    let admission =
      if let known { known } else {
        try await services.database.write { connection in
          if isSynthetic { return try Self.admitWatchdog(opening, in: connection, at: .now()) }
          return try Self.admit(hello, opening: opening, in: connection, at: .now())
        }
      }
    if let identified = admission.identified {
      services.connections.identify(identified.anonymous, as: admission.customer.id)
      for conversation in identified.conversations { services.hub.post(.reload, to: conversation) }
    }
    memory.party = .customer(id: admission.customer.id)
    line.party = .customer(admission.customer.id)
    let conversation = admission.conversation.id
    services.outlet.send(.welcome(welcome(admission)), to: id)
    let resume = hello.resume.flatMap { $0.conversation == conversation ? $0.after : nil }
    watch(conversation, after: resume ?? 0, request: nil)
  }

  private func welcome(_ admission: Admission) -> Welcome {
    let customer = admission.customer
    return Welcome(
      role: "customer", session: admission.newToken, conversation: admission.conversation.id,
      customer: .init(id: customer.id, identified: customer.number != nil, name: customer.name),
      limits: services.configuration.limits)
  }

  /// The first events of a new conversation.
  private struct Opening: Sendable {
    var language: String
    var state: String
    var bodies: [EventBody]
  }

  private func opening(language tag: String?) -> Opening {
    let language: Language = tag?.lowercased().hasPrefix("zh") == true ? .chinese : .english
    let wording = Wording(live: services.release.value, language: language)
    let state = (try? JSON.text(DialogueState())) ?? ""
    return Opening(
      language: language.rawValue, state: state,
      bodies: [.started(language: language.rawValue), .message(wording.greeting())])
  }

  /// Finds a customer who comes back to their conversation. Most do, and it needs no write: also while the disk is full.
  private static func recognized(
    _ hello: ClientFrame.Hello, in connection: Connection, at: Timestamp
  ) throws -> Admission? {
    guard let session = hello.session,
      case .customer(let id) = try SessionStore(connection).holder(token: session, at: at),
      let customer = try CustomerStore(connection).find(id),
      hello.identity == nil || hello.identity?.customer == customer.number,
      let conversation = try ConversationStore(connection).latest(customer: id)
    else { return nil }
    return Admission(customer: customer, newToken: nil, conversation: conversation, identified: nil)
  }

  /// Finds who it is by session and identity, and their conversation; makes what is missing.
  private static func admit(
    _ hello: ClientFrame.Hello, opening: Opening, in connection: Connection, at: Timestamp
  ) throws -> Admission {
    let customers = CustomerStore(connection)
    var (customer, token) = try sessionCustomer(hello.session, opening.language, in: connection, at: at)
    var reassigned: (String, [String])?
    if let number = hello.identity?.customer, customer.number != number {
      guard let identified = try customers.find(number: number) else {
        throw WireError(.badIdentity, "identity.customer: there is no such customer")
      }
      if customer.number == nil {
        let conversations = try ConversationStore(connection).summaries(customer: customer.id, except: "")
        reassigned = (customer.id, conversations.map(\.id))
        try ConversationStore(connection).reassign(from: customer.id, to: identified.id)
      } else {
        token = try SessionStore(connection).create(customer: identified.id, at: at)
      }
      try AuditStore(connection).add(
        AuditEntry(at: at, action: .signedIn, conversation: nil, customer: identified.id))
      customer = identified
    }
    let store = ConversationStore(connection)
    let conversation =
      try store.latest(customer: customer.id)
      ?? store.start(
        customer: customer.id, language: opening.language, state: opening.state, bodies: opening.bodies, at: at)
    return Admission(customer: customer, newToken: token, conversation: conversation, identified: reassigned)
  }

  /// A new customer for the watchdog, with a conversation of their own.
  private static func admitWatchdog(_ opening: Opening, in connection: Connection, at: Timestamp) throws -> Admission {
    let customer = try CustomerStore(connection).createSynthetic(language: opening.language, at: at)
    let conversation = try ConversationStore(connection).start(
      customer: customer.id, language: opening.language, state: opening.state, bodies: opening.bodies, at: at,
      isSynthetic: true)
    return Admission(customer: customer, conversation: conversation)
  }

  /// The session's customer; without a session a new anonymous one and their token.
  private static func sessionCustomer(
    _ session: String?, _ language: String, in connection: Connection, at: Timestamp
  ) throws -> (Customer, token: String?) {
    let customers = CustomerStore(connection)
    if let session {
      guard case .customer(let id) = try SessionStore(connection).holder(token: session, at: at),
        let customer = try customers.find(id)
      else { throw WireError(.signInRequired, "session: is unknown or has expired") }
      return (customer, nil)
    }
    let customer = try customers.createAnonymous(language: language, at: at)
    return (customer, try SessionStore(connection).create(customer: customer.id, at: at))
  }

  func handle(_ frame: ClientFrame, customer: String) async throws {
    let asker = Asker(connection: id, request: frame.request)
    switch frame.body {
    case .message(let message):
      try await checkWritable(message.conversation, by: customer)
      try post(.customerMessage(message, asker, arrival: .now), to: message.conversation)
      if memory.isSynthetic { services.telemetry.reached(.intake, in: message.conversation) }
    case .typing(let conversation, let isTyping):
      try checkWatched(conversation)
      try post(.typing(isTyping, watcher, nil), to: conversation)
    case .feedback(let conversation, let seq, let helpful):
      try checkWatched(conversation)
      try post(.feedback(seq: seq, helpful: helpful, asker), to: conversation)
    case .contact(let conversation, let contact):
      try checkWatched(conversation)
      try post(.contact(contact, asker), to: conversation)
    case .resume(let conversation, let after):
      try await checkOwner(customer, of: conversation)
      watch(conversation, after: after, request: frame.request)
    case .start(let language): try await start(customer, language: language, request: frame.request)
    case .hello: throw WireError(.helloFirst, "type: hello has been said")
    case .claim, .transfer, .release, .close, .unwatch, .ping:
      throw WireError(.unknownType, "type: is not for customers")
    }
  }

  /// A customer writes only where this connection was let in; that check was made when it began to watch.
  private func checkWatched(_ conversation: String) throws(WireError) {
    guard memory.watched.contains(conversation) else {
      throw WireError(.unknownConversation, "conversation: there is no such conversation, or it is not yours")
    }
  }

  /// As `checkWatched`; but what is sent again to a conversation that has ended meanwhile, as in another tab, goes there
  /// all the same: it knows whether it has the message.
  private func checkWritable(_ conversation: String, by customer: String) async throws {
    guard !memory.watched.contains(conversation) else { return }
    let record = try await services.database.read { try ConversationStore($0).find(conversation) }
    guard record?.customer == customer, record?.status == .closed else { return try checkWatched(conversation) }
  }

  private func checkOwner(_ customer: String, of conversation: String) async throws {
    let record = try await services.database.read { try ConversationStore($0).find(conversation) }
    guard record?.customer == customer else {
      throw WireError(.unknownConversation, "conversation: there is no such conversation, or it is not yours")
    }
  }

  private func start(_ customer: String, language: String?, request: String?) async throws {
    let latest = try await services.database.read { try ConversationStore($0).latest(customer: customer) }
    if let latest, latest.status != .closed {
      await withCheckedContinuation { services.hub.post(.end($0), to: latest.id) }
    }
    let opening = opening(language: language)
    let record = try await services.database.write { connection in
      let store = ConversationStore(connection)
      if let begun = try store.latest(customer: customer), begun.status != .closed {
        guard begun.id != latest?.id else {
          throw WireError(.notSaved, "the conversation could not be ended; try again")
        }
        // Another tab was faster; both go on in its conversation.
        return begun
      }
      return try store.start(
        customer: customer, language: opening.language, state: opening.state, bodies: opening.bodies, at: .now())
    }
    follow(record.id, request: request)
    services.connections.follow(customer: customer, except: id)
  }

  /// Goes where another tab went. It may have gone on since, so the store says where to.
  func followOtherTab() async {
    guard case .customer(let customer) = memory.party else { return }
    do {
      let latest = try await services.database.read { try ConversationStore($0).latest(customer: customer) }
      if let latest, !memory.watched.contains(latest.id) { follow(latest.id, request: nil) }
    } catch {
      services.logger.fault("a tab could not follow", error)
    }
  }

  /// Leaves what was watched for a conversation that has just begun.
  func follow(_ conversation: String, request: String?) {
    for conversation in memory.watched { services.hub.post(.detach(id), to: conversation) }
    memory.watched = []
    services.outlet.send(.started(Started(conversation: conversation, request: request)), to: id)
    watch(conversation, after: 0, request: nil)
  }
}
