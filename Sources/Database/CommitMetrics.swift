import CoreMetrics

/// What is counted of group commits.
struct CommitMetrics: Sendable {
  private let commits = Counter(label: "frontdesk_commits_total", dimensions: [("result", "done")])
  private let failures = Counter(label: "frontdesk_commits_total", dimensions: [("result", "failed")])
  private let writes = Recorder(label: "frontdesk_commit_writes", aggregate: true)
  private let duration = CoreMetrics.Timer(label: "frontdesk_commit_duration_seconds")

  /// A group of `count` writes has been tried.
  func record(writes count: Int, since begin: ContinuousClock.Instant, failed: Bool) {
    (failed ? failures : commits).increment()
    writes.record(count)
    duration.recordNanoseconds(Int64(begin.duration(to: .now) / .nanoseconds(1)))
  }
}
