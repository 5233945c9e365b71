import Dialogue
import Foundation
import Testing
import TextAnalysis
import Training

@Suite struct PolicyReadingTests {
  private static func read(_ yaml: String) throws -> (content: Content, problems: [String]) {
    let folder = try TemporaryFolder([
      "intents/a.yml": TemporaryFolder.intent("greeting", "- hello", metadata: "escalate: normal"), "policy.yml": yaml,
    ])
    let (content, problems) = Content.inspected(
      intents: folder.url.appending(path: "intents"), knowledge: nil, policy: folder.url.appending(path: "policy.yml"))
    return (content, folder.listing(problems))
  }

  @Test("A policy gives rows in order, hours, holidays, words and the time zone")
  func reads() throws {
    let (content, problems) = try Self.read(
      """
      time_zone: {name: Asia/Shanghai, zh: 北京时间}
      hours:
        weekdays: [09:00-12:00, 13:00-18:00]
        saturday: 10:00-14:30
        holidays:
          2026-10-01..2026-10-07: closed
          2026-12-25: 10:00-12:00
      urgent_hours: always
      words:
        legal: {zh: [律师], en: [lawyer, sue]}
      rows:
      - name: legal
        if: {words: legal, channel: [widget, email], tier: gold, mood: angry, hours: open, holiday: false}
        then: human
        queue: urgent
        closed: bot
      - name: usual
        then: bot
        misses: 3
      """)
    #expect(problems == [])
    let policy = content.policy
    #expect(policy.timeZone.identifier == "Asia/Shanghai" && policy.timeZoneTitles == [.chinese: "北京时间"])
    #expect(policy.hours.week[0] == [540..<720, 780..<1080])
    #expect(policy.hours.week[5] == [600..<870] && policy.hours.week[6] == [])
    #expect(policy.urgentHours == .always)
    #expect(policy.words.map(\.words) == [["lawyer", "sue", "律师"]])
    var legal = EscalationPolicy.Row(name: "legal")
    legal.words = ["legal"]
    legal.channels = ["widget", "email"]
    legal.tiers = ["gold"]
    legal.mood = .angry
    legal.isOpen = true
    legal.isHoliday = false
    legal.answer = .human(.urgent, whenClosed: .bot)
    var usual = EscalationPolicy.Row(name: "usual")
    usual.misses = 3
    #expect(policy.policy.rows == [legal, usual])
  }

  @Test(
    "Hours hold from their first minute to before their last, on holidays others, and say when they begin again",
    arguments: [
      ("2026-11-23T08:59", false, "2026-11-23 09:00"), ("2026-11-23T09:00", true, nil),
      ("2026-11-23T12:00", false, "2026-11-23 13:00"), ("2026-11-23T17:59", true, nil),
      ("2026-11-23T18:00", false, "2026-11-24 09:00"), ("2026-11-21T15:00", false, "2026-11-23 09:00"),
      ("2026-10-02T10:00", false, "2026-10-08 09:00"), ("2026-12-25T11:00", true, nil),
    ])
  func hours(at: String, isOpen: Bool, opening: String?) throws {
    let hours = try Self.read(
      """
      hours:
        weekdays: [09:00-12:00, 13:00-18:00]
        saturday: 10:00-14:30
        holidays: {2026-10-01..2026-10-07: closed, 2026-12-25: 10:00-12:00}
      rows: [{name: usual, then: bot}]
      """
    ).content.policy.hours
    let time = try #require(LocalTime(text: at))
    #expect(hours.isOpen(at: time) == isOpen)
    if !isOpen { #expect(hours.opening(after: time)?.text == opening) }
  }

  @Test("Who is never there does not come back")
  func never() throws {
    let time = try #require(LocalTime(text: "2026-11-23T09:00"))
    #expect(BusinessHours(week: Array(repeating: [], count: 7)).opening(after: time) == nil)
  }

  @Test("Local time and moments agree, also around a change of the clocks")
  func timeZones() throws {
    var policy = PolicyContent()
    policy.timeZone = try #require(TimeZone(identifier: "Europe/Berlin"))
    for text in ["2026-03-29T01:30", "2026-03-29T03:30", "2026-10-25T12:00", "1969-12-31T23:59", "2026-12-25T10:00"] {
      let time = try #require(LocalTime(text: text))
      #expect(policy.localTime(milliseconds: policy.milliseconds(of: time)) == time, "\(text)")
    }
    policy.timeZone = try #require(TimeZone(identifier: "Asia/Shanghai"))
    #expect(policy.localTime(milliseconds: 1_795_248_000_000)?.text == "2026-11-21 16:00")
  }

  @Test("Every mistake is named with its line")
  func mistakes() throws {
    let problems = try Self.read(
      """
      time_zone: Mars/Olympus
      hours:
        mondays: 09:00-12:00
        monday: 12:00-09:00
        tuesday: [09:00-12:00, 11:00-13:00]
        holidays:
          2026-02-30: closed
          2026-10-07..2026-10-01: closed
      urgent_hours: sometimes
      words:
        legal: []
      rows:
      - name: a
        if: {words: rude, tier: diamond, channel: pigeon, mood: happy, hours: late, holiday: maybe}
        then: robot
      - if: {tier: gold}
        then: bot
      - name: b
        then: bot
        queue: urgent
        misses: 0
      - name: a
        if: {}
        closed: never
      """
    ).problems
    #expect(
      Set(problems) == [
        "policy.yml:1: there is no time zone “Mars/Olympus”; write one such as Asia/Shanghai",
        "policy.yml:3: unknown key “mondays” in hours; known are every_day, weekdays, weekends, monday, tuesday, wednesday, thursday, friday, saturday, sunday, holidays",
        "policy.yml:4: monday: must be closed or hours such as 08:00-22:00",
        "policy.yml:5: tuesday: begins before the hours before it end",
        "policy.yml:7: “2026-02-30” is no day such as 2026-12-25 and no span such as 2026-10-01..2026-10-07",
        "policy.yml:8: “2026-10-07..2026-10-01” is no day such as 2026-12-25 and no span such as 2026-10-01..2026-10-07",
        "policy.yml:9: urgent_hours must be always or have days with their hours",
        "policy.yml:11: legal has no words",
        "policy.yml:14: channel: there is no “pigeon”; known are widget, email, wechat",
        "policy.yml:14: tier: there is no “diamond”; known are blue, silver, gold, platinum",
        "policy.yml:14: words: there is no “rude”; known are legal",
        "policy.yml:14: mood: there is no “happy”; known are angry, unhappy",
        "policy.yml:14: hours: there is no “late”; known are open, closed",
        "policy.yml:14: holiday: there is no “maybe”; known are true, false",
        "policy.yml:15: then: there is no “robot”; known are bot, human",
        "policy.yml:16: a row needs a name",
        "policy.yml:20: queue is for rows with then: human",
        "policy.yml:21: misses must be a whole number from 1 to 10",
        "policy.yml:22: there are two rows a",
        "policy.yml:22: row a never matches: b before it always does",
        "policy.yml:23: if says nothing; leave it out for a row that always matches",
        "policy.yml:22: row a needs then: bot or human",
        "policy.yml:24: closed: there is no “never”; known are ticket, bot",
        "policy.yml:24: closed is for rows with then: human",
      ], "\(problems.joined(separator: "\n"))")
    #expect(try Self.read("hours: always").problems == ["policy.yml:1: the file needs rows"])
    #expect(try Self.read("").problems == ["policy.yml:1: the file is empty"])
  }

  @Test(
    "Trigger words are found as words, in any form and script, and not inside others",
    arguments: [
      ("I will call my lawyers", ["legal"]), ("LAWYER!", ["legal"]), ("I will sue you", ["legal"]),
      ("there is an issue with my suede shoes", []), ("我要找律师", ["legal"]), ("我要找律師", ["legal"]),
      ("i want to kill myself", ["danger"]), ("kill the process myself", []), ("", []),
    ])
  func triggerWords(text: String, groups: [String]) throws {
    let analyzer = try Analyzer()
    let content = try Self.read(
      """
      words:
        legal: {zh: [律师], en: [lawyer, sue]}
        danger: [kill myself]
      rows: [{name: usual, then: bot}]
      """
    ).content
    let words = TriggerWords(content.policy.words, analyzer: analyzer)
    #expect(words.groups(in: analyzer.analyzed(text)) == Set(groups))
  }

  @Test("Another policy is another release; the same one is the same")
  func digest() throws {
    let rows = "rows: [{name: usual, then: bot, misses: 2}]"
    let digests = try [rows, rows, rows.replacing("2", with: "3"), "hours: {monday: 09:00-10:00}\n" + rows].map {
      try Self.read($0).content.digest
    }
    #expect(digests[0] == digests[1] && Set(digests).count == 3)
  }
}
