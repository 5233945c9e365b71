/// Names a WebSocket connection for as long as the server runs; never used twice.
package struct ConnectionID: Hashable, Sendable, CustomStringConvertible {
  let number: UInt64

  package var description: String { "#\(number)" }
}
