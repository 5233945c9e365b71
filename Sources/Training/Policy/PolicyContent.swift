package import Dialogue
package import Foundation
package import TextAnalysis

/// Who answers whom, and when, as people write it in `policy.yml`.
package struct PolicyContent: Sendable, Equatable {
  package struct WordGroup: Sendable, Equatable {
    package var name: String
    package var words: [String]
  }

  package var policy = EscalationPolicy()
  /// When people answer, and when they answer what is urgent.
  package var hours = BusinessHours.always
  package var urgentHours = BusinessHours.always
  /// Where the business is: business hours and the days that customers name are counted there.
  package var timeZone = TimeZone.current
  /// What customers read for the time zone; empty says nothing.
  package var timeZoneTitles: [Language: String] = [:]
  package var words: [WordGroup] = []

  /// Where messages can come from. Only the widget is connected.
  package static let channels = ["widget", "email", "wechat"]
  /// The membership levels.
  package static let tiers = ["blue", "silver", "gold", "platinum"]

  package init() {}

  /// Reads a policy that must be without a mistake.
  package static func read(_ url: URL) throws(ContentError) -> PolicyContent {
    var problems: [ContentProblem] = []
    let policy = PolicyFile.policy(in: url, problems: &problems)
    guard problems.isEmpty else { throw ContentError(problems: problems) }
    return policy
  }

  /// The day and the time of day at a moment, in milliseconds since 1970 UTC.
  package func localTime(milliseconds: Int64) -> LocalTime? {
    let moment = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    let seconds = Int64(timeZone.secondsFromGMT(for: moment)) + Int64((Double(milliseconds) / 1000).rounded(.down))
    let day = Int64((Double(seconds) / 86_400).rounded(.down))
    guard let number = Int(exactly: day), let date = CivilDate(dayNumber: number) else { return nil }
    return LocalTime(date: date, minute: Int((seconds - day * 86_400) / 60))
  }

  /// The moment of a time where the business is, in milliseconds since 1970 UTC.
  package func milliseconds(of time: LocalTime) -> Int64 {
    let local = Int64(time.date.dayNumber) * 86_400 + Int64(time.minute) * 60
    func offset(at seconds: Int64) -> Int64 {
      Int64(timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }
    // The second look is for times near a change of the clocks.
    return (local - offset(at: local - offset(at: local))) * 1000
  }

  /// All that it says, for the digest of a release.
  var fields: [String] {
    ["policy", "\(policy)", "\(hours)", "\(urgentHours)", timeZone.identifier]
      + Language.allCases.map { timeZoneTitles[$0] ?? "" } + words.flatMap { [$0.name] + $0.words }
  }
}

/// Finds the policy's trigger words in messages: word by word in their stems, so that inflection, case and Traditional
/// characters do not matter and no word is found inside another.
package struct TriggerWords: Sendable {
  private struct Phrase {
    let group: String
    let stems: [String]
  }

  /// By their first word.
  private let phrases: [String: [Phrase]]

  package init(_ groups: [PolicyContent.WordGroup], analyzer: Analyzer) {
    let phrases = groups.flatMap { group in
      group.words.map { Phrase(group: group.name, stems: Self.stems(analyzer.analyzed($0))) }
    }
    self.phrases = Dictionary(grouping: phrases.filter { !$0.stems.isEmpty }) { $0.stems.first ?? "" }
  }

  private static func stems(_ text: AnalyzedText) -> [String] {
    text.tokens.filter { $0.kind != .symbol }.map(\.stem)
  }

  /// The groups that the message has a word of.
  package func groups(in text: AnalyzedText) -> Set<String> {
    guard !phrases.isEmpty else { return [] }
    let stems = Self.stems(text)
    var groups: Set<String> = []
    for place in stems.indices {
      for phrase in phrases[stems[place]] ?? [] where stems[place...].starts(with: phrase.stems) {
        groups.insert(phrase.group)
      }
    }
    return groups
  }
}
