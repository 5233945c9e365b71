package import Foundation

/// Finds the folder that holds the pages: `widget/`, `console/`, `review/`, `shared/`, `demo/`.
package enum WebAssets {
  /// The resource folder that the build puts beside the binary, or nil when it was not shipped along.
  package static func folder() -> URL? {
    let executable = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let beside = [Bundle.main.executableURL?.resolvingSymlinksInPath(), executable].compactMap { $0 }
    return beside.map { $0.deletingLastPathComponent().appendingPathComponent("frontdesk_WebAssets.resources") }
      .first { FileManager.default.fileExists(atPath: $0.appendingPathComponent("shared").path) }
  }
}
