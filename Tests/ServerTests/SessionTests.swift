import Foundation
import TestSupport
import Testing

/// A connection of staff lives no longer than the session it came with.
@Suite(.serialized)
struct SessionTests {
  let server: TestServer

  init() throws { server = try TestServer("--demo") }

  @Test("Signing out closes the agent's connections; the cookie opens none any more")
  func signOut() async throws {
    let cookie = try HTTPClient.signIn("lin", port: server.port)
    let other = try await ChatClient.agent(port: server.port, cookie: try HTTPClient.signIn("lin", port: server.port))
    let agent = try await ChatClient.agent(port: server.port, cookie: cookie)
    _ = try HTTPClient.request("POST", "/api/v1/sign-out", port: server.port, headers: ["Cookie": cookie], body: "{}")
    #expect(try await agent.closed() == 4501)
    let again = try ChatClient(port: server.port, headers: ["Cookie": cookie])
    try again.send(#"{"type":"hello","protocol":1,"role":"agent"}"#)
    #expect(try await again.closed() == 4501)
    try other.send(#"{"type":"ping"}"#)
    _ = try await other.next("pong")
  }

  @Test("A new password closes the connections of all the user's sessions")
  func password() async throws {
    let cookie = try HTTPClient.signIn("lin", port: server.port)
    let other = try await ChatClient.agent(port: server.port, cookie: try HTTPClient.signIn("lin", port: server.port))
    let sam = try await ChatClient.agent(port: server.port, cookie: try HTTPClient.signIn("sam", port: server.port))
    let reply = try HTTPClient.request(
      "POST", "/api/v1/password", port: server.port, headers: ["Cookie": cookie],
      body: #"{"current":"frontdesk-demo","new":"another-password"}"#)
    #expect(reply.status == 200)
    #expect(try await other.closed() == 4501)
    try sam.send(#"{"type":"ping"}"#)
    _ = try await sam.next("pong")
  }

  @Test("A user whose role is taken by the command line loses the desk within seconds")
  func role() async throws {
    let agent = try await ChatClient.agent(port: server.port, cookie: try HTTPClient.signIn("lin", port: server.port))
    let change = try server.run("user", "role", "lin", "--role", "trainer")
    #expect(change.status == 0, "\(change.errors)")
    #expect([4000, 4501].contains(try await agent.closed()))
  }
}
