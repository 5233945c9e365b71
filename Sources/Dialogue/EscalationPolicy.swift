/// Who answers whom, and when: rows that are matched in order. The first that matches decides.
package struct EscalationPolicy: Sendable, Equatable {
  package struct Row: Sendable, Equatable {
    package var name: String
    /// Of these, those that are set must hold. An empty set holds always.
    package var channels: Set<String> = []
    package var tiers: Set<String> = []
    /// Groups of trigger words, of which the message must have one.
    package var words: Set<String> = []
    /// The conversation's mood is this one or worse.
    package var mood: Mood?
    package var isOpen: Bool?
    package var isHoliday: Bool?

    package var answer = Answer.bot
    /// The bot hands over after this many turns in a row that it did not understand; 1 or more.
    package var misses = DialogueState.missLimit

    package init(name: String) { self.name = name }
  }

  /// Who answers.
  package enum Answer: Sendable, Equatable {
    case bot
    case human(HandoffQueue, whenClosed: WhenClosed)
  }

  /// What happens when a human should answer and nobody is there.
  package enum WhenClosed: String, Sendable, Equatable, CaseIterable {
    /// The customer is told the hours, gets a ticket and may leave contact details.
    case ticket
    /// The customer is told the hours once, and the bot answers.
    case bot
  }

  package var rows: [Row]

  package init(rows: [Row] = []) { self.rows = rows }

  /// The first row that matches; nil when none does, and the bot answers.
  func row(for case: PolicyCase) -> Row? { rows.first { $0.matches(`case`) } }
}

/// What is so about a message that the message does not say: where it came from, who sent it, what time it is.
package struct Situation: Sendable, Equatable {
  package var channel: String
  /// The customer's membership level, when it is known who they are.
  package var tier: String?
  /// Whether people answer now.
  package var isOpen: Bool
  /// The same for what is urgent.
  package var isOpenForUrgent: Bool
  package var isHoliday: Bool

  package init(
    channel: String = "widget", tier: String? = nil, isOpen: Bool = true, isOpenForUrgent: Bool = true,
    isHoliday: Bool = false
  ) {
    self.channel = channel
    self.tier = tier
    self.isOpen = isOpen
    self.isOpenForUrgent = isOpenForUrgent
    self.isHoliday = isHoliday
  }

  func isOpen(_ queue: HandoffQueue) -> Bool { queue == .urgent ? isOpenForUrgent : isOpen }
}

/// What a row is matched with.
struct PolicyCase {
  let situation: Situation
  let words: Set<String>
  let mood: Mood
  /// Whether an agent has handed the conversation back: then only what the customer says calls for another.
  let wasReleased: Bool
}

extension EscalationPolicy.Row {
  /// Whether it looks at what the customer says, and not only at who they are and when they come.
  var isAboutMessage: Bool { !words.isEmpty || mood != nil }

  /// Why a human gets the conversation.
  package var reason: HandoffReason {
    if !words.isEmpty { return .triggerWord }
    if mood != nil { return .angry }
    return tiers.isEmpty ? .humanFirst : .tier
  }

  func matches(_ now: PolicyCase) -> Bool {
    if now.wasReleased, !isAboutMessage, answer != .bot { return false }
    return (channels.isEmpty || channels.contains(now.situation.channel))
      && (tiers.isEmpty || now.situation.tier.map(tiers.contains) == true)
      && (words.isEmpty || !words.isDisjoint(with: now.words))
      && (mood.map(now.mood.isAsBad) ?? true)
      && (isOpen ?? now.situation.isOpen) == now.situation.isOpen
      && (isHoliday ?? now.situation.isHoliday) == now.situation.isHoliday
  }
}
