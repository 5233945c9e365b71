import Dialogue
import Testing

@Suite("Waiting")
struct WaitingRulesTests {
  @Test("A bot that is late calls a human")
  func lateBot() {
    var state = DialogueState(misses: 1)
    #expect(state.handle(.overdue(.normal)) == .init("answer_overdue", .handoff, .answerOverdue))
    #expect(state.phase == .queued)
  }

  @Test("Too long in the queue opens one ticket; later waits only say so")
  func queueLimit() {
    var state = DialogueState(phase: .queued)
    #expect(state.handle(.overdue(.urgent)).actions == [.openTicket, .say(.contactOffer)])
    #expect(state.phase == .queued)
    state.ticket = "T1"
    #expect(state.handle(.overdue(.urgent)).actions == [.say(.stillWaiting(ticket: "T1", isOpen: true))])
  }

  @Test("A conversation whose agent is silent or gone goes back to its own queue, and the customer hears it")
  func returned() {
    for (event, reason) in [
      (DialogueEvent.overdue(.urgent), HandoffReason.agentOverdue), (.returned(.agentGone, .urgent), .agentGone),
      (.returned(.transferred, .urgent), .transferred),
    ] {
      var state = DialogueState(phase: .agent)
      #expect(state.handle(event).actions == [.handOff(reason, .urgent), .say(.returned)])
      #expect(state.phase == .queued)
    }
  }

  @Test("The ticket is remembered until the next wait, through the bot's return; a closed conversation owes nothing")
  func memory() {
    var state = DialogueState(phase: .agent, misses: 1, ticket: "T1")
    _ = state.handle(.released)
    #expect(state.ticket == "T1" && state.phase == .bot)
    #expect(state.handle(.contact).actions == [.say(.contactTaken(ticket: "T1"))])
    #expect(state.handle(.choice(.human, .about([]))).outcome == .handoff)
    #expect(state.ticket == nil, "a new wait gets a ticket of its own")
    _ = state.handle(.closed)
    #expect(state.handle(.overdue(.normal)).actions == [])
  }
}
