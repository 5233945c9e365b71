import CRM
import Database
import Dialogue
import Logging
import TextAnalysis
import Training
import WebServer

/// What every connection's task needs. A class because it is handed to each.
final class SessionServices: Sendable {
  let database: Database
  let release: CurrentRelease
  let outlet: Outlet
  let hub: ConversationHub
  let desk: AgentDesk
  let connections: Connections
  let telemetry: Telemetry
  let configuration: ChatServerConfiguration
  let identitySecret: String
  let logger: Logger

  init(
    database: Database, release: CurrentRelease, outlet: Outlet, hub: ConversationHub, desk: AgentDesk,
    connections: Connections, telemetry: Telemetry, configuration: ChatServerConfiguration, identitySecret: String,
    logger: Logger
  ) {
    self.database = database
    self.release = release
    self.outlet = outlet
    self.hub = hub
    self.desk = desk
    self.connections = connections
    self.telemetry = telemetry
    self.configuration = configuration
    self.identitySecret = identitySecret
    self.logger = logger
  }

  var staffSessions: StaffSessions { StaffSessions(database: database, connections: connections, outlet: outlet) }
}

/// One connection from hello to close. Not Sendable: it lives in its connection's task.
final class ConnectionSession {
  enum Party {
    case stranger
    case customer(id: String)
    indirect case staff(User, token: String)
  }

  /// What a session knows between two frames.
  struct Memory: Sendable {
    let cookie: String?
    /// Whether the watchdog is at the other end.
    let isSynthetic: Bool
    var party = Party.stranger
    var watched: Set<String> = []
    fileprivate var bucket: TokenBucket
    fileprivate var refusals = 0

    init(cookie: String?, isSynthetic: Bool, framesPerSecond rate: Double) {
      self.cookie = cookie
      self.isSynthetic = isSynthetic
      bucket = TokenBucket(perSecond: rate, burst: rate * 3, now: .now)
    }
  }

  /// Refused frames after which a connection is closed.
  private static let refusalLimit = 100

  let line: ConnectionLine
  let services: SessionServices
  var memory: Memory
  /// What the frame at hand gave a conversation to do.
  private var begun: ConversationHub.Work?

  var id: ConnectionID { line.connection }

  init(line: ConnectionLine, memory: Memory, services: SessionServices) {
    self.line = line
    self.memory = memory
    self.services = services
  }

  /// Takes what has arrived until nothing is left, and then does what the last frame gave a conversation to do: this task
  /// is awake, another would have to be woken.
  func work() async {
    while let arrival = services.connections.next(of: line, leaving: memory) {
      begun?.start()
      begun = nil
      switch arrival {
      case .frame(let bytes): await receive(bytes)
      case .follow: await followOtherTab()
      case .replay(let rest): replay(rest)
      case .identified(let customer): memory.party = .customer(id: customer)
      case .closed: return await leave()
      }
    }
    await begun?.run()
  }

  /// Puts a frame's command into a conversation's mailbox.
  func post(_ command: ConversationCommand, to conversation: String) throws(WireError) {
    begun = try services.hub.admit(command, to: conversation)
  }

  private func leave() async {
    for conversation in memory.watched { services.hub.post(.detach(id), to: conversation) }
    if case .staff = memory.party { await services.desk.leave(id) }
  }

  private func receive(_ bytes: [UInt8]) async {
    guard memory.refusals < Self.refusalLimit else { return }
    if let wait = memory.bucket.take(now: .now) {
      return refuse(WireError(.slowDown, "too many frames", retryAfterMilliseconds: wait))
    }
    do throws(FrameError) {
      let frame = try ClientFrame(decoding: bytes)
      do {
        try await handle(frame)
      } catch let error as WireError {
        refuse(error, request: frame.request, clientMessageID: frame.clientMessageID)
      } catch {
        services.logger.fault("a frame failed", error)
        refuse(WireError(.notSaved, "it could not be stored; try again"), request: frame.request)
      }
    } catch {
      refuse(error.error, request: error.request, clientMessageID: error.clientMessageID)
    }
  }

  private func refuse(_ error: WireError, request: String? = nil, clientMessageID: String? = nil) {
    services.outlet.send(.error(ErrorFrame(error, request: request, clientMessageID: clientMessageID)), to: id)
    memory.refusals += 1
    guard memory.refusals == Self.refusalLimit else { return }
    let isFlood = error.code == .slowDown
    services.outlet.close(
      id, code: isFlood ? CloseCode.flooding : CloseCode.badFrames,
      reason: isFlood ? "too many frames" : "too many bad frames")
  }

  private func handle(_ frame: ClientFrame) async throws {
    if case .ping = frame.body {
      services.outlet.send(.pong, to: id)
      return
    }
    switch memory.party {
    case .stranger:
      guard case .hello(let hello) = frame.body else {
        throw WireError(.helloFirst, "type: the first frame must be hello")
      }
      try await greet(hello)
    case .customer(let customer): try await handle(frame, customer: customer)
    case .staff(let user, let token): try await handle(frame, user: user, token: token)
    }
  }

  private func greet(_ hello: ClientFrame.Hello) async throws {
    line.party = .greeting
    do {
      switch hello.role {
      case .customer: try await greetCustomer(hello)
      case .agent: try await greetStaff(hello)
      }
    } catch let error as WireError where error.code.facts.advice == "sign_in" {
      refuse(error)
      services.outlet.close(id, code: CloseCode.sessionRefused, reason: error.code.facts.name)
    } catch let error where !(error is WireError) {
      services.logger.fault("a hello failed", error)
      refuse(WireError(.notSaved, "it could not be stored; try again"))
      // After this code a client comes back and tries again.
      services.outlet.close(id, code: CloseCode.restarting, reason: "the store refused")
    }
  }

  /// Goes on with a replay unless the conversation has been left meanwhile.
  private func replay(_ rest: Replay) {
    guard memory.watched.contains(rest.conversation) else { return }
    watch(rest.conversation, after: rest.after, request: rest.request)
  }

  func watch(_ conversation: String, after: Int, request: String?) {
    memory.watched.insert(conversation)
    services.hub.post(.attach(watcher, after: after, request: request), to: conversation)
  }

  var watcher: Watcher {
    guard case .staff(let user, _) = memory.party else { return Watcher(connection: id, isStaff: false) }
    return Watcher(connection: id, isStaff: true, isMasked: !user.has([.agent]))
  }
}

extension ClientFrame {
  var clientMessageID: String? {
    if case .message(let message) = body { message.clientMessageID } else { nil }
  }
}
