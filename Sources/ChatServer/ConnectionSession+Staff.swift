import CRM
import Database

extension ConnectionSession {
  func greetStaff(_ hello: ClientFrame.Hello) async throws {
    let user = try await access.user(token: memory.cookie)
    let token = memory.cookie ?? ""
    memory.party = .staff(user, token: token)
    line.party = .staff(user, session: Secrets.digest(token))
    let welcome = Welcome(role: "agent", user: user, limits: services.configuration.limits)
    if user.has([.agent]), hello.wantsDesk {
      await services.desk.join(id, user: user.id, welcome: .welcome(welcome))
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
      watch(conversation, after: after, request: frame.request)
    case .unwatch(let conversation):
      memory.watched.remove(conversation)
      services.hub.post(.detach(id), to: conversation)
      services.outlet.send(.done(Done(request: frame.request)), to: id)
    case .typing(let conversation, let isTyping):
      try post(.typing(isTyping, watcher, user), to: conversation)
    case .message(let message):
      let user = try await agent(token)
      try post(.agentMessage(message, user, asker), to: message.conversation)
    case .claim(let conversation, let takingOver):
      let user = try await access.user(token: token, roles: takingOver ? [.supervisor] : [.agent])
      try post(.claim(user, takingOver: takingOver, asker), to: conversation)
    case .transfer(let conversation, let to, let note):
      let command = ConversationCommand.transfer(
        try await agent(token), to: try await colleague(to), note: note, asker)
      try post(command, to: conversation)
    case .release(let conversation):
      try post(.release(try await agent(token), asker), to: conversation)
    case .close(let conversation): try post(.close(try await agent(token), asker), to: conversation)
    case .hello: throw WireError(.helloFirst, "type: hello has been said")
    case .feedback, .start, .contact, .ping: throw WireError(.unknownType, "type: is not for staff")
    }
  }

  /// The agent that a transfer names, who must be at the desk.
  private func colleague(_ id: String?) async throws -> User? {
    guard let id else { return nil }
    guard let user = try await services.database.read({ try UserStore($0).find(id: id) }), user.has([.agent]) else {
      throw WireError(.badField, "to: is not an agent")
    }
    guard await services.desk.isPresent(id) else {
      throw WireError(.badField, "to: \(user.displayName) is not at the desk")
    }
    return user
  }

  /// The user of the session as they are now, if they may act as an agent.
  private func agent(_ token: String) async throws -> User {
    try await access.user(token: token, roles: [.agent])
  }
}
