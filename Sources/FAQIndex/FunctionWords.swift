import TextAnalysis

/// Words that hold a sentence together and say little about what it asks.
enum FunctionWords {
  /// How much such a word counts. Much less would lose questions that differ in "how", "when" and "can" only.
  private static let share: Float = 0.75

  private static let stems = """
    a about after all also am an and ani anyth are as at be been befor but by can cannot can't could couldn't did
    didn't do doe doesn't don't for from get go got had has have he help her hi hello him his how howev i i'd i'll
    i'm i've if in into is isn't it me my need no not now of on onli or our pleas shall she should so some someth
    tell than thank that the their them then there these they this those to too us use veri want was way we were
    what when where whether which who whom whi will with without won't would yes you your
    吗 呢 啊 呀 吧 嘛 的 了
    """
  private static let keys = HashIndex(stems.split(whereSeparator: \.isWhitespace).map { StableHash.of(String($0)) })

  /// 1 for all other words.
  static func share(of key: UInt64) -> Float { keys.place(of: key) == nil ? 1 : share }
}
