import CRM
import Foundation

extension MailSender {
  /// How long the command may take.
  private static let seconds = 20

  private struct Failure: Error, CustomStringConvertible { let description: String }

  /// Hands mails to a command such as `/usr/sbin/sendmail -t -i`, which reads a message (RFC 5322) from its standard
  /// input and ends with 0 when it has taken it.
  ///
  /// - Parameter words: the program's path and its arguments; at least one.
  package static func command(_ words: [String]) -> MailSender {
    MailSender { mail in
      let message = try input(holding: Self.message(mail))
      defer { try? message.close() }
      let status = try await status(of: words, reading: message)
      guard status == 0 else { throw Failure(description: "the mail command ended with \(status)") }
    }
  }

  /// The message. What would end a header line is left out of it.
  static func message(_ mail: Mail) -> String {
    let subject = Data(mail.subject.utf8).base64EncodedString()
    let body = Data(mail.body.utf8).base64EncodedString(options: [.lineLength76Characters])
    return """
      To: \(mail.recipient.filter { !$0.isNewline && $0 != "\0" })
      Subject: =?UTF-8?B?\(subject)?=
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: base64
      Auto-Submitted: auto-generated

      \(body)

      """
  }

  /// A file without a name: a pipe would end the server when the command does not read.
  private static func input(holding text: String) throws -> FileHandle {
    let path = FileManager.default.temporaryDirectory.appending(path: "frontdesk-\(UUID().uuidString)").path
    guard
      FileManager.default.createFile(
        atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    else { throw Failure(description: "the mail could not be written for the command") }
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try FileHandle(forReadingFrom: URL(filePath: path))
  }

  private static func status(of words: [String], reading message: FileHandle) async throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: words[0])
    process.arguments = Array(words.dropFirst())
    process.standardInput = message
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let watch = Task {
      try await Task.sleep(for: .seconds(seconds))
      if process.isRunning { process.terminate() }
    }
    defer { watch.cancel() }
    return try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        continuation.resume(throwing: error)
      }
    }
  }
}
