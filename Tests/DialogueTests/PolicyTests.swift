import Dialogue
import Testing

@Suite("The escalation policy")
struct PolicyTests {
  private static func row(
    _ name: String, _ answer: EscalationPolicy.Answer = .bot,
    _ change: (inout EscalationPolicy.Row) -> Void = { _ in }
  ) -> EscalationPolicy.Row {
    var row = EscalationPolicy.Row(name: name)
    row.answer = answer
    change(&row)
    return row
  }

  private static let human = EscalationPolicy.Answer.human(.normal, whenClosed: .ticket)

  private static let policy = EscalationPolicy(rows: [
    row("danger", .human(.urgent, whenClosed: .ticket)) { $0.words = ["danger"] },
    row("legal", human) { $0.words = ["legal"] },
    row("angry", human) { $0.mood = .angry },
    row("platinum", .human(.normal, whenClosed: .bot)) { $0.tiers = ["platinum"] },
    row("email", human) { $0.channels = ["email"] },
    row("unhappy") { row in
      row.mood = .unhappy
      row.misses = 1
    },
    row("holiday", human) { $0.isHoliday = true },
    row("night") { row in
      row.isOpen = false
      row.misses = 3
    },
    row("usual"),
  ])

  private static func scene(_ change: (inout Situation) -> Void = { _ in }) -> Scene {
    var situation = Situation()
    change(&situation)
    return Scene(policy: policy, situation: situation)
  }

  private static let clear = Understanding.about([.intent("fee", 0.9)])
  private static let nothing = Understanding.about([])

  private static func said(
    _ understanding: Understanding = clear, sentiment: Double? = nil, words: Set<String> = []
  ) -> DialogueEvent {
    var understanding = understanding
    understanding.sentiment = sentiment
    understanding.words = words
    return .message(understanding)
  }

  private func handedOver(_ reason: HandoffReason, _ queue: HandoffQueue = .normal) -> [Action] {
    [.say(.handoff(queue, intent: nil)), .handOff(reason, queue), .flag(.handedOff)]
  }

  @Test("Without rows everything is as ever, and no row is named")
  func noPolicy() {
    var state = DialogueState()
    let verdict = state.handle(Self.said(sentiment: -1, words: ["danger"]))
    #expect(verdict.rule == "answer_confident" && verdict.policy == nil)
  }

  @Test(
    "A trigger word goes to a human, to the queue of its row; of two rows the first counts",
    arguments: [
      (["danger"], "danger", .urgent), (["legal"], "legal", .normal),
      (["legal", "danger"], "danger", .urgent),
    ] as [(Set<String>, String, HandoffQueue)])
  func triggerWords(words: Set<String>, row: String, queue: HandoffQueue) {
    var state = DialogueState()
    let verdict = state.handle(Self.said(words: words), in: Self.scene())
    #expect(verdict.actions == handedOver(.triggerWord, queue))
    #expect(verdict.rule == "policy_trigger_word" && verdict.policy == row && state.phase == .queued)
  }

  @Test("Anger goes to a human, and displeasure after the first thing that the bot did not understand")
  func moods() {
    var state = DialogueState()
    let angry = state.handle(Self.said(sentiment: -0.95), in: Self.scene())
    #expect(angry.actions == handedOver(.angry) && angry.policy == "angry")
    state = DialogueState()
    let unhappy = state.handle(Self.said(Self.nothing, sentiment: -0.5), in: Self.scene())
    #expect(unhappy.policy == "unhappy" && unhappy.outcome == .handoff)
    state = DialogueState()
    #expect(state.handle(Self.said(Self.nothing, sentiment: -0.1), in: Self.scene()).outcome == .unsure)
  }

  @Test("A tier and a channel go to a human; an unknown customer has no tier")
  func tiersAndChannels() {
    var state = DialogueState()
    let tier = state.handle(Self.said(), in: Self.scene { $0.tier = "platinum" })
    #expect(tier.actions == handedOver(.tier))
    state = DialogueState()
    let channel = state.handle(Self.said(), in: Self.scene { $0.channel = "email" })
    #expect(channel.actions == handedOver(.humanFirst) && channel.rule == "policy_human_first")
    state = DialogueState()
    #expect(state.handle(Self.said(), in: Self.scene { $0.tier = "gold" }).policy == "usual")
    #expect(state.handle(Self.said(), in: Self.scene { $0.isHoliday = true }).policy == "holiday")
  }

  @Test("The row says how often the bot may not understand")
  func misses() {
    var state = DialogueState()
    let night = Self.scene { $0.isOpen = false }
    let outcomes = (0..<3).map { _ in state.handle(Self.said(Self.nothing), in: night).outcome }
    #expect(outcomes == [.unsure, .unsure, .handoff])
  }

  @Test("What the customer's message calls for by itself is heard before tier and mood")
  func ownReason() {
    var state = DialogueState()
    let stolen = Understanding.about([.intent("card_stolen", 0.9, escalation: .urgent)])
    let verdict = state.handle(Self.said(stolen, sentiment: -1), in: Self.scene { $0.tier = "platinum" })
    #expect(verdict.rule == "escalate_intent" && state.phase == .queued)
    state = DialogueState()
    let asks = Understanding.about([.intent(DialogueState.humanIntent, 0.9)])
    #expect(state.handle(Self.said(asks, sentiment: -1), in: Self.scene()).rule == "asked_for_human")
    state = DialogueState()
    let button = state.handle(.choice(.human, Self.nothing), in: Self.scene { $0.tier = "platinum" })
    #expect(button.rule == "human_button")
  }

  @Test("After an agent has handed back, tier and channel call nobody again; anger does")
  func released() {
    var state = DialogueState()
    let platinum = Self.scene { $0.tier = "platinum" }
    _ = state.handle(Self.said(), in: platinum)
    _ = state.handle(.claimed, in: platinum)
    _ = state.handle(.released, in: platinum)
    let next = state.handle(Self.said(), in: platinum)
    #expect(next.rule == "answer_confident" && next.policy == "usual")
    #expect(state.handle(Self.said(sentiment: -1), in: platinum).rule == "policy_angry")
  }

  @Test("A trigger word is heard while an errand is on its way")
  func duringErrand() {
    let flows = Flows(
      flows: [Flow(name: "order", intents: ["order"], steps: [.collect("number")])],
      slots: [Slot(name: "number", kind: .orderNumber)])
    let scene = Scene(flows: flows, isIdentified: true, policy: Self.policy)
    var state = DialogueState()
    _ = state.handle(.message(.about([.intent("order", 0.9)])), in: scene)
    #expect(state.errands?.count == 1)
    #expect(state.handle(Self.said(Self.nothing, words: ["legal"]), in: scene).rule == "policy_trigger_word")
    #expect(state.errands == nil)
  }

  // MARK: When nobody is there

  @Test("A handoff when nobody is there tells the hours, makes a ticket and asks for contact details at once")
  func afterHours() {
    var state = DialogueState()
    let verdict = state.handle(.choice(.human, Self.nothing), in: Self.scene { $0.isOpen = false })
    #expect(
      verdict.actions == [
        .openTicket, .say(.closed(.normal, intent: nil, ticket: nil)), .handOff(.asked, .normal), .flag(.handedOff),
      ])
    #expect(state.phase == .queued)
  }

  @Test("Who has a ticket gets no second one")
  func secondTicket() {
    var state = DialogueState(ticket: "T7")
    let verdict = state.handle(.choice(.human, Self.nothing), in: Self.scene { $0.isOpen = false })
    #expect(verdict.actions.first == .say(.closed(.normal, intent: nil, ticket: "T7")))
    #expect(state.ticket == "T7")
  }

  @Test("What is urgent goes by the hours of the urgent queue")
  func urgentHours() {
    var state = DialogueState()
    let night = Self.scene { $0.isOpen = false }
    let stolen = Understanding.about([.intent("card_stolen", 0.9, escalation: .urgent)])
    #expect(state.handle(.message(stolen), in: night).actions == .escalation(.urgent, "card_stolen"))
    state = DialogueState()
    let nobody = Self.scene { ($0.isOpen, $0.isOpenForUrgent) = (false, false) }
    let verdict = state.handle(.message(stolen), in: nobody)
    #expect(verdict.actions.prefix(2) == [.openTicket, .say(.closed(.urgent, intent: "card_stolen", ticket: nil))])
  }

  @Test("Where humans answer first and the row says so, the bot answers at night, and says once when humans do")
  func closedRow() {
    var state = DialogueState()
    let night = Self.scene { ($0.tier, $0.isOpen) = ("platinum", false) }
    let first = state.handle(Self.said(), in: night)
    #expect(first.actions == [.say(.closedNotice), .say(.answer(.intent("fee")))])
    #expect(first.rule == "answer_confident" && first.policy == "platinum" && state.phase == .bot)
    #expect(state.handle(Self.said(), in: night).actions == [.say(.answer(.intent("fee")))])
    #expect(state.handle(Self.said(), in: Self.scene { $0.tier = "platinum" }).rule == "policy_tier")
  }

  @Test("Who does not want to wait at night goes on with the bot, keeps the ticket and is not sent back for their tier")
  func goOn() {
    var state = DialogueState()
    let night = Self.scene { ($0.channel, $0.isOpen) = ("email", false) }
    #expect(state.handle(Self.said(), in: night).rule == "policy_human_first")
    state.ticket = "T1"
    #expect(state.handle(.resumed, in: night) == .init("resumed", .answer, [.say(.welcomeBack)]))
    #expect(state.phase == .bot && state.ticket == "T1")
    #expect(state.handle(Self.said(), in: night).rule == "answer_confident")
    let again = state.handle(Self.said(words: ["legal"]), in: night)
    #expect(again.actions.first == .say(.closed(.normal, intent: nil, ticket: "T1")))
    for phase in [DialogueState.Phase.queued, .agent, .closed] {
      var other = DialogueState(phase: phase)
      #expect(other.handle(.resumed).outcome == .silent && other.phase == phase)
    }
  }

  @Test("Who still waits at night is told when people come")
  func stillWaiting() {
    var state = DialogueState(phase: .queued, ticket: "T1")
    let verdict = state.handle(.overdue(.normal), in: Self.scene { $0.isOpen = false })
    #expect(verdict.actions == [.say(.stillWaiting(ticket: "T1", isOpen: false))])
  }

  // MARK: Mood

  @Test("A mood fades with every message, adds up, and passes with kindness")
  func runningSentiment() {
    var state = DialogueState()
    state.feel(-0.95)
    #expect(state.mood == .angry)
    state.feel(0)
    #expect(state.mood == .angry)
    state.feel(0.1)
    #expect(state.mood == .unhappy)
    for _ in 0..<3 { state.feel(0) }
    #expect(state.mood == .neutral)
    for _ in 0..<4 { state.feel(0) }
    #expect(state.sentiment == nil)
    state.feel(-0.45)
    #expect(state.mood == .unhappy)
    state.feel(-0.5)
    #expect(state.mood == .angry)
    state.feel(0.9)
    #expect(state.mood == .happy || state.mood == .neutral)
    state.feel(nil)
    for value: Double in [-5, 5, -.infinity] {
      state.feel(value)
      #expect(abs(state.sentiment?.value ?? 0) <= 1)
    }
  }

  @Test("Quiet messages never add up to anything")
  func quiet() {
    var state = DialogueState()
    for _ in 0..<20 { state.feel(-0.2) }
    #expect(state == DialogueState())
  }
}
