import Foundation
import TestSupport
import Testing

/// HTTP requests that are out of the ordinary and still get exactly one answer.
@Suite(.serialized)
struct RequestTests {
  let server: TestServer

  init() throws { server = try TestServer("--demo") }

  @Test("A POST that says its body is empty is carried out once")
  func emptyBody() throws {
    let cookie = ["Cookie": try HTTPClient.signIn("wei", port: server.port)]
    func numbers() throws -> [Int] {
      let reply = try HTTPClient.request("GET", "/api/v1/releases", port: server.port, headers: cookie)
      return (reply.json["releases"] as? [[String: Any]] ?? []).compactMap { $0["number"] as? Int }
    }
    let before = try numbers()
    let reply = try HTTPClient.request(
      "POST", "/api/v1/releases", port: server.port, headers: cookie.merging(["Content-Length": "0"]) { $1 })
    #expect(reply.status == 201)
    #expect(try numbers() == [before.count + 1] + before)
  }

  @Test("A name with a NUL in it is not the name before the NUL")
  func nul() throws {
    let cases = [#"{"name":"lin\u0000x","password":"frontdesk-demo"}"#, #"{"name":"lin","password":"\u0000"}"#]
    for body in cases {
      let reply = try HTTPClient.request("POST", "/api/v1/sign-in", port: server.port, body: body)
      #expect(reply.status == 400)
      #expect((reply.json["error"] as? [String: Any])?["code"] as? Int == 101)
    }
    let escaped = #"{"name":"lin\\u0000","password":"frontdesk-demo"}"#
    #expect(try HTTPClient.request("POST", "/api/v1/sign-in", port: server.port, body: escaped).status == 401)
  }
}
