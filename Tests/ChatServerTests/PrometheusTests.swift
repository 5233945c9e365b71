import CoreMetrics
import Testing

@testable import ChatServer

struct PrometheusTests {
  private func lines(_ registry: PrometheusRegistry) -> [String] {
    var text = PrometheusText()
    registry.write(into: &text)
    return text.text.split(separator: "\n").map(String.init)
  }

  @Test("A histogram's buckets hold everything up to their bound, a time counts in seconds")
  func histogram() {
    let registry = PrometheusRegistry()
    let writes = Recorder(label: "frontdesk_commit_writes", dimensions: [], aggregate: true, factory: registry)
    for count in [1, 2, 3, 600] { writes.record(count) }
    let timer = CoreMetrics.Timer(label: "frontdesk_turn_duration_seconds", factory: registry)
    timer.recordMilliseconds(30)
    let lines = lines(registry)
    #expect(lines.first == "# HELP frontdesk_commit_writes Writes that shared one commit.")
    #expect(lines.dropFirst().first == "# TYPE frontdesk_commit_writes histogram")
    #expect(lines.contains(#"frontdesk_commit_writes_bucket{le="1"} 1"#))
    #expect(lines.contains(#"frontdesk_commit_writes_bucket{le="4"} 3"#))
    #expect(lines.contains(#"frontdesk_commit_writes_bucket{le="512"} 3"#))
    #expect(lines.contains(#"frontdesk_commit_writes_bucket{le="+Inf"} 4"#))
    #expect(lines.contains("frontdesk_commit_writes_sum 606"))
    #expect(lines.contains("frontdesk_commit_writes_count 4"))
    #expect(lines.contains(#"frontdesk_turn_duration_seconds_bucket{le="0.025"} 0"#))
    #expect(lines.contains(#"frontdesk_turn_duration_seconds_bucket{le="0.05"} 1"#))
    #expect(lines.contains("frontdesk_turn_duration_seconds_sum 0.03"))
  }

  @Test("Series of one name stand together, whoever made them first; made again they go on")
  func series() {
    let registry = PrometheusRegistry()
    Counter(label: "b_total", dimensions: [("k", "2")], factory: registry).increment()
    Counter(label: "a_total", factory: registry).increment(by: 5)
    Counter(label: "b_total", dimensions: [("k", "1")], factory: registry).increment()
    Counter(label: "b_total", dimensions: [("k", "2")], factory: registry).increment(by: 2)
    let values = lines(registry).filter { !$0.hasPrefix("#") }
    #expect(values == ["a_total 5", #"b_total{k="1"} 1"#, #"b_total{k="2"} 3"#])
    #expect(lines(registry).count { $0.hasPrefix("# TYPE b_total") } == 1)
  }

  @Test("Label values are escaped, numbers written as Prometheus reads them")
  func text() {
    var text = PrometheusText()
    text.family("x", .gauge, help: "a\\b\nc")
    text.sample("x", [("path", "C:\\\"\n")], 0.5)
    text.sample("x", [], .infinity)
    text.sample("x", [], 12_345_678_901)
    #expect(
      text.text == """
        # HELP x a\\\\b\\nc
        # TYPE x gauge
        x{path="C:\\\\\\"\\n"} 0.5
        x +Inf
        x 12345678901

        """)
  }
}
