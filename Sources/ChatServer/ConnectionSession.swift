import CRM
import Database
import Dialogue
import Logging
import TextAnalysis
import Training
import WebServer

/// What every connection's task needs.
struct SessionServices: Sendable {
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

  var staffSessions: StaffSessions { StaffSessions(database: database, connections: connections, outlet: outlet) }
}

/// One connection from hello to close. Not Sendable: it lives in its connection's task.
final class ConnectionSession {
  enum Party {
    case stranger
    case customer(id: String)
    case staff(User, token: String)
  }

  /// Refused frames after which a connection is closed.
  private static let refusalLimit = 100

  let id: ConnectionID
  let services: SessionServices
  let cookie: String?
  /// Whether the watchdog is at the other end.
  let isSynthetic: Bool
  var party = Party.stranger
  var watched: Set<String> = []
  private var bucket: TokenBucket
  private var refusals = 0

  init(id: ConnectionID, cookie: String?, isSynthetic: Bool, services: SessionServices) {
    self.id = id
    self.cookie = cookie
    self.isSynthetic = isSynthetic
    self.services = services
    let rate = services.configuration.framesPerSecond
    bucket = TokenBucket(perSecond: rate, burst: rate * 3, now: .now)
  }

  /// Reads the connection's frames to their end.
  func run(_ arrivals: AsyncStream<Inbound>) async {
    for await arrival in arrivals {
      switch arrival {
      case .frame(let bytes): await receive(bytes)
      case .follow: await followOtherTab()
      case .replay(let rest): replay(rest)
      case .identified(let customer): party = .customer(id: customer)
      }
    }
    for conversation in watched { services.hub.post(.detach(id), to: conversation) }
    if case .staff = party { await services.desk.leave(id) }
  }

  private func receive(_ bytes: [UInt8]) async {
    guard refusals < Self.refusalLimit else { return }
    if let wait = bucket.take(now: .now) {
      return refuse(WireError(.slowDown, "too many frames", retryAfterMilliseconds: wait))
    }
    do throws(FrameError) {
      let frame = try ClientFrame(decoding: bytes)
      do {
        try await handle(frame)
      } catch let error as WireError {
        refuse(error, request: frame.request, clientMessageID: frame.clientMessageID)
      } catch {
        services.logger.error("a frame failed", metadata: ["error": "\(error)"])
        refuse(WireError(.notSaved, "it could not be stored; try again"), request: frame.request)
      }
    } catch {
      refuse(error.error, request: error.request, clientMessageID: error.clientMessageID)
    }
  }

  private func refuse(_ error: WireError, request: String? = nil, clientMessageID: String? = nil) {
    services.outlet.send(.error(ErrorFrame(error, request: request, clientMessageID: clientMessageID)), to: id)
    refusals += 1
    guard refusals == Self.refusalLimit else { return }
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
    switch party {
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
    services.connections.greeted(id)
    do {
      switch hello.role {
      case .customer: try await greetCustomer(hello)
      case .agent: try await greetStaff(hello)
      }
    } catch let error as WireError where error.code.facts.advice == "sign_in" {
      refuse(error)
      services.outlet.close(id, code: CloseCode.sessionRefused, reason: error.code.facts.name)
    } catch let error where !(error is WireError) {
      services.logger.error("a hello failed", metadata: ["error": "\(error)"])
      refuse(WireError(.notSaved, "it could not be stored; try again"))
      // After this code a client comes back and tries again.
      services.outlet.close(id, code: CloseCode.restarting, reason: "the store refused")
    }
  }

  /// Goes on with a replay unless the conversation has been left meanwhile.
  private func replay(_ rest: Replay) {
    guard watched.contains(rest.conversation) else { return }
    let isStaff = if case .staff = party { true } else { false }
    watch(rest.conversation, after: rest.after, request: rest.request, isStaff: isStaff)
  }

  func watch(_ conversation: String, after: Int, request: String?, isStaff: Bool) {
    watched.insert(conversation)
    services.hub.post(
      .attach(Watcher(connection: id, isStaff: isStaff), after: after, request: request), to: conversation)
  }
}

extension ClientFrame {
  var clientMessageID: String? {
    if case .message(let message) = body { message.clientMessageID } else { nil }
  }
}
