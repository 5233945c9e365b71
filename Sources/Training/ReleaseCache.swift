package import Foundation
import Glibc
import TextAnalysis

/// Keeps what takes long to make in the files of a folder, each under the key of what it was made from.
///
/// No answer depends on it: what is missing, damaged or cannot be kept is made anew. Several programs may use one folder.
package struct ReleaseCache: Sendable {
  private let folder: URL
  private let warn: @Sendable (String) -> Void

  /// The files used last stay, the others go.
  private static let mostFiles = 8

  /// - Parameter warn: is told what could not be read or kept, from any thread.
  package init(folder: URL, warn: @escaping @Sendable (String) -> Void = { _ in }) {
    self.folder = folder
    self.warn = warn
  }

  /// The value that was kept under a key, or a new one, which is kept from now on.
  ///
  /// - Parameters:
  ///   - kind: how the file's name begins.
  ///   - fields: what the value is made from; this program is added to them, so another build of it makes its own.
  ///   - decoded: throws when the bytes are none of these values.
  func value<Value, Failure>(
    _ kind: String, of fields: [String], decoded: (Data) throws -> Value, encoded: (Value) -> Data,
    made: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let key = ContentHash(of: [Self.program] + fields).digits
    let file = folder.appending(path: "\(kind)-\(key)")
    if let kept = kept(in: file, decoded) { return kept }
    let value = try made()
    keep(encoded(value), in: file)
    return value
  }

  private func kept<Value>(in file: URL, _ decoded: (Data) throws -> Value) -> Value? {
    guard let data = try? Data(contentsOf: file, options: .mappedIfSafe) else { return nil }
    do {
      let value = try decoded(data)
      try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: file.path)
      return value
    } catch {
      warn("\(file.relativePath) is not used, and made anew: \(error)")
      return nil
    }
  }

  /// A file appears whole or not at all.
  private func keep(_ data: Data, in file: URL) {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try data.write(to: file, options: .atomic)
      try removeOldest()
    } catch {
      warn("\(file.relativePath) cannot be kept, and will be made anew: \(error.localizedDescription)")
    }
  }

  private func removeOldest() throws {
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: [.contentModificationDateKey])
    let dated = files.map { file in
      (file, (try? file.resourceValues(forKeys: [.contentModificationDateKey]))?.contentModificationDate ?? .distantPast)
    }
    for (file, _) in dated.sorted(by: { $0.1 > $1.1 }).dropFirst(Self.mostFiles) {
      try? FileManager.default.removeItem(at: file)
    }
  }

  /// Size and time of the running program's file: another build may fit and read otherwise.
  private static let program: String = {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else { return "" }
    return "\(status.st_size) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)"
  }()
}
