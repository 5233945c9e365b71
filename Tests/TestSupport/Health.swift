import Foundation

extension TestServer {
  /// Asks /healthz again and again until the answer is as wanted; for at most 30 seconds.
  package func health(where matches: (HTTPReply) -> Bool) async throws -> HTTPReply {
    // Both must be used up: among many tests that block their threads a few attempts may take all the time there is.
    let end = ContinuousClock.now.advanced(by: .seconds(30))
    var attempts = 0
    while attempts < 300 || ContinuousClock.now < end {
      attempts += 1
      let reply = try HTTPClient.request("GET", "/healthz", port: port)
      if matches(reply) { return reply }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw ClientError.timedOut(waitingFor: "health")
  }

  /// Waits until the watchdog has found that status.
  package func health(_ status: String) async throws -> HTTPReply {
    try await health { $0.json["status"] as? String == status }
  }

  /// Waits for so many more probes of the watchdog.
  package func probes(_ count: Int) async throws {
    var last = try await health("ok").json["checked_at"] as? String
    for _ in 0..<count {
      last = try await health { $0.json["checked_at"] as? String != last }.json["checked_at"] as? String
    }
  }

  /// The lines of /metrics that are no comments.
  package func metrics(headers: [String: String] = [:]) throws -> [String] {
    try HTTPClient.request("GET", "/metrics", port: port, headers: headers).text.split(separator: "\n").map(String.init)
      .filter { !$0.hasPrefix("#") }
  }
}
