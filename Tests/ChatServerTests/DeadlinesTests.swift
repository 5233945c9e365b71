import Testing

@testable import ChatServer

struct DeadlinesTests {
  @Test("A conversation that can do nothing about its deadline is reminded of it once a second, others at once")
  func reminders() {
    let deadlines = Deadlines()
    let begin = ContinuousClock.now
    #expect(deadlines.unreminded(["a"], now: begin) == ["a"])
    #expect(deadlines.unreminded(["a", "b"], now: begin + .milliseconds(250)) == ["b"])
    #expect(deadlines.unreminded(["a", "b"], now: begin + .milliseconds(999)) == [])
    #expect(deadlines.unreminded(["a", "b"], now: begin + .milliseconds(1_000)) == ["a"])
  }
}
