import CRM

/// What the watchdog has found so far.
struct WatchdogHealth: Sendable, Equatable {
  enum Status: String, Sendable, Codable { case starting, ok, failing }

  var status = Status.starting
  /// The stage that is broken, while failing.
  var stage: Stage?
  /// When the status or the stage became what it is.
  var since: Timestamp
  var checkedAt: Timestamp?
  /// How long the last probe took.
  var milliseconds: Int?

  /// Takes what a probe found; nil for all well. True when that is news.
  mutating func record(_ broken: Stage?, at: Timestamp, milliseconds: Int) -> Bool {
    let status = broken == nil ? Status.ok : .failing
    let isNews = status != self.status || broken != stage
    if isNews { since = at }
    (self.status, stage, checkedAt, self.milliseconds) = (status, broken, at, milliseconds)
    return isNews
  }

  func write(into text: inout PrometheusText) {
    text.family("frontdesk_watchdog_up", .gauge, help: "0 for the stage that the watchdog found broken.")
    for stage in Stage.allCases {
      text.sample("frontdesk_watchdog_up", [("stage", stage.rawValue)], stage == self.stage ? 0 : 1)
    }
    guard let checkedAt, let milliseconds else { return }
    text.single(
      "frontdesk_watchdog_duration_seconds", .gauge, help: "How long the watchdog's last probe took.",
      Double(milliseconds) / 1000)
    text.single(
      "frontdesk_watchdog_checked_timestamp_seconds", .gauge, help: "When the watchdog's last probe ended.",
      Double(checkedAt.milliseconds) / 1000)
  }
}

/// The answer of `GET /healthz`; without a watchdog only the first and the last two fields.
struct HealthReport: Encodable {
  let watchdog: WatchdogHealth?
  let release: Int
  let connections: Int

  var isFailing: Bool { watchdog?.status == .failing }

  private enum CodingKeys: String, CodingKey {
    case status, stage, since, milliseconds, release, connections
    case checkedAt = "checked_at"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(watchdog?.status ?? .ok, forKey: .status)
    if let watchdog {
      try container.encode(watchdog.stage, forKey: .stage)
      try container.encode(watchdog.since, forKey: .since)
      try container.encode(watchdog.checkedAt, forKey: .checkedAt)
      try container.encode(watchdog.milliseconds, forKey: .milliseconds)
    }
    try container.encode(release, forKey: .release)
    try container.encode(connections, forKey: .connections)
  }
}
