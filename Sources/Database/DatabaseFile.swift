import Foundation
import GRDB

/// A data file as the system sees it: whether it is there, who may use it and how it begins.
struct DatabaseFile {
  private static let beginning = Data("SQLite format 3\0".utf8)
  private static let headerBytes = 100

  let path: String

  /// Makes sure that there is a file which SQLite can open and write; a missing one is made when `creating`.
  func prepare(creating: Bool) throws(DatabaseError) {
    guard let status = try status() else {
      guard creating else { throw failure("there is no such file") }
      try create()
      return
    }
    try checkKind(status)
    for name in [path, path + "-wal", path + "-shm"] where name == path || Disk.exists(name) {
      guard access(name, R_OK | W_OK) == 0 else { throw failure(Self.refusal(of: name)) }
    }
    guard access(folder, W_OK | X_OK) == 0 else { throw failure(Self.refusal(of: "the folder \(folder)")) }
    try checkBeginning(size: Int(status.st_size))
  }

  /// Makes sure that the file is there and begins like a database, for those who only read it.
  func checkReadable() throws(DatabaseError) {
    guard let status = try status() else { throw failure("there is no such file") }
    try checkKind(status)
    try checkBeginning(size: Int(status.st_size))
  }

  /// Bytes in the file, without the log beside it.
  var size: Int { Disk.status(of: path).map { Int($0.st_size) } ?? 0 }

  /// Reads the file once from its begin to its end: a check that jumps about in it then finds it in memory.
  func readAhead() {
    guard let handle = FileHandle(forReadingAtPath: path) else { return }
    while let part = try? handle.read(upToCount: 1 << 20), !part.isEmpty {}
    try? handle.close()
  }

  private var folder: String { Disk.folder(of: path) }

  private func failure(_ reason: String) -> DatabaseError { .cannotOpen(path: path, reason: reason) }

  private func status() throws(DatabaseError) -> stat? {
    if let status = Disk.status(of: path) { return status }
    guard errno == ENOENT else { throw failure(Disk.reason(errno)) }
    return nil
  }

  private func checkKind(_ status: stat) throws(DatabaseError) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw failure("it is a folder; name a file")
    default: throw failure("it is not an ordinary file")
    }
  }

  private static func refusal(of name: String) -> String {
    switch errno {
    case EACCES, EPERM: "this user may not read and write \(name)"
    case let code: Disk.reason(code)
    }
  }

  /// An empty file is damaged, because `create` never leaves one: SQLite would take it for a new database.
  private func checkBeginning(size: Int) throws(DatabaseError) {
    guard size > 0 else { throw .damaged(path: path, reason: "it is empty (0 bytes)") }
    guard let handle = FileHandle(forReadingAtPath: path) else { throw failure(Self.refusal(of: path)) }
    defer { try? handle.close() }
    let start: Data?
    do {
      start = try handle.read(upToCount: Self.headerBytes)
    } catch {
      throw .damaged(path: path, reason: "its beginning cannot be read")
    }
    guard let start, start.count == Self.headerBytes, start.starts(with: Self.beginning) else {
      throw .damaged(path: path, reason: "it does not begin like an SQLite database, or is another file")
    }
  }

  // MARK: Making a new file

  /// Makes an empty database, readable by its owner alone, which appears whole or not at all.
  private func create() throws(DatabaseError) {
    guard Disk.status(of: path + "-wal").map({ $0.st_size == 0 }) ?? true else {
      throw .damaged(path: path, reason: "the file is missing, but what was written last is still in \(path)-wal")
    }
    let draft = "\(path).new-\(getpid())"
    unlink(draft)
    let descriptor = open(draft, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR)
    guard descriptor >= 0 else {
      let reason = errno == ENOENT ? "there is no folder \(folder)" : Self.refusal(of: "the folder \(folder)")
      throw failure(reason)
    }
    defer {
      unlink(draft)
      close(descriptor)
    }
    do {
      let queue = try DatabaseQueue(path: draft)
      // The first page is written here; an SQLite file of no pages would be no database yet.
      _ = try queue.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA journal_mode = WAL") }
      try queue.close()
    } catch {
      throw DatabaseError(error, opening: path)
    }
    // Another process may have made it at the same moment; then its file stays.
    guard fsync(descriptor) == 0, link(draft, path) == 0 || errno == EEXIST else { throw failure(Disk.reason(errno)) }
    Disk.synchronize(folder: folder)
  }
}
