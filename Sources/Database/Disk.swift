import Foundation

/// What the system says about files and disks.
enum Disk {
  static let full = "the disk is full"

  /// An error number in words.
  static func reason(_ code: Int32) -> String {
    switch code {
    case EROFS: "the disk is read-only"
    case ENOSPC, EDQUOT: full
    default: String(cString: strerror(code))
    }
  }

  /// Nil with `errno` set when there is nothing at `path` or it cannot be looked at.
  static func status(of path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }

  static func exists(_ path: String) -> Bool { status(of: path) != nil }

  static func folder(of path: String) -> String {
    let folder = (path as NSString).deletingLastPathComponent
    return folder.isEmpty ? "." : folder
  }

  /// Whether hardly anything can be written any more where `path` is.
  static func isFull(at path: String) -> Bool {
    var status = statvfs()
    guard statvfs(folder(of: path), &status) == 0 else { return false }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize) < 1 << 16
  }

  /// Puts the names in the folder on disk.
  static func synchronize(folder: String) {
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
