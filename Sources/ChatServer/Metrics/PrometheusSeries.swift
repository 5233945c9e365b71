import CoreMetrics
import Synchronization

/// One line, or for a histogram the lines, of one name with one set of labels.
protocol PrometheusSeries: AnyObject, Sendable {
  var key: SeriesKey { get }
  var kind: PrometheusText.Kind { get }

  func write(into text: inout PrometheusText)
}

/// A number that only grows.
final class PrometheusCounter: PrometheusSeries, CounterHandler {
  let key: SeriesKey
  let kind = PrometheusText.Kind.counter
  private let value = Atomic<Int64>(0)

  init(_ key: SeriesKey) { self.key = key }

  func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }
  func reset() { value.store(0, ordering: .relaxed) }

  func write(into text: inout PrometheusText) {
    text.sample(key.name, key.pairs, Double(value.load(ordering: .relaxed)))
  }
}

/// A number that goes up and down.
final class PrometheusGauge: PrometheusSeries, MeterHandler, RecorderHandler {
  let key: SeriesKey
  let kind = PrometheusText.Kind.gauge
  private let value = Mutex(0.0)

  init(_ key: SeriesKey) { self.key = key }

  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { self.value.withLock { $0 = value } }
  func increment(by amount: Double) { value.withLock { $0 += amount } }
  func decrement(by amount: Double) { increment(by: -amount) }
  func record(_ value: Int64) { set(Double(value)) }
  func record(_ value: Double) { set(value) }

  func write(into text: inout PrometheusText) { text.sample(key.name, key.pairs, value.withLock { $0 }) }
}

/// How many values were at most so large; times in seconds.
final class PrometheusHistogram: PrometheusSeries, RecorderHandler, TimerHandler {
  private struct State {
    /// One count for each bound and one for what is larger than all.
    var counts: [Int]
    var sum = 0.0
  }

  let key: SeriesKey
  let kind = PrometheusText.Kind.histogram
  private let bounds: [Double]
  private let state: Mutex<State>

  init(_ key: SeriesKey, bounds: [Double]) {
    self.key = key
    self.bounds = bounds
    state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
  }

  func record(_ value: Int64) { record(Double(value)) }
  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

  func record(_ value: Double) {
    let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
    state.withLock { state in
      state.counts[bucket] += 1
      state.sum += value
    }
  }

  func write(into text: inout PrometheusText) {
    let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
    var total = 0
    for (bound, count) in zip(bounds + [.infinity], counts) {
      total += count
      text.sample("\(key.name)_bucket", key.pairs + [("le", PrometheusText.number(bound))], Double(total))
    }
    text.sample("\(key.name)_sum", key.pairs, sum)
    text.sample("\(key.name)_count", key.pairs, Double(total))
  }
}
