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
  var isWaiting: Bool { task != nil || verdict.actions.contains(.openTicket) }

  private var task: (action: ErrandAction, slots: [String: SlotValue])? {
    if case .perform(let action, let slots)? = verdict.actions.last { (action, slots) } else { nil }
  }

  /// What is said and done, as events.
  func replies(to seq: Int) -> [EventBody] { verdict.bodies(wording: wording, replyTo: seq) }

  /// The turn when all has been done that its errand asks for, and what is said and done, in order.
  func performed(
    in connection: Connection, for record: ConversationRecord, codes: Codes?, seq: Int, at: Timestamp
  ) throws -> (turn: Turn, replies: [EventBody]) {
    var errands = ErrandWork(
      connection: connection, record: record, language: reading.language, live: live, at: at, codes: codes, code: code)
    var turn = self
    func replies(_ verdict: Verdict) throws -> [EventBody] {
      let ticket = try record.openTicket(
        for: verdict, &turn.state, live, in: connection, at: at,
        asking: decision(conversation: record.id, seq: seq, at: at))
      return verdict.bodies(wording: wording, replyTo: seq, ticket: ticket)
    }
    var said = try replies(verdict)
    for _ in 0..<Self.actionLimit {
      guard let task = turn.task else { return (turn, said) }
      turn.verdict.actions.removeLast()
      let done = try errands.perform(task.action, task.slots)
      if let reminder = done.reminder { turn.reminders.append(reminder) }
      if let customer = done.customer {
        turn.identified = customer
        turn.scene.isIdentified = true
        errands.record.identify(as: customer)
      }
      // One ticket is enough: what an errand has filed stands for what nobody is there to hear.
      if let filed = done.slots["ticket"] { turn.state.ticket = filed.description }
      let next = turn.state.handle(.performed(done.slots), in: turn.scene)
      said += try done.events + replies(next)
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
