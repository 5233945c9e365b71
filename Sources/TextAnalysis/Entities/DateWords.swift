/// Words for days, weeks and months.
enum DateWords {
  static let days = PhraseTable<Int>(lists: [
    ("今天|今日|今晚|今早|today|tonight|this morning|this afternoon|this evening", 0),
    ("明天|明日|明早|明晚|tomorrow|tmr|tmrw", 1),
    ("后天|day after tomorrow|the day after tomorrow", 2), ("大后天", 3), ("昨天|昨日|昨晚|yesterday|last night", -1),
    ("前天|day before yesterday|the day before yesterday", -2), ("大前天", -3),
  ])

  /// 下周 and the like, as weeks ahead.
  static let weeks = PhraseTable<Int>(
    [("上上", -2), ("上", -1), ("这", 0), ("本", 0), ("下", 1), ("下下", 2)].flatMap { word, weeks in
      ["周", "星期", "礼拜"].flatMap { [(word + $0, weeks), (word + "个" + $0, weeks)] }
    })
  static let bareWeek = PhraseTable<Void>("周|星期|礼拜")
  static let chineseWeekdays = PhraseTable<Int>(lists: [
    ("一|1", 1), ("二|2", 2), ("三|3", 3), ("四|4", 4), ("五|5", 5), ("六|6|末", 6), ("日|天|7", 7),
  ])

  static let weekdays = PhraseTable<Int>(lists: [
    ("monday", 1), ("tuesday", 2), ("wednesday", 3), ("thursday", 4), ("friday", 5), ("saturday", 6), ("sunday", 7),
  ])
  /// Short forms count only after one of `weekdayLeads`.
  static let shortWeekdays = PhraseTable<Int>(lists: [
    ("mon", 1), ("tue|tues", 2), ("wed", 3), ("thu|thur|thurs", 4), ("fri", 5), ("sat", 6), ("sun", 7),
  ])
  enum Lead: Sendable { case last, this, next, coming }
  static let weekdayLeads = PhraseTable<Lead>(lists: [
    ("last|past", .last), ("this", .this), ("next", .next), ("on|coming|this coming|by", .coming),
  ])

  static let months = PhraseTable<Int>(lists: [
    ("january|jan", 1), ("february|feb", 2), ("march|mar", 3), ("april|apr", 4), ("may", 5), ("june|jun", 6),
    ("july|jul", 7), ("august|aug", 8), ("september|sept|sep", 9), ("october|oct", 10), ("november|nov", 11),
    ("december|dec", 12),
  ])
  static let ordinals = PhraseTable<Void>("st|nd|rd|th")
  static let monthsAheadEnglish = PhraseTable<Int>(lists: [
    ("of last month", -1), ("of this month", 0), ("this month", 0), ("of next month", 1), ("next month", 1),
    ("last month", -1), ("of the month", 0),
  ])

  static let monthsAhead = PhraseTable<Int>(lists: [
    ("上上个月", -2), ("上个月|上月", -1), ("这个月|本月|这月|当月", 0), ("下个月|下月", 1), ("下下个月", 2),
  ])
  static let yearsAhead = PhraseTable<Int>(lists: [("前年", -2), ("去年", -1), ("今年", 0), ("明年", 1), ("后年", 2)])

  enum Span: Sendable {
    case days(Int)
    case months(Int)
  }
  static let chineseSpans = PhraseTable<Span>(lists: [
    ("天|日", .days(1)), ("周|个星期|个礼拜|星期|礼拜", .days(7)), ("个月", .months(1)), ("年", .months(12)),
  ])
  static let chineseDirections = PhraseTable<Int>(lists: [("后|之后|以后", 1), ("前|之前|以前", -1)])
  static let englishSpans = PhraseTable<Span>(lists: [
    ("days|day", .days(1)), ("weeks|week", .days(7)), ("fortnight", .days(14)), ("months|month", .months(1)),
    ("years|year", .months(12)),
  ])
  static let englishDirections = PhraseTable<Int>(lists: [("from now|from today|later", 1), ("ago|earlier", -1)])
  static let ahead = PhraseTable<Void>("in|within")
  static let article = PhraseTable<Void>("a|an|one")
}

/// The languages whose words a reader looks for.
enum ChineseOrEnglish { case chinese, english }
