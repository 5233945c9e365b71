import Foundation
import TestSupport
import Testing

/// A conversation that is larger than what may wait for one reader.
struct LongConversationTests {
  @Test("A conversation of some megabytes opens whole and in order, for its customer and for an agent")
  func opens() async throws {
    let server = try TestServer("--demo", "--frames-per-second", "1000")
    let customer = try await ChatClient.customer(port: server.port)
    let text = String(repeating: "汉", count: 4_000)
    var last = 0
    for number in 0..<300 {
      try customer.say(text, id: "m\(number)")
      guard number % 30 == 29 else { continue }
      last = try await customer.next("ack") { $0["client_message_id"] == "m\(number)" }.int("seq") ?? 0
    }
    #expect(last > 300)

    let tab = try await ChatClient.customer(port: server.port, session: customer.session)
    #expect(tab.events.compactMap { $0.int("seq") } == Array(1...last))
    try tab.say("hello", id: "tab")
    #expect(try await tab.next("ack").int("seq") == last + 1)

    let agent = try await ChatClient.agent(port: server.port, cookie: try HTTPClient.signIn("lin", port: server.port))
    for _ in 0..<2 {
      try agent.send(#"{"type":"resume","conversation":"\#(customer.conversation)","after":0,"request":"r1"}"#)
      let live = try await agent.next("live")
      #expect(live["request"] == "r1")
      #expect(live.int("seq") == last + 1)
    }
    #expect(agent.events.compactMap { $0.int("seq") } == Array(1...last + 1) + Array(1...last + 1))

    // Who watches and asks for everything again gets what is said meanwhile in its turn.
    let known = agent.events.count
    try agent.send(#"{"type":"resume","conversation":"\#(customer.conversation)","after":0,"request":"r2"}"#)
    for number in 0..<5 { try tab.say("more", id: "more\(number)") }
    _ = try await tab.next("ack") { $0["client_message_id"] == "more4" }
    _ = try await agent.next("live")
    let again = agent.events.dropFirst(known).compactMap { $0.int("seq") }.drop { $0 != 1 }
    #expect(again.elementsEqual(1...again.count))
  }
}
