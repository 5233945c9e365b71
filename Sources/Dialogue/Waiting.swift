/// What happens when a customer waits: for the bot, in the queue, for an agent.
extension DialogueState {
  mutating func overdue(_ queue: HandoffQueue, _ situation: Situation) -> Verdict {
    switch phase {
    case .bot: return handOff(.answerOverdue, .normal, rule: "answer_overdue", intent: nil)
    case .agent: return returned(.agentOverdue, queue)
    case .queued:
      if let ticket {
        let reply = Reply.stillWaiting(ticket: ticket, isOpen: situation.isOpen(queue))
        return Verdict(rule: "still_waiting", outcome: .silent, actions: [.say(reply)])
      }
      return Verdict(rule: "queue_overdue", outcome: .silent, actions: [.openTicket, .say(.contactOffer)])
    case .closed: return Verdict(rule: "closed", outcome: .silent, actions: [])
    }
  }

  mutating func returned(_ reason: HandoffReason, _ queue: HandoffQueue) -> Verdict {
    phase = .queued
    return Verdict(
      rule: reason.rawValue, outcome: .handoff, actions: [.handOff(reason, queue), .say(.returned)])
  }

  mutating func contact() -> Verdict {
    let actions: [Action] = ticket.map { [.say(.contactTaken(ticket: $0))] } ?? []
    return Verdict(rule: "contact", outcome: .silent, actions: actions)
  }
}
