import CRM
import Database

extension ConnectionSession {
  func greetStaff() async throws {
    let user = try await access.user(token: cookie)
    let token = cookie ?? ""
    party = .staff(user, token: token)
    services.connections.greeted(id, staff: (user, Secrets.digest(token)))
    let welcome = Welcome(role: "agent", user: user, limits: services.configuration.limits)
    if user.has([.agent]) {
      await services.desk.join(id, welcome: .welcome(welcome))
    } else {
      services.outlet.send(.welcome(welcome), to: id)
    }
  }

  private var access: Access { Access(database: services.database) }

  func handle(_ frame: ClientFrame, user: User, token: String) async throws {
    let asker = Asker(connection: id, request: frame.request)
    switch frame.body {
    case .resume(let conversation, let after):
      _ = try await access.user(token: token, roles: [.agent, .trainer])
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
    try await access.user(token: token, roles: [.agent])
  }
}
