/// A rate limit: `burst` at once, `perSecond` in the long run.
package struct TokenBucket: Sendable {
  private let perSecond: Double
  private let burst: Double
  private var tokens: Double
  private var last: ContinuousClock.Instant

  package init(perSecond: Double, burst: Double, now: ContinuousClock.Instant) {
    self.perSecond = perSecond
    self.burst = burst
    tokens = burst
    last = now
  }

  /// Takes one token; otherwise gives the milliseconds until there is one.
  package mutating func take(now: ContinuousClock.Instant) -> Int? {
    let elapsed = last.duration(to: now) / .seconds(1)
    tokens = min(burst, tokens + max(0, elapsed) * perSecond)
    last = now
    guard tokens < 1 else {
      tokens -= 1
      return nil
    }
    return Int(((1 - tokens) / perSecond * 1000).rounded(.up))
  }
}
