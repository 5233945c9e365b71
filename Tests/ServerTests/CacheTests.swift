import Foundation
import TestSupport
import Testing

/// What a server keeps between its starts.
@Suite(.serialized)
struct CacheTests {
  private func expectAnswers(_ server: TestServer) async throws {
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say("what does a transfer cost")
    #expect(try await customer.botMessage()["text"] == "Transfers up to 50,000 yuan a month are free.")
  }

  @Test("What was fitted is kept beside the data file; damaged files are made anew, and the release keeps its number")
  func damaged() async throws {
    let server = try TestServer("--demo")
    let folder = server.folder.appending(path: "frontdesk.db.cache")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names.map { $0.prefix(6) } == ["index-", "judge-", "model-"])
    let whole = try names.map { try Data(contentsOf: folder.appending(path: $0)) }
    server.kill()
    for name in names { try Data("rubbish".utf8).write(to: folder.appending(path: name)) }
    try server.start()
    try await expectAnswers(server)
    #expect(try names.map { try Data(contentsOf: folder.appending(path: $0)) } == whole)
    let headers = ["Cookie": try HTTPClient.signIn("wei", port: server.port)]
    let releases = try HTTPClient.request("GET", "/api/v1/releases", port: server.port, headers: headers).json
    #expect(releases["current"] as? Int == 1)
  }

  @Test("A server that keeps nothing answers too")
  func none() async throws {
    let server = try TestServer("--cache", "none")
    try await expectAnswers(server)
    #expect(!FileManager.default.fileExists(atPath: server.folder.appending(path: "frontdesk.db.cache").path))
  }
}
