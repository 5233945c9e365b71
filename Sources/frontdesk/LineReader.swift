import Foundation

/// Reads a file, or standard input, line by line without holding all of it.
struct LineReader {
  /// The longest line in bytes.
  static let longest = 1 << 20
  private static let chunk = 1 << 16

  enum Line: Equatable {
    case bytes(Data)
    case tooLong
  }

  /// What messages call it.
  let name: String
  /// Bytes in the file, or nil where that is not known.
  let size: Int?
  /// Bytes read so far.
  private(set) var position = 0
  /// The number of the line that was read last, from 1.
  private(set) var number = 0

  private let handle: FileHandle
  private var waiting = Data()
  private var isAtEnd = false

  /// - Parameter path: `-` for standard input.
  init(path: String) throws {
    guard path != "-" else {
      (name, size, handle) = ("standard input", nil, .standardInput)
      return
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw InputError(name: path, reason: String(cString: strerror(errno))) }
    name = path
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    size = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }

  /// The next line without its end, or nil after the last one. A byte order mark at the begin is left out.
  mutating func next() throws -> Line? {
    var line = Data()
    var isTooLong = false
    while true {
      if waiting.isEmpty, try !fill() {
        guard !line.isEmpty || isTooLong else { return nil }
        break
      }
      let end = waiting.firstIndex(of: UInt8(ascii: "\n"))
      let part = waiting[..<(end ?? waiting.endIndex)]
      isTooLong = isTooLong || line.count + part.count > Self.longest
      if isTooLong { line = Data() } else { line += part }
      // A slice keeps its bytes; nothing is moved.
      waiting = waiting[(end.map { $0 + 1 } ?? waiting.endIndex)...]
      if end != nil { break }
    }
    number += 1
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = Data(line.dropFirst(3)) }
    return isTooLong ? .tooLong : .bytes(line)
  }

  private mutating func fill() throws -> Bool {
    guard !isAtEnd else { return false }
    do {
      waiting = try handle.read(upToCount: Self.chunk) ?? Data()
    } catch {
      throw InputError(name: name, reason: String(cString: strerror(errno)))
    }
    position += waiting.count
    isAtEnd = waiting.isEmpty
    return !isAtEnd
  }
}

/// A file that cannot be read.
struct InputError: Error, CustomStringConvertible {
  let name: String
  let reason: String

  var description: String { "cannot read \(name): \(reason)" }
}
