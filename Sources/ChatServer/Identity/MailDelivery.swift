package import CRM
import Database
import Foundation
import Logging
import Synchronization

/// Sends a mail, or throws when it could not be handed on. May be called again for a mail that was sent, when the server
/// ended before it could note that.
package struct MailSender: Sendable {
  let send: @Sendable (Mail) async throws -> Void

  package init(send: @escaping @Sendable (Mail) async throws -> Void) { self.send = send }
}

/// Sends what waits in the outbox after it has been committed. Without a sender the mails stay there for another program.
final class MailDelivery: Sendable {
  private static let atOnce = 20
  private static let pause = Duration.seconds(30)

  private let database: Database
  private let sender: MailSender?
  private let logger: Logger
  private let wakeUps: AsyncStream<Void>
  private let bell: AsyncStream<Void>.Continuation

  init(database: Database, sender: MailSender?, logger: Logger) {
    self.database = database
    self.sender = sender
    self.logger = logger
    (wakeUps, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// A mail has been committed.
  func wake() { bell.yield() }

  /// Sends until the task is cancelled: at once what has just been written, and in a while what could not be sent.
  func run() async {
    guard let sender else { return await expireInTime() }
    await withDiscardingTaskGroup { group in
      group.addTask {
        while (try? await Task.sleep(for: Self.pause)) != nil { self.wake() }
      }
      wake()
      for await _ in wakeUps { await deliver(with: sender) }
      group.cancelAll()
    }
  }

  private func expireInTime() async {
    while (try? await Task.sleep(for: Self.pause)) != nil {
      do { try await expire() } catch { logger.fault("the outbox could not be cleared", error) }
    }
  }

  /// Deletes what is of no use any more.
  private func expire() async throws {
    guard try await database.read({ try OutboxStore($0).hasExpired(at: .now()) }) else { return }
    try await database.write { try OutboxStore($0).deleteExpired(at: .now()) }
  }

  private func deliver(with sender: MailSender) async {
    do {
      try await expire()
      let mails = try await database.read { try OutboxStore($0).waiting(at: .now(), limit: Self.atOnce) }
      for mail in mails {
        do {
          try await sender.send(mail)
          try await database.write { try OutboxStore($0).noteSent(mail.id, at: .now()) }
        } catch {
          logger.fault("a mail could not be sent", error, ["mail": "\(mail.id)"])
          try await database.write { try OutboxStore($0).noteFailed(mail.id) }
        }
      }
    } catch {
      logger.fault("the outbox could not be read", error)
    }
  }
}
