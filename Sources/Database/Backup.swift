import Foundation
import GRDB

extension Database {
  /// Copies the data file at `path` to `target` while others write to it: one consistent moment, checked, on disk and
  /// readable by its owner alone. Blocks the thread.
  ///
  /// - Parameter replacing: whether a file that is at `target` may be replaced.
  /// - Parameter progress: hears the share that is copied, 0 ... 1.
  /// - Returns: the size of the copy in bytes.
  package static func backUp(
    _ path: String, to target: String, replacing: Bool, progress: @escaping (Double) -> Void
  ) throws(DatabaseError) -> Int {
    try DatabaseFile(path: path).checkReadable()
    return try Backup(source: path, target: target).run(replacing: replacing, progress: progress)
  }
}

/// One copy through SQLite's backup interface.
private struct Backup {
  /// 256 KiB a step.
  private static let pagesPerStep: CInt = 64
  /// So many steps, 8 MiB, go to the disk at once: much more would make a commit of the server wait behind them.
  private static let stepsPerSync = 32

  let source: String
  let target: String

  /// Where the copy grows; what an interrupted backup has left there is overwritten.
  private var draft: String { target + ".partial" }

  func run(replacing: Bool, progress: @escaping (Double) -> Void) throws(DatabaseError) -> Int {
    try checkTarget(replacing: replacing)
    let descriptor = try openDraft()
    defer { close(descriptor) }
    do {
      try copy(synchronizing: descriptor, progress: progress)
      try verify()
      return try publish(descriptor, replacing: replacing)
    } catch {
      for name in [draft, draft + "-journal", draft + "-wal", draft + "-shm"] { unlink(name) }
      throw translated(error)
    }
  }

  private func failure(_ reason: String) -> DatabaseError { .cannotBackUp(path: target, reason: reason) }

  private func translated(_ error: any Error) -> DatabaseError {
    guard let error = error as? GRDB.DatabaseError else { return error as? DatabaseError ?? failure("\(error)") }
    switch error.resultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: return .damaged(path: source, reason: error.text)
    case .SQLITE_FULL: return failure(Disk.full)
    default: return failure(Disk.isFull(at: target) ? Disk.full : error.text)
    }
  }

  private func checkTarget(replacing: Bool) throws(DatabaseError) {
    // The log of another database beside the copy would be taken for the copy's own.
    for name in [target + "-wal", target + "-journal"] where (Disk.status(of: name)?.st_size ?? 0) > 0 {
      throw failure("\(name) is there, so this is a database in use or what is left of one")
    }
    guard let status = Disk.status(of: target) else { return }
    guard status.st_mode & S_IFMT == S_IFREG else { throw failure("it is not a file; name a file") }
    if let own = Disk.status(of: source), own.st_dev == status.st_dev, own.st_ino == status.st_ino {
      throw failure("it is the database itself")
    }
    guard replacing else { throw failure("there is such a file already; --force replaces it") }
  }

  /// An empty file for the copy, held against another backup to the same target.
  private func openDraft() throws(DatabaseError) -> Int32 {
    let descriptor = open(draft, O_CREAT | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR)
    guard descriptor >= 0 else {
      throw failure(errno == ENOENT ? "there is no folder \(Disk.folder(of: target))" : Disk.reason(errno))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw failure("another backup is writing it")
    }
    for suffix in ["-journal", "-wal", "-shm"] { unlink(draft + suffix) }
    guard ftruncate(descriptor, 0) == 0, fchmod(descriptor, S_IRUSR | S_IWUSR) == 0 else {
      let code = errno
      close(descriptor)
      throw failure(Disk.reason(code))
    }
    return descriptor
  }

  /// Copies one snapshot. After each step it rests as long as the step took, so that half of the disk is left to others.
  private func copy(synchronizing descriptor: Int32, progress: @escaping (Double) -> Void) throws {
    let copy = try DatabaseQueue(path: draft)
    let original = try DatabaseQueue(path: source, configuration: Integrity.reading)
    try original.read { from in
      // Begins the snapshot; without one the copy would begin again at every commit of others.
      _ = try Int.fetchOne(from, sql: "SELECT count(*) FROM sqlite_master")
      var steps = 0
      var begin = ContinuousClock.now
      try copy.writeWithoutTransaction { to in
        try from.backup(to: to, pagesPerStep: Self.pagesPerStep) { state in
          steps += 1
          if steps.isMultiple(of: Self.stepsPerSync), fdatasync(descriptor) != 0 {
            throw failure(Disk.reason(errno))
          }
          progress(Double(state.completedPageCount) / Double(max(1, state.totalPageCount)))
          if !state.isCompleted { Self.rest(begin.duration(to: .now)) }
          begin = .now
        }
      }
    }
    try original.close()
    try copy.close()
    emptyLog()
  }

  /// Nobody could empty the store's log during the copy. Done here, it is not done in the middle of a commit of the server.
  private func emptyLog() {
    guard let queue = try? DatabaseQueue(path: source) else { return }
    _ = try? queue.writeWithoutTransaction { try $0.checkpoint(.passive) }
    try? queue.close()
  }

  private static func rest(_ duration: Duration) {
    Thread.sleep(forTimeInterval: min(1, max(0.000_5, duration / .seconds(1))))
  }

  /// Makes the copy a single file that can also be read from a read-only disk, and checks all of it.
  private func verify() throws {
    let copy = try DatabaseQueue(path: draft)
    try copy.writeWithoutTransaction { database in
      _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
      try Integrity.checkAll(database, path: source)
    }
    try copy.close()
  }

  /// Gives the copy its name once all of it is on disk.
  private func publish(_ descriptor: Int32, replacing: Bool) throws(DatabaseError) -> Int {
    guard fsync(descriptor) == 0 else { throw failure(Disk.reason(errno)) }
    try checkTarget(replacing: replacing)
    guard rename(draft, target) == 0 else { throw failure(Disk.reason(errno)) }
    Disk.synchronize(folder: Disk.folder(of: target))
    return DatabaseFile(path: target).size
  }
}
