import ArgumentParser
import Foundation
import Yams

/// Options that may also come from the environment (`FRONTDESK_ALLOWED_ORIGINS`) or the configuration file
/// (`allowed-origins:`), in that order after the command line.
struct Settings {
  /// Every name the configuration file may have.
  static let names: Set<String> = [
    "host", "port", "database", "cache", "intents", "knowledge", "assets", "allowed-origins", "tls-certificate", "tls-key",
    "identity-secret", "frames-per-second", "watchdog-seconds", "metrics-token", "log-level", "answer-milliseconds",
    "burst-milliseconds", "queue-seconds", "urgent-queue-seconds", "agent-answer-seconds", "presence-seconds",
  ]

  private let file: [String: String]
  private let environment: [String: String]

  /// Reads the configuration file; without a path, `frontdesk.yml` if there is one.
  init(path: String?, environment: [String: String] = ProcessInfo.processInfo.environment) throws {
    self.environment = environment
    let path = path ?? environment["FRONTDESK_CONFIG"]
    guard path != nil || FileManager.default.fileExists(atPath: "frontdesk.yml") else {
      file = [:]
      return
    }
    file = try Self.read(path ?? "frontdesk.yml")
  }

  /// The value from environment or file.
  func text(_ name: String) -> String? {
    environment["FRONTDESK_" + name.uppercased().replacing("-", with: "_")] ?? file[name]
  }

  func text(_ name: String, _ flag: String?, default value: String) -> String { flag ?? text(name) ?? value }

  func number(_ name: String, _ flag: Int?, default value: Int, in range: ClosedRange<Int>) throws -> Int {
    let text = text(name)
    guard let number = flag ?? text.map({ Int($0) }) ?? value, range.contains(number) else {
      throw ValidationError("\(name): must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func list(_ name: String, _ flags: [String]) -> [String] {
    guard flags.isEmpty else { return flags }
    return (text(name) ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
  }

  private static func read(_ path: String) throws -> [String: String] {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw ValidationError("\(path): cannot be read")
    }
    let (problems, values) = try parse(text, path: path)
    guard problems.isEmpty else { throw ValidationError(problems.joined(separator: "\n")) }
    return values
  }

  /// The values of a configuration file with all of its problems as `file:line: message`.
  static func parse(_ text: String, path: String) throws -> (problems: [String], values: [String: String]) {
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw ValidationError("\(path): \(error)")
    }
    guard let node, node.null == nil else { return ([], [:]) }
    guard let mapping = node.mapping else { return (["\(path):1: must be a list of 'name: value'"], [:]) }
    var problems: [String] = []
    var values: [String: String] = [:]
    for (key, value) in mapping {
      let place = "\(path):\(key.mark?.line ?? 1)"
      guard let name = key.string, names.contains(name) else {
        problems.append("\(place): \(key.string ?? "?") is not an option")
        continue
      }
      if let sequence = value.sequence {
        values[name] = sequence.compactMap(\.string).joined(separator: ",")
      } else if let scalar = value.scalar {
        values[name] = scalar.string
      } else {
        problems.append("\(place): \(name) must be a value or a list of values")
      }
    }
    return (problems, values)
  }
}
