import Foundation
import TestSupport
import Testing

/// The real binary with `--tls-certificate` and `--tls-key`.
struct TLSTests {
  /// Asks over HTTPS, then says hello over a secure WebSocket; prints what a test wants to know, a line each.
  private static let client = """
    import base64, json, os, socket, ssl, sys, time
    port, certificate = int(sys.argv[1]), sys.argv[2]
    context = ssl.create_default_context(cafile=certificate)
    context.set_alpn_protocols(["h2", "http/1.1"])
    def connect():
        return context.wrap_socket(socket.create_connection(("127.0.0.1", port), 10), server_hostname="127.0.0.1")
    page = connect()
    print(page.selected_alpn_protocol())
    page.sendall(b"GET /healthz HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n")
    text = b""
    while part := page.recv(65536): text += part
    print(text.split(b"\\r\\n")[0].decode())
    print(b"strict-transport-security" in text.lower())
    chat = connect()
    chat.sendall(b"GET /chat HTTP/1.1\\r\\nHost: a\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n"
        b"Sec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n"
        b"Sec-WebSocket-Protocol: frontdesk.v1\\r\\n\\r\\n")
    hello = b'{"type":"hello","protocol":1,"role":"customer"}'
    chat.sendall(bytes([0x81, 0x80 | len(hello), 0, 0, 0, 0]) + hello)
    text = b""
    while b'"type":"live"' not in text and (part := chat.recv(65536)): text += part
    print(b'"type":"welcome"' in text)
    health = {"status": "starting"}
    while health["status"] == "starting":
        time.sleep(0.02)
        page = connect()
        page.sendall(b"GET /healthz HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n")
        text = b""
        while part := page.recv(65536): text += part
        health = json.loads(text.split(b"\\r\\n\\r\\n")[1])
    print(health["status"], health["stage"])
    """

  @Test("Pages and WebSocket are served over TLS, as HTTP/1.1 also to those who could do more; the watchdog gets in")
  func tls() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (certificate, key) = (folder.appending(path: "cert.pem").path, folder.appending(path: "key.pem").path)
    _ = try output(
      "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "1",
      "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    let server = try TestServer("--tls-certificate", certificate, "--tls-key", key)
    #expect(server.greeting.first?.contains("https://127.0.0.1") == true)
    let seen = try output("python3", "-c", Self.client, "\(server.port)", certificate)
    #expect(seen.split(separator: "\n") == ["http/1.1", "HTTP/1.1 200 OK", "True", "True", "ok None"])
    let plain = try SocketClient(port: server.port)
    try plain.write(Array("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
    #expect((try? plain.readToEnd())?.starts(with: Array("HTTP".utf8)) != true)
  }

  @Test("A certificate that cannot be read stops the start and is named")
  func unreadable() throws {
    let server = try TestServer()
    let start = try server.run(
      "serve", "--port", "0", "--database", "other.db", "--tls-certificate", "missing.pem", "--tls-key", "missing.pem")
    #expect(start.status == 1)
    #expect(start.errors.contains("missing.pem"))
  }

  private func output(_ arguments: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    let run = try Spawning.run(process)
    #expect(run.status == 0)
    return run.output
  }
}
