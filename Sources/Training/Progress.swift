/// Is told the share of work done, 0 ... 1, from any thread.
package typealias Progress = @Sendable (Double) -> Void

/// Progress of a part of the work, which is `share` of all and begins when `start` of all is done.
func progress(_ whole: Progress?, from start: Double, share: Double) -> Progress? {
  guard let whole else { return nil }
  return { whole(start + share * $0) }
}
