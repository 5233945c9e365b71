import Foundation
import Logging
import Synchronization
import Testing
import WebServer

@testable import ChatServer

/// The watchdog against servers that are broken at one place each, over real sockets.
@Suite(.serialized)
struct WatchdogStageTests {
  /// A web server in this process that says what a broken server would say.
  private final class BrokenServer: Sendable {
    private let web: WebServer

    init(_ answer: @escaping @Sendable (_ frame: String) -> [String]) throws {
      let way = Mutex<WebServer?>(nil)
      let box = Box(way)
      let handlers = WebServerHandlers(
        respond: { _ in HTTPResponse(status: 404) }, refuse: { HTTPResponse(status: $0) }, admit: { _ in nil },
        opened: { _, _ in },
        received: { id, bytes in
          let frame = String(decoding: bytes, as: UTF8.self)
          let type = ["hello", "message"].first { frame.contains(#""type":"\#($0)""#) }
          for frame in answer(type ?? "") { box.value.withLock { $0 }?.send(Array(frame.utf8), to: id) }
        },
        closed: { _ in })
      web = WebServer(
        configuration: WebServerConfiguration(), handlers: handlers,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
      box.value.withLock { $0 = web }
      try web.start()
    }

    var port: Int { web.port }

    func stop() async { await web.stop(drain: .zero) }
  }

  private final class Box: Sendable {
    let value: Mutex<WebServer?>
    init(_ value: consuming Mutex<WebServer?>) { self.value = value }
  }

  private static let welcome =
    #"{"type":"welcome","protocol":1,"role":"customer","conversation":"c1","limits":{"text":4000,"frame":65536}}"#
  private static let live = #"{"type":"live","conversation":"c1","seq":2,"status":"bot"}"#
  private static let ack = #"{"type":"ack","conversation":"c1","client_message_id":"watchdog","seq":3}"#
  private static let reply =
    #"{"type":"event","conversation":"c1","seq":4,"at":"2026-11-20T08:00:01.130Z","kind":"message","from":"bot","text":"Yes."}"#
  private static let greeting =
    #"{"type":"event","conversation":"c1","seq":2,"at":"2026-11-20T08:00:01.130Z","kind":"message","from":"bot","text":"Hello."}"#
  private static let refusal =
    #"{"type":"error","code":501,"name":"not_saved","message":"it could not be stored","advice":"retry"}"#

  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var hello: [String] = [welcome, greeting, live]
    var message: [String] = []
    /// How far the message comes inside the server.
    var reached: [Stage] = []
    var commitAge: Duration?
    let stage: Stage?
  }

  static let faults = [
    Fault(testDescription: "nobody is let in", hello: [], stage: .intake),
    Fault(testDescription: "the message does not arrive", stage: .intake),
    Fault(testDescription: "the bot does not decide", message: [ack], reached: [.intake], stage: .bot),
    Fault(testDescription: "the turn is not stored", reached: [.intake, .bot], stage: .store),
    Fault(
      testDescription: "the reply is not delivered", message: [ack], reached: [.intake, .bot, .store], stage: .delivery),
    Fault(
      testDescription: "the acknowledgement is not delivered", message: [reply], reached: [.intake, .bot, .store],
      stage: .delivery),
    Fault(testDescription: "hello is refused by the store", hello: [refusal], stage: .store),
    Fault(
      testDescription: "the message is refused by the store", message: [refusal], reached: [.intake], stage: .store),
    Fault(testDescription: "the disk hangs before the bot is asked", commitAge: .seconds(5), stage: .store),
    Fault(testDescription: "all is well", message: [reply, ack], reached: [.intake, .bot, .store], stage: nil),
  ]

  @Test("The stage that is broken is named", arguments: faults)
  func named(_ fault: Fault) async throws {
    let marks = StageMarks()
    let server = try BrokenServer { type in
      guard type == "message" else { return fault.hello }
      for stage in fault.reached { marks.add(stage, "c1") }
      return fault.message
    }
    let health = try await found(port: server.port, marks: marks, commitAge: fault.commitAge)
    #expect(health.stage == fault.stage)
    #expect(health.status == (fault.stage == nil ? .ok : .failing))
    await server.stop()
  }

  @Test("Where nobody listens the intake is broken")
  func nobody() async throws {
    let server = try BrokenServer { _ in [] }
    let port = server.port
    await server.stop()
    #expect(try await found(port: port, marks: StageMarks()).stage == .intake)
  }

  private func found(port: Int, marks: StageMarks, commitAge: Duration? = nil) async throws -> WatchdogHealth {
    let plan = Watchdog.Plan(
      interval: .seconds(60), patience: .milliseconds(400), text: { "hello" }, commitAge: { commitAge })
    let watchdog = Watchdog(
      plan: plan, marks: marks, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    watchdog.start(host: "127.0.0.1", port: port, isTLS: false)
    defer { watchdog.stop() }
    for _ in 0..<1_000 {
      if watchdog.health.status != .starting { return watchdog.health }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw CancellationError()
  }

  @Test(
    "What comes late of an earlier conversation is not taken for the next one's; storing before deciding does not count"
  )
  func marks() {
    let marks = StageMarks()
    marks.add(.intake, "old")
    marks.clear()
    marks.add(.bot, "old")
    marks.add(.intake, "new")
    marks.addStore("new")
    #expect(marks.firstMissing("new") == .bot)
    marks.add(.bot, "new")
    marks.addStore("new")
    #expect(marks.firstMissing("new") == .delivery)
    #expect(marks.firstMissing(nil) == .intake)
  }
}
