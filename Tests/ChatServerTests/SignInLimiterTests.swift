import Testing

@testable import ChatServer

struct SignInLimiterTests {
  private let now = ContinuousClock.Instant.now

  @Test("An address without attempts left cannot fill the table, so what it tried stays counted")
  func table() {
    let limiter = SignInLimiter()
    for number in 0..<20_000 {
      _ = limiter.take(SignInLimiter.Key.attempts(of: "name\(number)", from: "10.0.0.1"), now: now)
    }
    #expect(limiter.count < 200)
    #expect(limiter.take(SignInLimiter.Key.attempts(of: "lin", from: "10.0.0.1"), now: now) == 30_000)
  }

  @Test("Five attempts of a name from an address, whatever the length of the name")
  func names() {
    let limiter = SignInLimiter()
    let name = "e" + String(repeating: "\u{301}", count: 100_000)
    let keys = SignInLimiter.Key.attempts(of: name, from: "10.0.0.1")
    #expect(keys.allSatisfy { $0.text.utf8.count < 200 })
    let waits = (0..<6).map { _ in limiter.take(keys, now: now) }
    #expect(waits == [nil, nil, nil, nil, nil, 30_000])
    #expect(limiter.take(SignInLimiter.Key.attempts(of: name, from: "10.0.0.2"), now: now) == nil)
  }
}
