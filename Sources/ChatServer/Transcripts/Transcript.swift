import CRM
package import Foundation

/// A conversation that must go as it is written: what the customer says, and what must come.
///
/// In a file every line is a JSON object. A line with `conversation` begins one; `language` is the page's, `customer` the number
/// of a demo customer who is identified, `at` the moment when it takes place, `policy` the file in the same folder with the
/// escalation policy that holds in it. Then lines follow with `from`: `customer` says `text`, presses `payload`, or gives a
/// thumb (`helpful`); `bot` answers; `system` is what happens beside that. Of a bot's or system's line only the keys that
/// stand there are compared.
package struct Transcript: Sendable, Equatable {
  package let name: String
  let language: String
  let customer: String?
  /// When it takes place; nil for the usual moment.
  let at: Timestamp?
  /// Nil for the content's own.
  package let policy: String?
  package internal(set) var lines: [TranscriptLine]
  package let file: String
  /// Where it begins.
  package let line: Int
}

/// One line of a transcript. The order of the fields is the order in the file.
package struct TranscriptLine: Sendable, Equatable, Codable {
  package enum Speaker: String, Sendable, Codable { case customer, bot, system }

  var from: Speaker
  var text: String?
  /// Of the customer: the quick reply that is pressed.
  var payload: String?
  /// Of the customer: a thumb for the bot's last message.
  var helpful: Bool?
  var style: String?
  /// The id of the article that answers.
  var article: String?
  /// The payloads of the quick replies.
  var offers: [String]?
  /// Why it is handed over.
  var handoff: String?
  var queue: String?
  /// The category and the priority of a ticket that is made.
  var ticket: String?
  var priority: String?

  init(from: Speaker) { self.from = from }

  /// Whether all that is expected is there.
  func isMet(by actual: TranscriptLine) -> Bool {
    func matches<Value: Equatable>(_ key: KeyPath<TranscriptLine, Value?>) -> Bool {
      self[keyPath: key] == nil || self[keyPath: key] == actual[keyPath: key]
    }
    return from == actual.from && matches(\.text) && matches(\.style) && matches(\.article) && matches(\.offers)
      && matches(\.handoff) && matches(\.queue) && matches(\.ticket) && matches(\.priority)
  }

  /// As it stands in the file.
  package var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}

/// A line that is no part of a transcript.
package struct TranscriptError: Error, CustomStringConvertible {
  package let description: String
}

extension Transcript {
  private struct Header: Codable {
    var conversation: String
    var language: String
    var customer: String?
    var at: Timestamp?
    var policy: String?
  }

  /// The line that begins it in a file.
  package var header: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    let header = Header(conversation: name, language: language, customer: customer, at: at, policy: policy)
    return (try? encoder.encode(header)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// All transcripts of a folder's `.jsonl` files, in the order of the files' names.
  package static func all(in folder: URL) throws -> [Transcript] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".jsonl") }
    return try names.sorted().flatMap { try read(folder.appending(path: $0)) }
  }

  private static func read(_ url: URL) throws -> [Transcript] {
    let path = url.relativePath
    let text = try String(contentsOf: url, encoding: .utf8)
    var transcripts: [Transcript] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard !line.allSatisfy(\.isWhitespace) else { continue }
      let data = Data(line.utf8)
      try checkKeys(of: data, at: "\(path):\(index + 1)")
      if let header = try? JSONDecoder().decode(Header.self, from: data) {
        transcripts.append(
          Transcript(
            name: header.conversation, language: header.language, customer: header.customer, at: header.at,
            policy: header.policy, lines: [], file: path, line: index + 1))
      } else if let entry = try? JSONDecoder().decode(TranscriptLine.self, from: data), !transcripts.isEmpty {
        transcripts[transcripts.count - 1].lines.append(entry)
      } else {
        throw TranscriptError(
          description: "\(path):\(index + 1): this is neither {\"conversation\", \"language\"} nor a line with \"from\""
        )
      }
    }
    return transcripts
  }

  private static let keys: Set<String> = [
    "conversation", "language", "customer", "at", "policy", "from", "text", "payload", "helpful", "style", "article",
    "offers", "handoff", "queue", "ticket", "priority",
  ]

  /// A key with a spelling mistake would expect nothing.
  private static func checkKeys(of line: Data, at place: String) throws {
    let object = (try? JSONSerialization.jsonObject(with: line)) as? [String: Any]
    for key in (object ?? [:]).keys.sorted() where !keys.contains(key) {
      throw TranscriptError(
        description: "\(place): unknown key “\(key)”; known are \(keys.sorted().joined(separator: ", "))")
    }
  }
}
