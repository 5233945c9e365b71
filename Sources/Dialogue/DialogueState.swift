/// Where a conversation stands. A value: `handle` gives what to do and leaves the next state.
package struct DialogueState: Sendable, Equatable, Codable {
  package enum Phase: String, Sendable, Codable { case bot, queued, agent, closed }

  package var phase: Phase
  /// Turns in a row that the bot did not understand.
  package var misses: Int
  /// Whether the last turn asked "did you mean".
  package var hasAsked: Bool
  /// Bot messages that the customer said did not help.
  package var unhelpful: [Int]
  /// The ticket under which a customer who waited too long was offered to leave contact details.
  package var ticket: String?
  /// What the customer is having done, the errand at hand last; nil for none.
  package var errands: [Errand]?
  /// The errand that was done last: a correction of what it was given does it again.
  package var lastErrand: Errand?
  /// How the customer feels; nil for neither well nor badly.
  package var sentiment: RunningSentiment?
  /// The bot message about which the customer has been asked why it did not help.
  package var askedWhy: Int?
  /// Whether an agent has handed the conversation back.
  package var wasReleased: Bool?
  /// Whether the customer has been told when people answer.
  package var hasToldHours: Bool?
  /// The errand for which the customer was offered to say who they are.
  package var offer: Errand?
  /// How often it asked "did you mean"; nil for never.
  package var timesAsked: Int?
  /// How often it said that it did not understand; nil for never.
  package var fallbacks: Int?
  /// What it has answered of late, the latest last; nil for nothing.
  package var answers: [Answer]?

  package init(
    phase: Phase = .bot, misses: Int = 0, hasAsked: Bool = false, unhelpful: [Int] = [], ticket: String? = nil
  ) {
    self.phase = phase
    self.misses = misses
    self.hasAsked = hasAsked
    self.unhelpful = unhelpful
    self.ticket = ticket
  }
}

/// What can happen to a conversation.
package enum DialogueEvent: Sendable, Equatable {
  /// The customer wrote something.
  case message(Understanding)
  /// The customer pressed a quick reply.
  case choice(Choice, Understanding)
  /// What an errand asked for has been done; the slots that it fills.
  case performed([String: SlotValue])
  /// The customer said whether the bot message `target` helped.
  case feedback(target: Int, helpful: Bool)
  /// The answer deadline has passed: the bot's, the queue's or the agent's.
  case overdue(HandoffQueue)
  /// The agent gives it back into the queue, or has left it.
  case returned(HandoffReason, HandoffQueue)
  /// The customer has left contact details.
  case contact
  case claimed
  case released
  /// The customer goes on with the bot instead of waiting.
  case resumed
  case closed
}

/// A quick reply.
package enum Choice: Sendable, Equatable {
  case target(Target, escalation: HandoffQueue?)
  /// A value for the slot that was asked for.
  case slot(String)
  case human
  case noneOfThese
  /// Why an answer did not help.
  case why(UnhelpfulReason)
}

/// What the bot says; others find the words.
package enum Reply: Sendable, Equatable {
  case answer(Target)
  /// "Did you mean": the candidates to choose from, best first, at most three; each `time`, from 1, in other words.
  case clarify([Target], time: Int)
  /// "Or did you mean", after an answer: at most two.
  case alternatives([Target])
  /// Says that the answer given before did not help, and offers what else may be meant, at most two, and a human.
  case otherwise([Target])
  /// Says that it did not understand and offers a human.
  case unsure
  /// The same in other words, and what it can do.
  case capabilities
  /// Says that a human takes over; `intent` may have something to say first.
  case handoff(HandoffQueue, intent: String?)
  /// Says sorry for an answer that did not help, asks why and offers a human.
  case askWhy
  /// Says thanks for the reason and offers what may help instead.
  case thankForReason(UnhelpfulReason)
  /// Says that nobody is there, when people answer, and asks where to reach the customer; `intent` may have something to
  /// say first. The ticket is nil for one that is to be opened.
  case closed(HandoffQueue, intent: String?, ticket: String?)
  /// Says when people answer, and that the bot answers until then.
  case closedNotice
  /// Says that the bot is back.
  case welcomeBack
  /// Says that another human takes over from the one who had it.
  case returned
  /// Says that nobody is free, names the ticket and asks where to reach the customer.
  case contactOffer
  /// Says that it still waits under that ticket, and when people answer if nobody is there.
  case stillWaiting(ticket: String, isOpen: Bool)
  /// Says a flow's response, with its slots put in.
  case utter(String, [String: SlotValue])
  /// Asks for a slot, `again` after an answer that did not fill it.
  case ask(slot: String, again: Bool, [String: SlotValue])
  /// Says that the errand is dropped.
  case cancelled
  /// Says that all is forgotten and what it can do.
  case startedOver
  /// Says that it goes on with the errand that was interrupted.
  case resuming(flow: String)
  /// Says thanks for the contact details.
  case contactTaken(ticket: String)
}

package enum HandoffReason: String, Sendable, Codable {
  case asked
  case escalateIntent = "escalate_intent"
  case unsureTwice = "unsure_twice"
  case notHelpful = "not_helpful"
  /// The policy: a trigger word, anger, the customer's tier, or humans answer first here.
  case triggerWord = "trigger_word"
  case angry
  case tier
  case humanFirst = "human_first"
  /// An errand went round in circles.
  case errandStuck = "errand_stuck"
  /// The bot gave no answer in time.
  case answerOverdue = "answer_overdue"
  /// The agent was away for too long.
  case agentGone = "agent_gone"
  /// The agent gave no answer in time.
  case agentOverdue = "agent_overdue"
  /// The agent put it back.
  case transferred
}

package enum Flag: String, Sendable, Codable {
  case lowConfidence = "low_confidence"
  case noAnswer = "no_answer"
  case thumbsDown = "thumbs_down"
  case handedOff = "handed_off"
}

package enum Action: Sendable, Equatable {
  case say(Reply)
  case handOff(HandoffReason, HandoffQueue)
  /// Make a ticket, so that the question outlives the wait.
  case openTicket
  /// Do this with the slots and tell with `performed`; nothing follows in the same verdict.
  case perform(ErrandAction, [String: SlotValue])
  /// Have a trainer look at the turn (for feedback: at the turn that the message answered).
  case flag(Flag)
  /// Keep why the bot message `target` did not help.
  case recordReason(target: Int, UnhelpfulReason)
}

/// What `handle` decided: the rule that fired, the outcome in one word, the actions in order.
package struct Verdict: Sendable, Equatable {
  package enum Outcome: String, Sendable, Codable { case answer, clarify, unsure, handoff, silent }

  package var rule: String
  package var outcome: Outcome
  package var actions: [Action]
  /// The row of the escalation policy that fired.
  package var policy: String?

  package init(rule: String, outcome: Outcome, actions: [Action]) {
    self.rule = rule
    self.outcome = outcome
    self.actions = actions
  }
}
