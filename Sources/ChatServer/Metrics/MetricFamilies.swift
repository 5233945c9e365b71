/// What counters and histograms mean, by name: for people who read /metrics, and for the registry that makes them.
struct MetricFamily: Sendable {
  let help: String
  /// The upper bounds of a histogram's buckets.
  var buckets: [Double] = MetricFamily.seconds

  static let seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
  private static let minutes = [1.0, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600]
  private static let counts = [1.0, 2, 4, 8, 16, 32, 64, 128, 256, 512]

  static let all: [String: MetricFamily] = [
    "frontdesk_turns_total": MetricFamily(help: "Customer messages that the bot decided on, by outcome."),
    "frontdesk_turn_duration_seconds": MetricFamily(
      help: "From a customer's message read to the bot's decision and replies on disk."),
    "frontdesk_queue_wait_seconds": MetricFamily(
      help: "How long conversations had waited when an agent took them.", buckets: minutes),
    "frontdesk_commits_total": MetricFamily(help: "Group commits, by result."),
    "frontdesk_commit_writes": MetricFamily(help: "Writes that shared one commit.", buckets: counts),
    "frontdesk_commit_duration_seconds": MetricFamily(help: "How long a group commit took."),
    "frontdesk_refused_frames_total": MetricFamily(help: "Error frames sent to clients, by code."),
  ]
}
