import Foundation
import TestSupport
import Testing
import WebServer

/// Which handler and which file a request gets.
struct SiteTests {
  private func router() -> Router {
    var router = Router(refuse: { .text("refused", status: $0) })
    router.add("GET", "/a/{id}") { _, parameters in .text(parameters["id"] ?? "") }
    router.add("POST", "/a/{id}/b") { _, _ in .text("posted") }
    router.add("DELETE", "/a/{id}") { _, _ in .text("deleted") }
    return router
  }

  @Test("Method and path lead to the handler; 404 and 405 are told apart, HEAD is GET")
  func routes() async {
    let cases: [(String, String, Int, String)] = [
      ("GET", "/a/7", 200, "7"), ("HEAD", "/a/7", 200, "7"), ("DELETE", "/a/7", 200, "deleted"),
      ("POST", "/a/7/b", 200, "posted"), ("GET", "/a", 404, "refused"), ("GET", "/a/7/c", 404, "refused"),
      ("PUT", "/a/7", 405, "refused"), ("GET", "/a/7/b", 405, "refused"),
    ]
    for (method, path, status, text) in cases {
      let response = await router().respond(to: HTTPRequest(method: method, path: path))
      #expect(response.status == status, "\(method) \(path)")
      #expect(String(decoding: response.body, as: UTF8.self) == text, "\(method) \(path)")
    }
    let refused = await router().respond(to: HTTPRequest(method: "PUT", path: "/a/7"))
    #expect(refused.header("Allow") == "GET, DELETE")
  }

  @Test("Files have a type, a tag and a gzip form; a known tag gets 304, nothing outside is named")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "site-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder.appending(path: "app"), withIntermediateDirectories: true)
    let page = String(repeating: "hello ", count: 1_000)
    try Data(page.utf8).write(to: folder.appending(path: "app/index.html"))
    try Data("secret".utf8).write(to: folder.appending(path: "app/key.pem"))
    let files = try StaticFiles(folder: folder)
    func get(_ path: String, _ headers: [String: String] = [:], method: String = "GET") -> HTTPResponse? {
      files.response(to: HTTPRequest(method: method, path: path, headers: headers))
    }

    let plain = try #require(get("/app/"))
    #expect(plain.body == Array(page.utf8))
    #expect(plain.header("Content-Type") == "text/html; charset=utf-8")
    let zipped = try #require(get("/app/index.html", ["accept-encoding": "br, gzip"]))
    #expect(zipped.header("Content-Encoding") == "gzip")
    #expect(Array(zipped.body.prefix(2)) == [0x1f, 0x8b])
    #expect(get("/app/", ["accept-encoding": "gzip;q=0"])?.header("Content-Encoding") == nil)
    let tag = try #require(plain.header("ETag"))
    #expect(tag != zipped.header("ETag"))
    #expect(get("/app/", ["if-none-match": "\"x\", W/\(tag)"])?.status == 304)
    #expect(get("/app/", ["if-none-match": "\"x\""])?.status == 200)
    #expect(get("/app/", method: "POST")?.status == 405)
    for path in ["/app/key.pem", "/../app/index.html", "/app/../app/index.html", "/app", ""] {
      #expect(get(path) == nil)
    }
  }
}
