import CRM
import Database

extension ConnectionSession {
  func greetStaff() async throws {
    guard let cookie else { throw WireError(.signInRequired, "sign in first") }
    let user = try await signedIn(cookie)
    party = .staff(user, token: cookie)
    services.connections.greeted(id, staff: (user, Secrets.digest(cookie)))
    let welcome = Welcome(role: "agent", user: user, limits: services.configuration.limits)
    if user.has([.agent]) {
      await services.desk.join(id, welcome: .welcome(welcome))
    } else {
      services.outlet.send(.welcome(welcome), to: id)
    }
  }

  private func signedIn(_ token: String) async throws -> User {
    let holder = try await services.database.read { try SessionStore($0).holder(token: token, at: .now()) }
    guard case .user(let user) = holder else {
      throw WireError(.signInRequired, "the session is unknown or has expired")
    }
    return user
  }

  func handle(_ frame: ClientFrame, user: User, token: String) async throws {
    let asker = Asker(connection: id, request: frame.request)
    switch frame.body {
    case .resume(let conversation, let after):
      try check(try await signedIn(token), [.agent, .trainer])
      watch(conversation, after: after, request: frame.request, isStaff: true)
    case .unwatch(let conversation):
      watched.remove(conversation)
      services.hub.post(.detach(id), to: conversation)
      services.outlet.send(.done(Done(request: frame.request)), to: id)
    case .typing(let conversation, let isTyping):
      services.hub.post(.typing(isTyping, Watcher(connection: id, isStaff: true), user), to: conversation)
    case .message(let message):
      let user = try await agent(token)
      services.hub.post(.agentMessage(message, user, asker), to: message.conversation)
    case .claim(let conversation): services.hub.post(.claim(try await agent(token), asker), to: conversation)
    case .release(let conversation): services.hub.post(.release(try await agent(token), asker), to: conversation)
    case .close(let conversation): services.hub.post(.close(try await agent(token), asker), to: conversation)
    case .hello: throw WireError(.helloFirst, "type: hello has been said")
    case .feedback, .start, .ping: throw WireError(.unknownType, "type: is not for staff")
    }
  }

  /// The user of the session as they are now, if they may act as an agent.
  private func agent(_ token: String) async throws -> User {
    let user = try await signedIn(token)
    try check(user, [.agent])
    return user
  }

  private func check(_ user: User, _ roles: [Role]) throws(WireError) {
    guard user.has(roles) else { throw WireError(.forbidden, "your role does not allow this") }
  }
}
