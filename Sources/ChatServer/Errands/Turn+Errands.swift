import CRM
import Database
import Dialogue
import Foundation

/// A turn whose errand needs something from the store: done in the transaction in which the turn is committed, so that what
/// the customer is told is what is stored.
extension Turn {
  /// Things that one turn may have done; more means that a flow goes round in circles.
  private static let actionLimit = 20

  /// Whether something must be done before the rest is known.
  var isWaiting: Bool { task != nil }

  private var task: (action: ErrandAction, slots: [String: SlotValue])? {
    if case .perform(let action, let slots)? = verdict.actions.last { (action, slots) } else { nil }
  }

  /// What is said and done, as events.
  func replies(to seq: Int) -> [EventBody] { verdict.bodies(wording: wording, replyTo: seq) }

  /// The turn when all has been done that its errand asks for, and what is said and done, in order.
  func performed(
    in connection: Connection, for record: ConversationRecord, codes: Codes?, seq: Int, at: Timestamp,
    zone: TimeZone = .current
  ) throws -> (turn: Turn, replies: [EventBody]) {
    var errands = ErrandWork(
      connection: connection, record: record, language: reading.language, live: live, at: at, codes: codes, code: code,
      zone: zone)
    var turn = self
    var replies = replies(to: seq)
    for _ in 0..<Self.actionLimit {
      guard let task = turn.task else { return (turn, replies) }
      turn.verdict.actions.removeLast()
      let done = try errands.perform(task.action, task.slots)
      if let reminder = done.reminder { turn.reminders.append(reminder) }
      if let customer = done.customer {
        turn.identified = customer
        turn.scene.isIdentified = true
        errands.record.identify(as: customer)
      }
      let next = turn.state.handle(.performed(done.slots), in: turn.scene)
      replies += done.events + next.bodies(wording: wording, replyTo: seq)
      turn.verdict.actions += next.actions
      turn.verdict.outcome = next.outcome
    }
    throw ErrandError.endless
  }
}

extension ConversationRecord {
  /// Makes it the conversation of a customer who has said who they are.
  mutating func identify(as known: Customer) {
    customer = known.id
    isIdentified = true
  }
}

/// A flow that never comes to its end; the check of flows finds most of these when they are loaded.
enum ErrandError: Error { case endless }
