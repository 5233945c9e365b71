import ArgumentParser
import ChatServer

/// How long a customer may wait, for `serve`.
struct AnswerOptions: ParsableArguments {
  @Option(help: "Milliseconds in which the bot must answer; then a human is called (default: 2000).")
  var answerMilliseconds: Int?

  @Option(help: "Milliseconds that an unsure reply to a short message waits for more words, 0 for none (default: 800).")
  var burstMilliseconds: Int?

  @Option(help: "Seconds in the queue after which a customer may leave contact details (default: 300).")
  var queueSeconds: Int?

  @Option(help: "The same for the urgent queue (default: 120).")
  var urgentQueueSeconds: Int?

  @Option(help: "Seconds after which a message that the agent has not answered goes back, 0 for never (default: 600).")
  var agentAnswerSeconds: Int?

  @Option(help: "Seconds that an agent may be disconnected and keep their conversations (default: 60).")
  var presenceSeconds: Int?

  /// The checked policy: flags, then environment, then file.
  func policy(_ settings: Settings) throws -> AnswerPolicy {
    let day = 86_400
    var policy = AnswerPolicy()
    policy.bot = .milliseconds(
      try settings.number("answer-milliseconds", answerMilliseconds, default: 2000, in: 100...60_000))
    policy.burst = .milliseconds(
      try settings.number("burst-milliseconds", burstMilliseconds, default: 800, in: 0...60_000))
    policy.queue = .seconds(try settings.number("queue-seconds", queueSeconds, default: 300, in: 1...day))
    policy.urgentQueue = .seconds(
      try settings.number("urgent-queue-seconds", urgentQueueSeconds, default: 120, in: 1...day))
    let agent = try settings.number("agent-answer-seconds", agentAnswerSeconds, default: 600, in: 0...day)
    policy.agent = agent == 0 ? nil : .seconds(agent)
    policy.presence = .seconds(try settings.number("presence-seconds", presenceSeconds, default: 60, in: 1...day))
    return policy
  }
}
