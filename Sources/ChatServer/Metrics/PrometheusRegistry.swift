package import CoreMetrics
import Synchronization

/// The counters and histograms of the process behind the swift-metrics facade, to be read in Prometheus' text format.
package final class PrometheusRegistry: MetricsFactory {
  private let series = Mutex<[SeriesKey: any PrometheusSeries]>([:])

  package init() {}

  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    made(PrometheusCounter.init, label, dimensions)
  }

  package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    aggregate ? made(histogram, label, dimensions) : made(PrometheusGauge.init, label, dimensions)
  }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    made(PrometheusGauge.init, label, dimensions)
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    made(histogram, label, dimensions)
  }

  package func destroyCounter(_ handler: any CounterHandler) { destroy(handler) }
  package func destroyRecorder(_ handler: any RecorderHandler) { destroy(handler) }
  package func destroyMeter(_ handler: any MeterHandler) { destroy(handler) }
  package func destroyTimer(_ handler: any TimerHandler) { destroy(handler) }

  private func histogram(_ key: SeriesKey) -> PrometheusHistogram {
    PrometheusHistogram(key, bounds: MetricFamily.all[key.name]?.buckets ?? MetricFamily.seconds)
  }

  /// The series of that name and those labels, made if need be. One of another kind under the same name stays, and what is
  /// told to the new one is not shown.
  private func made<Series: PrometheusSeries>(
    _ make: (SeriesKey) -> Series, _ label: String, _ dimensions: [(String, String)]
  ) -> Series {
    let key = SeriesKey(label, dimensions)
    return series.withLock { series in
      if let known = series[key] { return known as? Series ?? make(key) }
      let new = make(key)
      series[key] = new
      return new
    }
  }

  private func destroy(_ handler: AnyObject) {
    guard let gone = handler as? any PrometheusSeries else { return }
    _ = series.withLock { $0.removeValue(forKey: gone.key) }
  }

  /// Adds all series, by name and labels.
  func write(into text: inout PrometheusText) {
    let families = Dictionary(grouping: series.withLock { Array($0.values) }, by: \.key.name)
    for (name, family) in families.sorted(by: { $0.key < $1.key }) {
      guard let kind = family.first?.kind else { continue }
      text.family(name, kind, help: MetricFamily.all[name]?.help ?? name)
      for series in family.sorted(by: { "\($0.key.labels)" < "\($1.key.labels)" }) { series.write(into: &text) }
    }
  }
}

/// A name with labels.
struct SeriesKey: Hashable, Sendable {
  struct Label: Hashable, Sendable {
    let name: String
    let value: String
  }

  let name: String
  let labels: [Label]

  init(_ name: String, _ labels: [(String, String)]) {
    self.name = name
    self.labels = labels.map { Label(name: $0.0, value: $0.1) }
  }

  var pairs: [(String, String)] { labels.map { ($0.name, $0.value) } }
}
