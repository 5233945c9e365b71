extension EntityCase {
  static let times = cases(
    #"""
    tomorrow at 3pm => date 2026-11-22; time 15:00
    tomorrow at 3 pm => date 2026-11-22; time 15:00
    明天下午三点 => date 2026-11-22; time 15:00
    下午3点半 => time 15:30
    上午10点 => time 10:00
    15点30分 => time 15:30
    晚上八点一刻 => time 20:15
    三点五十 => time 15:50
    at 10:30 => time 10:30
    3:30 => time 15:30
    03:30 => time 03:30
    9:05 am => time 09:05
    12 am => time 00:00
    12 pm => time 12:00
    中午12点 => time 12:00
    at 5 => time 17:00
    5 o'clock => time 17:00
    tomorrow morning at 9 => date 2026-11-22; time 09:00
    tonight at 8 => date 2026-11-21; time 20:00
    十九点 => time 19:00
    下周三三点 => date 2026-11-25; time 15:00
    """#)

  /// What only looks like a time.
  static let noTimes = cases(
    #"""
    快一点 =>
    三点五 => number 3.5
    25:10 => number 25; number 10
    20点积分 => number 20
    """#)
}
