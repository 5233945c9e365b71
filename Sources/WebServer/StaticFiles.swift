package import Foundation

/// The files below a folder, read once at start, with an entity tag each and a gzip form where that is smaller.
package struct StaticFiles: Sendable {
  private struct File: Sendable {
    var type: String
    var tag: String
    var plain: [UInt8]
    var gzip: [UInt8]?
  }

  private static let types = [
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8", "svg": "image/svg+xml", "png": "image/png", "ico": "image/x-icon",
    "woff2": "font/woff2", "txt": "text/plain; charset=utf-8", "webmanifest": "application/manifest+json",
  ]

  private let files: [String: File]

  /// Reads every file of a known type below `folder`.
  package init(folder: URL) throws {
    let root = folder.resolvingSymlinksInPath().standardizedFileURL.path
    var files: [String: File] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: root) ?? .init() {
      guard let type = Self.types[(name as NSString).pathExtension] else { continue }
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: root + "/" + name)))
      let gzip = Gzip.compressed(bytes).flatMap { $0.count < bytes.count ? $0 : nil }
      files["/" + name] = File(type: type, tag: Self.tag(of: bytes), plain: bytes, gzip: gzip)
    }
    self.files = files
  }

  /// FNV-1a (Fowler, Noll, Vo), 64 bits: it names a version of a file, it protects nothing.
  private static func tag(of bytes: [UInt8]) -> String {
    let hash = bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16) + String(bytes.count, radix: 16)
  }

  /// The file of the request's path, a folder's `index.html`, or nil. Only what was read at start can be named, so
  /// no path leads out of the folder.
  package func response(to request: HTTPRequest) -> HTTPResponse? {
    let path = request.path.hasSuffix("/") ? request.path + "index.html" : request.path
    guard let file = files[path] else { return nil }
    guard request.method == "GET" || request.method == "HEAD" else {
      return HTTPResponse(status: 405, headers: [("Allow", "GET, HEAD")])
    }
    let gzip = Self.takesGzip(request) ? file.gzip : nil
    let tag = "\"\(file.tag)\(gzip == nil ? "" : "-gz")\""
    var headers = [("ETag", tag), ("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding")]
    if Self.matches(request.header("if-none-match"), tag) { return HTTPResponse(status: 304, headers: headers) }
    headers.append(("Content-Type", file.type))
    if gzip != nil { headers.append(("Content-Encoding", "gzip")) }
    return HTTPResponse(status: 200, headers: headers, body: gzip ?? file.plain)
  }

  /// Whether `Accept-Encoding` names gzip without `q=0` (RFC 9110, section 12.5.3).
  private static func takesGzip(_ request: HTTPRequest) -> Bool {
    (request.header("accept-encoding") ?? "").lowercased().split(separator: ",").contains { item in
      let parts = item.split(separator: ";").map { $0.filter { $0 != " " } }
      guard parts.first == "gzip" else { return false }
      return !parts.dropFirst().contains { $0.hasPrefix("q=0") && !$0.contains { "123456789".contains($0) } }
    }
  }

  /// `If-None-Match` (RFC 9110, section 13.1.2), weak comparison.
  private static func matches(_ header: String?, _ tag: String) -> Bool {
    (header ?? "").split(separator: ",").contains { item in
      let candidate = item.filter { $0 != " " }
      return candidate == "*" || candidate == tag || candidate == "W/" + tag
    }
  }
}
