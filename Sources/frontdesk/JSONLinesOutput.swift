import CRM
import Foundation

/// A file, or standard output, that gets one JSON value a line.
struct JSONLinesOutput {
  private static let chunk = 1 << 16

  private let handle: FileHandle
  private let name: String
  private var waiting = Data()
  /// Lines written so far.
  private(set) var count = 0

  /// Opens the file anew, or standard output when there is no path.
  init(path: String?) throws {
    name = path ?? "standard output"
    guard let path else {
      handle = .standardOutput
      return
    }
    // FileManager would put a new file in the place of a pipe or a device.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw OutputError(name: path, reason: String(cString: strerror(errno))) }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  mutating func write(_ value: some Encodable) throws {
    waiting += try JSON.data(value)
    waiting.append(UInt8(ascii: "\n"))
    count += 1
    if waiting.count >= Self.chunk { try flush() }
  }

  mutating func close() throws {
    try flush()
    if handle !== FileHandle.standardOutput { try handle.close() }
  }

  private mutating func flush() throws {
    do {
      try handle.write(contentsOf: waiting)
    } catch {
      throw OutputError(name: name, reason: String(cString: strerror(errno)))
    }
    waiting.removeAll(keepingCapacity: true)
  }
}

/// A file that cannot be written.
struct OutputError: Error, CustomStringConvertible {
  let name: String
  let reason: String

  var description: String { "cannot write \(name): \(reason)" }
}
