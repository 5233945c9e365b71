import Foundation

/// A text file of content, split into lines.
struct SourceFile {
  /// The path as it was given.
  let path: String
  let text: String

  /// Notes what lies in a folder of content and would not be read: other files, and folders. Hidden files, backups
  /// (`cards.yml~`) and Markdown, which explains, may lie there.
  ///
  /// - Parameter besides: names of other files that are read.
  static func noteStrangers(
    in folder: URL, endings: Set<String>, besides: Set<String> = [], problems: inout [ContentProblem]
  ) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names.sorted() where !name.hasPrefix(".") && !name.hasSuffix("~") && !besides.contains(name) {
      let path = folder.relativePath + "/" + name
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      if isFolder.boolValue {
        problems.append(ContentProblem(file: path, line: 0, message: "is a folder, which is not looked into"))
      } else if !endings.union(["md"]).contains((name as NSString).pathExtension.lowercased()) {
        let known = endings.sorted().map { "." + $0 }.joined(separator: " or ")
        problems.append(ContentProblem(file: path, line: 0, message: "is not read; names end in \(known)"))
      }
    }
  }

  /// Lines without their ends; `\r\n` counts as one end.
  var lines: [Substring] { Self.lines(of: text) }

  /// Reads a file that must be UTF-8. Gives nil after noting why it cannot be read.
  init?(_ url: URL, problems: inout [ContentProblem]) {
    path = url.relativePath
    guard let data = try? Data(contentsOf: url) else {
      problems.append(ContentProblem(file: path, line: 0, message: "cannot be read"))
      return nil
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      let line = Self.firstInvalidLine(of: data)
      problems.append(ContentProblem(file: path, line: line, message: "is not UTF-8 text; save the file as UTF-8"))
      return nil
    }
    self.text = text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
  }

  /// The files of a folder with one of the endings, by name; hidden ones are left out. Nil when there is no such folder.
  static func files(in folder: URL, endings: Set<String>) -> [URL]? {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return names?.filter { !$0.hasPrefix(".") && endings.contains(($0 as NSString).pathExtension.lowercased()) }
      .sorted().map { URL(filePath: folder.relativePath + "/" + $0) }
  }

  static func lines(of text: String) -> [Substring] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      Substring($0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0)
    }
  }

  private static func firstInvalidLine(of data: Data) -> Int {
    let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let index = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
    return index.map { $0 + 1 } ?? 1
  }
}
