import TestSupport
import Testing

/// `GET /metrics` of the real server.
struct MetricsTests {
  @Test("Turns, refusals, conversations and commits are counted as they happen")
  func counted() async throws {
    let server = try TestServer("--watchdog-seconds", "0")
    let before = try server.metrics()
    #expect(before.contains(#"frontdesk_conversations{status="bot"} 0"#))
    #expect(before.contains("frontdesk_turn_duration_seconds_count 0"))
    let customer = try await ChatClient.customer(port: server.port)
    for text in ["what does a transfer cost", "when will my new card arrive", "i lost my card"] {
      try customer.say(text)
      _ = try await customer.botMessage()
    }
    _ = try await customer.next("event", kind: "handoff")
    try customer.send(#"{"type":"nonsense"}"#)
    _ = try await customer.next("error")
    let lines = try server.metrics()
    #expect(lines.contains(#"frontdesk_turns_total{outcome="answer"} 2"#))
    #expect(lines.contains(#"frontdesk_turns_total{outcome="handoff"} 1"#))
    #expect(lines.contains("frontdesk_turn_duration_seconds_count 3"))
    #expect(lines.contains(#"frontdesk_turn_duration_seconds_bucket{le="+Inf"} 3"#))
    #expect(lines.contains(#"frontdesk_refused_frames_total{code="102"} 1"#))
    #expect(lines.contains(#"frontdesk_conversations{status="bot"} 0"#))
    #expect(lines.contains(#"frontdesk_conversations{status="queued"} 1"#))
    #expect(lines.contains("frontdesk_connections 1"))
    #expect(value("frontdesk_commit_writes_sum", lines) >= 4)
    #expect(value("frontdesk_queue_oldest_seconds", lines) > 0)
    #expect(value("process_resident_memory_bytes", lines) > 1e6)
    #expect(value("process_cpu_seconds_total", lines) > 0)
  }

  @Test("How long a customer waited is counted when an agent takes the conversation")
  func queueWait() async throws {
    let server = try TestServer("--demo", "--watchdog-seconds", "0")
    let customer = try await ChatClient.customer(port: server.port)
    try customer.say("talk to a human")
    _ = try await customer.next("event", kind: "handoff")
    let agent = try await ChatClient.agent(port: server.port, cookie: HTTPClient.signIn("lin", port: server.port))
    try agent.send(#"{"type":"claim","conversation":"\#(customer.conversation)","request":"c"}"#)
    _ = try await agent.next("done")
    #expect(value("frontdesk_queue_wait_seconds_count", try server.metrics()) == 1)
  }

  @Test("Without a token only this machine itself reads the figures, no proxy for others")
  func proxied() throws {
    let server = try TestServer()
    let here = try HTTPClient.request("GET", "/metrics", port: server.port)
    #expect(here.status == 200)
    #expect(here.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
    for header in ["X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"] {
      let proxied = try HTTPClient.request("GET", "/metrics", port: server.port, headers: [header.key: header.value])
      #expect(proxied.status == 403)
      #expect(!proxied.text.contains("frontdesk_"))
    }
  }

  @Test("With a token everybody needs it, and a short one stops the start")
  func token() throws {
    let token = "s3cret-of-the-scraper"
    let server = try TestServer("--metrics-token", token)
    for wrong in [[:], ["Authorization": "Bearer \(token)x"], ["Authorization": "Basic \(token)"]] {
      let refused = try HTTPClient.request("GET", "/metrics", port: server.port, headers: wrong)
      #expect(refused.status == 401)
      #expect(refused.header("WWW-Authenticate") == "Bearer")
    }
    let headers = ["Authorization": "Bearer \(token)", "X-Forwarded-Proto": "https"]
    #expect(try HTTPClient.request("GET", "/metrics", port: server.port, headers: headers).status == 200)
    let short = try server.run("serve", "--port", "0", "--database", "other.db", "--metrics-token", "short")
    #expect(short.status != 0)
    #expect(short.errors.contains("metrics-token: must have at least 16 characters"))
  }

  private func value(_ name: String, _ lines: [String]) -> Double {
    lines.first { $0.hasPrefix("\(name) ") }.flatMap { Double($0.dropFirst(name.count + 1)) } ?? -1
  }
}
